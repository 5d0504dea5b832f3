/**
 * The hazard's life (隐患整改闭环) as one table: a row a step. The API's check, the buttons with their disabled reasons,
 * the required forms, the audit sentences, the steps a screen draws and the README's diagram come from these rows and
 * nowhere else. Source: the workflow of both source documents and their legal ladder; see each row's `cites`.
 */
import type { HazardState, Role } from '../../contracts/values.ts';
import type { FieldName } from './fields.ts';
import type { Guard } from './guards.ts';

export interface Transition {
  readonly action: string;
  readonly from: readonly HazardState[];
  /** null = the state stays as it is. */
  readonly to: HazardState | null;
  readonly roles: readonly Role[];
  /** Fields the form must bring; none may be empty. */
  readonly form: readonly FieldName[];
  /** Fields it may bring. */
  readonly optional: readonly FieldName[];
  readonly guards: readonly Guard[];
  readonly cites: string;
}

const school: readonly Role[] = ['safety-officer', 'principal'];
const bureau: readonly Role[] = ['bureau-inspector', 'bureau-leader', 'bureau-admin'];
const finders: readonly Role[] = ['grid-person', 'teacher', 'safety-officer', 'principal', 'duty-officer', 'duty-leader', ...bureau];
const menders: readonly Role[] = ['repairer', 'safety-officer', 'principal', 'school-admin'];

const planned: readonly HazardState[] = [
  'plan_required',
  'plan_approved',
  'listed',
  'rectifying',
  'extension_pending',
  'escalated',
  'submitted',
  'verifying',
  'rework',
];
const underWay: readonly HazardState[] = ['reported', 'graded', 'reopened', ...planned, 'fixed_on_spot'];

interface More {
  readonly form?: readonly FieldName[];
  readonly optional?: readonly FieldName[];
  readonly guards?: readonly Guard[];
}

const row = (
  action: string,
  from: readonly HazardState[],
  to: HazardState | null,
  roles: readonly Role[],
  cites: string,
  { form = [], optional = [], guards = [] }: More = {},
): Transition => ({ action, from, to, roles, form, optional, guards, cites });

const independent: readonly Guard[] = ['not_own_case', 'from_outside_if_major'];
const plan: readonly FieldName[] = ['responsible', 'measures', 'funds', 'deadline', 'contingency'];

