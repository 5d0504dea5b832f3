/**
 * The hazard's life (隐患整改闭环) as one table: a row a step. The API's check, the buttons with their disabled reasons,
 * the required forms, the audit sentences and the README's diagram come from these rows and nowhere else.
 * Source: the workflow of both source documents and their legal ladder; see each row's `cites`.
 */
import type { Hazard } from '../../contracts/hazard.ts';
import type { HazardState, Role } from '../../contracts/values.ts';

/** Conditions beyond the role; a stable code each, put into words by the screens. */
export const guards = {
  not_own_case: (hazard: Hazard, person: string) =>
    hazard.actors['submit'] !== person && hazard.actors['start'] !== person && hazard.actors['fix_on_spot'] !== person,
  general_only: (hazard: Hazard) => hazard.grade === 'general',
  major_only: (hazard: Hazard) => hazard.grade === 'major',
  from_outside_if_major: (hazard: Hazard, _person: string, fromOutside: boolean) =>
    (hazard.grade !== 'major' && !hazard.listed) || fromOutside,
  not_listed: (hazard: Hazard) => !hazard.listed,
} as const;
export type Guard = keyof typeof guards;

export interface Transition {
  readonly action: string;
  readonly from: readonly HazardState[];
  readonly to: HazardState;
  readonly roles: readonly Role[];
  /** Fields the form must bring; none may be empty. */
  readonly form: readonly string[];
  readonly guards: readonly Guard[];
  readonly cites: string;
}

const school: readonly Role[] = ['safety-officer', 'principal'];
const bureau: readonly Role[] = ['bureau-inspector', 'bureau-leader', 'bureau-admin'];
const finders: readonly Role[] = ['grid-person', 'teacher', 'safety-officer', 'principal', 'duty-officer', 'duty-leader', ...bureau];
const menders: readonly Role[] = ['repairer', 'safety-officer', 'principal', 'school-admin'];

const row = (
  action: string,
  from: readonly HazardState[],
  to: HazardState,
  roles: readonly Role[],
  form: readonly string[],
  cites: string,
  rowGuards: readonly Guard[] = [],
): Transition => ({
  action,
  from,
  to,
  roles,
  form,
  guards: rowGuards,
  cites,
});

export const transitions: readonly Transition[] = [
  row('submit_report', ['draft'], 'reported', finders, [], '安全隐患“拉网式”排查'),
  row('reject', ['reported'], 'rejected', school, ['reason'], '研判'),
  row('transfer', ['reported'], 'transferred', school, ['target', 'reason'], '学校建筑所有权人承担使用安全主体责任'),
  row('grade', ['reported', 'reopened'], 'graded', [...school, ...bureau], ['grade', 'reason'], '一般隐患/重大隐患'),
  row('fix_on_spot', ['graded'], 'fixed_on_spot', ['grid-person', ...menders], ['measures'], '立查立改', ['general_only']),
  row('require_plan', ['graded'], 'plan_required', school, ['protection'], '采取必要的防护措施，限期整改'),
  row(
    'approve_plan',
    ['plan_required'],
    'plan_approved',
    ['principal', ...bureau],
    ['responsible', 'measures', 'funds', 'deadline', 'contingency'],
    '整改五落实：责任、措施、资金、时限、预案',
  ),
  row('list', ['plan_approved'], 'listed', bureau, ['supervisor', 'notice', 'deadline'], '挂牌督办', ['major_only']),
  row('start', ['plan_approved', 'listed', 'rework'], 'rectifying', menders, [], '限期整改'),
  row('ask_extension', ['rectifying'], 'extension_pending', school, ['reason', 'protection', 'deadline'], '延期须在期满前申请'),
  row('grant_extension', ['extension_pending'], 'rectifying', bureau, ['deadline'], '延期由挂牌单位决定'),
  row('refuse_extension', ['extension_pending'], 'rectifying', bureau, ['reason'], '延期由挂牌单位决定'),
  row('escalate', ['rectifying'], 'escalated', bureau, ['letter'], '督办函'),
  row('submit', ['rectifying', 'escalated'], 'submitted', menders, ['description'], '学校主体责任：提交整改'),
  row('begin_check', ['submitted'], 'verifying', [...school, ...bureau], [], '验收', ['not_own_case', 'from_outside_if_major']),
  row('send_back', ['verifying'], 'rework', [...school, ...bureau], ['reason'], '验收不合格', ['not_own_case', 'from_outside_if_major']),
  row('close', ['verifying'], 'closed', [...school, ...bureau], ['finding'], '按时整改销案', [
    'not_own_case',
    'from_outside_if_major',
    'not_listed',
  ]),
  row('delist', ['verifying'], 'closed', bureau, ['finding', 'notice'], '摘牌销号', ['not_own_case', 'from_outside_if_major']),
  row('spot_check', ['fixed_on_spot'], 'closed', [...school, ...bureau], ['finding'], '立查立改须经抽查', [
    'not_own_case',
    'general_only',
    'not_listed',
  ]),
  row('reopen', ['closed'], 'reopened', [...finders], ['reason'], '回头看'),
];

/** States in which the hazard is over. */
export const endStates: ReadonlySet<HazardState> = new Set(['closed', 'rejected', 'transferred']);