export const transitions: readonly Transition[] = [
  row('submit_report', ['draft'], 'reported', finders, '安全隐患“拉网式”排查', { form: ['photos_found'] }),
  row('reject', ['reported'], 'rejected', [...school, ...bureau], '研判', {
    form: ['reason'],
    optional: ['duplicate'],
    guards: ['inspection_by_bureau'],
  }),
  row('transfer', ['reported'], 'transferred', school, '学校建筑所有权人承担使用安全主体责任', {
    form: ['target', 'reason'],
    optional: ['letter'],
  }),
  row('grade', ['reported', 'reopened'], 'graded', [...school, ...bureau], '一般隐患/重大隐患', {
    form: ['grade', 'reason'],
    optional: ['cause', 'responsible'],
  }),
  row('regrade', ['graded', 'plan_required'], 'graded', bureau, '研判', {
    form: ['grade', 'reason'],
    optional: ['cause'],
  }),
  row('confirm_major', ['graded', 'plan_required'], null, ['principal', ...bureau], '重大隐患由校长和教育局确认', {
    form: ['opinion'],
    guards: ['major_only', 'not_yet_confirmed'],
  }),
  row('assign', underWay, null, [...school, ...bureau], '整改五落实：责任', { form: ['responsible'] }),
  row(
    'issue_notice',
    ['graded', 'plan_required', 'plan_approved', 'listed', 'rectifying', 'rework'],
    null,
    [...bureau, ...school],
    '下发《学校安全工作督查整改通知书》',
    {
      form: ['requirements', 'days'],
    },
  ),
  row('fix_on_spot', ['graded'], 'fixed_on_spot', ['grid-person', ...menders], '立查立改', {
    form: ['measures', 'photos_before', 'photos_after'],
    guards: ['general_only'],
  }),
  row('require_plan', ['graded'], 'plan_required', school, '采取必要的防护措施，限期整改', {
    form: ['protection', 'photos_protection'],
    optional: ['stop_use'],
  }),
  row('check_protection', planned, null, ['grid-person', 'duty-officer', 'duty-leader', ...menders], '采取必要的防护措施', {
    form: ['measure'],
    optional: ['note'],
    guards: ['has_protection'],
  }),
  row('approve_plan', ['plan_required'], 'plan_approved', ['principal', ...bureau], '整改五落实：责任、措施、资金、时限、预案', {
    form: plan,
    guards: ['major_by_bureau', 'major_confirmed'],
  }),
  row('list', ['plan_approved'], 'listed', bureau, '挂牌督办', {
    form: ['supervisor', 'contact', 'notice', 'deadline'],
    guards: ['major_only', 'has_protection'],
  }),
  row('start', ['plan_approved', 'listed', 'rework'], 'rectifying', menders, '限期整改'),
  row('ask_extension', ['rectifying'], 'extension_pending', school, '延期须在期满前申请', {
    form: ['reason', 'interim', 'deadline'],
    guards: ['before_deadline', 'asked_in_time'],
  }),
  row('grant_extension', ['extension_pending'], 'rectifying', bureau, '延期由挂牌单位决定', { form: ['deadline'] }),
  row('refuse_extension', ['extension_pending'], 'rectifying', bureau, '延期由挂牌单位决定', { form: ['reason'] }),
  row('escalate', ['rectifying', 'rework'], 'escalated', bureau, '督办函', { form: ['letter'], guards: ['past_deadline'] }),
  row('criticise', ['escalated'], null, ['bureau-leader', 'bureau-admin'], '通报批评', { form: ['notice'], guards: ['criticism_due'] }),
  row('submit', ['rectifying', 'escalated'], 'submitted', menders, '学校主体责任：提交整改', {
    form: ['description', 'photos_after', 'cost'],
  }),
  row('begin_check', ['submitted'], 'verifying', [...school, ...bureau], '验收', { guards: independent }),
  row('send_back', ['verifying'], 'rework', [...school, ...bureau], '验收不合格', { form: ['reason', 'photos_site'], guards: independent }),
  row('close', ['verifying'], 'closed', [...school, ...bureau], '按时整改销案', {
    form: ['finding', 'photos_site', 'signature'],
    guards: [...independent, 'not_listed', 'detector_healthy', 'detector_tested'],
  }),
  row('delist', ['verifying'], 'closed', bureau, '摘牌销号', {
    form: ['finding', 'photos_site', 'signature', 'notice'],
    guards: [...independent, 'listed_only', 'detector_healthy', 'detector_tested'],
  }),
  row('spot_check', ['fixed_on_spot'], 'closed', [...school, ...bureau], '立查立改须经抽查', {
    form: ['finding', 'photos_site'],
    guards: ['not_own_case', 'general_only', 'not_listed', 'detector_healthy', 'detector_tested'],
  }),
  row('fail_spot_check', ['fixed_on_spot'], 'graded', [...school, ...bureau], '抽查不合格', { form: ['reason'], guards: ['not_own_case'] }),
  row('recheck', ['closed'], null, ['grid-person', ...school, ...bureau], '“双控”机制建设回头看', {
    form: ['finding', 'photos_recheck'],
    guards: ['not_own_case', 'recheck_due'],
  }),
  row('reopen', ['closed'], 'reopened', finders, '回头看', { form: ['reason'] }),
  row('watch', underWay, null, [...school, ...bureau], '加强跟踪整治', { guards: ['not_watched'] }),
  row('unwatch', underWay, null, [...school, ...bureau], '加强跟踪整治', { guards: ['watched_only'] }),
];

/** States in which the hazard is over. */
export const endStates: ReadonlySet<HazardState> = new Set(['closed', 'rejected', 'transferred']);
