/** What the demo county found in its year: invented cases with the steps people took, when, and what they wrote. */
import type { EvidenceStage } from './contracts/evidence.ts';
import type { Hazard, HazardCategory, RootCause } from './contracts/hazard.ts';
import type { Space } from './contracts/place.ts';
import { dayMs } from './core/calendar.ts';

/** Who takes a step: somebody of the school by role (`mender` = its repairer, if it has one), or of the bureau above it. */
export type Who = 'finder' | 'mender' | 'safety-officer' | 'principal' | 'bureau-inspector' | 'bureau-leader';
export type FoundBy = Who | 'public' | 'grid-person' | 'teacher';

export interface Step {
  /** After the step before, hours. */
  readonly after: number;
  readonly by: Who;
  /** A row of the transition table, or `deliver`: the principal takes delivery of the case's documents. */
  readonly action: string;
  readonly form?: (moment: Moment) => Readonly<Record<string, unknown>>;
  /** Pictures the form asks for, by field. */
  readonly photos?: Readonly<Record<string, EvidenceStage>>;
}

/** What a form is filled in from. */
export interface Moment {
  readonly at: number;
  readonly hazard: Hazard;
  readonly finding: Finding;
  /** Who is to put it right, and who watches over it until then. */
  readonly mender: string;
  readonly watcher: string;
}

export interface Finding {
  readonly category: HazardCategory;
  readonly uses: readonly Space['use'][];
  readonly text: string;
  readonly measure: string;
  readonly cause: RootCause;
}

const finding = (category: HazardCategory, uses: readonly Space['use'][], text: string, measure: string, cause: RootCause): Finding => ({
  category,
  uses,
  text,
  measure,
  cause,
});

const rooms: readonly Space['use'][] = ['classroom', 'office', 'laboratory', 'storage'];

export const findings: readonly Finding[] = [
  finding(
    'fire_safety',
    ['corridor', 'stairs'],
    '灭火器压力指针落入红区，铅封缺失，已不能使用',
    '更换失效灭火器并核对同层全部器材',
    'maintenance',
  ),
  finding('fire_safety', ['corridor', 'stairs'], '疏散通道堆放桌椅和纸箱，宽度不足一米', '清空疏散通道，划定禁止堆放区', 'discipline'),
  finding('fire_safety', ['corridor', 'stairs'], '应急照明灯按下测试键不亮，蓄电池失效', '更换应急照明灯蓄电池', 'ageing'),
  finding(
    'fire_safety',
    ['dormitory', 'kindergarten'],
    '安全出口门上锁，钥匙不在现场，无人能立即打开',
    '改装推杠式逃生门锁，恢复常开',
    'discipline',
  ),
  finding('electrical', rooms, '插线板串接三级使用，插头处有发热变色痕迹', '拆除串接插线板，增设固定插座', 'discipline'),
  finding('electrical', ['kitchen', 'canteen'], '配电箱门缺失，导线接头裸露，旁边有水槽', '加装防溅配电箱并重做接头', 'ageing'),
  finding('electrical', ['dormitory'], '宿舍内发现电热毯和热得快，线路无过载保护', '收缴违规电器，更换带过载保护的开关', 'training'),
  finding(
    'building',
    ['corridor', 'stairs', 'outdoor'],
    '楼梯扶手底部焊点开裂，用手推动明显晃动',
    '重新焊接加固扶手并做承重试验',
    'ageing',
  ),
  finding('building', ['classroom', 'dormitory'], '外墙瓷砖空鼓，窗台下方已有小块脱落', '清除空鼓面砖，设硬质隔离后重新饰面', 'design'),
  finding('food', ['kitchen', 'canteen'], '留样柜温度显示十二度，两餐留样不足一百二十五克', '检修留样柜，重新培训留样人员', 'training'),
  finding('food', ['kitchen'], '生熟刀具混放，案板未分色管理，墙角有鼠迹', '分色配置刀具案板，封堵孔洞并投放捕鼠器', 'institution'),
  finding('equipment', ['outdoor', 'kindergarten'], '滑梯连接螺栓松动，接缝处有尖锐毛刺', '停用滑梯，更换螺栓并打磨接缝', 'maintenance'),
  finding('chemicals', ['laboratory'], '危险化学品柜未上双锁，出入库登记缺三次', '加装双锁，补齐登记并每周盘点', 'institution'),
  finding('special_equipment', ['kitchen', 'plant'], '蒸汽发生器安全阀超过校验期四个月', '停用并送检安全阀，合格后恢复', 'supplier'),
  finding('traffic', ['outdoor'], '校门口减速带脱落，接送车辆与学生混行', '重新安装减速带，设接送分流护栏', 'funds'),
  finding('surroundings', ['outdoor'], '围墙外堆放易燃废料，距教室窗户不足三米', '会同镇政府清理废料，加高围墙', 'environment'),
  finding('crowding', ['stairs', 'corridor'], '课间操时楼梯单侧拥挤，转角处无人值守', '错峰下楼并在转角设值守岗', 'institution'),
];

const noForm = (): Record<string, unknown> => ({});
const step = (after: number, by: Who, action: string, form: Step['form'] = noForm, photos: Step['photos'] = {}): Step => ({
  after,
  by,
  action,
  form,
  photos,
});

const grade = (how: 'general' | 'major', after = 4): Step =>
  step(after, 'safety-officer', 'grade', ({ finding: { cause }, mender }) => ({
    grade: how,
    reason: how === 'major' ? '可能造成群死群伤，按判定标准定为重大隐患' : '危害和整改难度较小，发现后能够立即整改',
    cause,
    responsible: mender,
  }));
const notice = step(6, 'bureau-inspector', 'issue_notice', ({ finding: { measure } }) => ({
  requirements: `限期整改：${measure}，并书面报告结果`,
  days: 15,
}));
const deliver = step(20, 'principal', 'deliver');
const protect = step(
  4,
  'safety-officer',
  'require_plan',
  ({ watcher }) => ({ protection: [{ measure: '设警示标志和隔离带，专人看护', responsible: watcher, everyHours: null }] }),
  {
    photos_protection: 'protection',
  },
);
const planIn =
  (days: number): NonNullable<Step['form']> =>
  ({ at, hazard, finding: { measure }, mender }) => ({
    responsible: mender,
    measures: measure,
    funds: 3200,
    contingency: '出现险情立即疏散并停用该区域',
    deadline: Math.min(hazard.deadline ?? Number.MAX_SAFE_INTEGER, at + days * dayMs),
  });
const plan = step(24, 'principal', 'approve_plan', planIn(14));
const start = step(10, 'mender', 'start');
const submit = (after: number): Step =>
  step(after, 'mender', 'submit', ({ finding: { measure } }) => ({ description: `已完成：${measure}`, cost: 2860 }), {
    photos_after: 'after',
  });
const check = (by: Who): Step => step(12, by, 'begin_check');
const signed = {
  strokes: [
    [120, 260, 180, 120, 240, 250],
    [300, 130, 420, 130, 350, 300],
  ],
};
const close = (by: Who, action = 'close', more: Readonly<Record<string, unknown>> = {}): Step =>
  step(6, by, action, () => ({ finding: '现场核验，整改到位，符合要求', signature: signed, ...more }), { photos_site: 'site' });
const recheck = (after: number): Step =>
  step(after, 'bureau-inspector', 'recheck', () => ({ finding: '回头看：未见反弹' }), { photos_recheck: 'recheck' });
const onSpot = step(2, 'safety-officer', 'fix_on_spot', ({ finding: { measure } }) => ({ measures: measure }), {
  photos_before: 'before',
  photos_after: 'after',
});
const spotCheck = step(30, 'principal', 'spot_check', () => ({ finding: '抽查属实，已整改' }), { photos_site: 'site' });
const sendBack = step(4, 'principal', 'send_back', () => ({ reason: '整改不彻底，现场仍有残留问题' }), { photos_site: 'site' });
/** The principal signs for what the case has left to be signed. */
const papers = step(22, 'principal', 'deliver');
const toPlan = [grade('general'), protect, plan, start];
const majorToList = [
  grade('major', 1),
  step(2, 'principal', 'confirm_major', () => ({ opinion: '同意定为重大隐患' })),
  step(6, 'bureau-leader', 'confirm_major', () => ({ opinion: '同意，立即挂牌' })),
  protect,
  step(30, 'bureau-inspector', 'approve_plan', planIn(60)),
  step(20, 'bureau-leader', 'list', ({ at }) => ({
    supervisor: '青石县教体局安全管理科',
    contact: '100 0000 0004',
    notice: '青教安督〔挂〕字',
    deadline: at + 60 * dayMs,
  })),
  step(2, 'bureau-inspector', 'watch'),
];

/** The ways a case may go; how often each does, of a hundred. */
export const courses = {
  on_spot: { share: 34, steps: [grade('general'), onSpot, spotCheck, papers, recheck(30 * 24)] },
  planned: { share: 24, steps: [...toPlan, submit(6 * 24), check('principal'), close('principal'), papers, recheck(30 * 24)] },
  noticed: {
    share: 12,
    steps: [
      grade('general'),
      notice,
      deliver,
      protect,
      plan,
      start,
      submit(8 * 24),
      check('bureau-inspector'),
      close('bureau-inspector'),
      papers,
    ],
  },
  rework: {
    share: 7,
    steps: [...toPlan, submit(5 * 24), check('principal'), sendBack, start, submit(3 * 24), check('principal'), close('principal'), papers],
  },
  extended: {
    share: 4,
    steps: [
      ...toPlan,
      step(9 * 24, 'safety-officer', 'ask_extension', ({ hazard }) => ({
        reason: '定制配件未到货',
        interim: '继续隔离看护',
        deadline: (hazard.deadline ?? 0) + 14 * dayMs,
      })),
      step(40, 'bureau-inspector', 'grant_extension', ({ hazard }) => ({ deadline: (hazard.deadline ?? 0) + 14 * dayMs })),
      submit(9 * 24),
      check('principal'),
      close('principal'),
      papers,
    ],
  },
  late: {
    share: 6,
    steps: [
      ...toPlan,
      step(18 * 24, 'bureau-inspector', 'escalate', () => ({ letter: '该隐患已逾期，请学校主要负责人限期完成整改并书面说明原因' })),
      submit(2 * 24),
      check('bureau-inspector'),
      close('bureau-inspector'),
      papers,
    ],
  },
  major: {
    share: 4,
    steps: [
      ...majorToList,
      start,
      submit(20 * 24),
      check('bureau-inspector'),
      close('bureau-inspector', 'delist', { notice: '青教安督〔销〕字' }),
    ],
  },
  reopened: {
    share: 3,
    steps: [
      grade('general'),
      onSpot,
      spotCheck,
      step(12 * 24, 'finder', 'reopen', () => ({ reason: '同一位置再次出现' })),
      grade('general'),
      onSpot,
      spotCheck,
    ],
  },
  rejected: { share: 4, steps: [step(5, 'safety-officer', 'reject', () => ({ reason: '经核实不构成隐患，已向报告人说明' }))] },
  transferred: {
    share: 2,
    steps: [step(8, 'safety-officer', 'transfer', () => ({ target: '青石县城市管理局', reason: '位于校外公共道路，产权不属学校' }))],
  },
} as const satisfies Readonly<Record<string, { readonly share: number; readonly steps: readonly Step[] }>>;
export type Course = keyof typeof courses;

interface Standing {
  readonly course: Course;
  readonly steps: number;
  readonly daysAgo: number;
  readonly school: string;
  readonly draft?: boolean;
  readonly foundBy?: FoundBy;
  readonly reuses?: boolean;
}

/** Cases that stand open when the demo begins: how far each has come, and how many days ago it was found. */
export const standing: readonly Standing[] = [
  { course: 'on_spot', steps: 0, daysAgo: 0.4, school: 'shiyan', draft: true },
  { course: 'on_spot', steps: 0, daysAgo: 0.2, school: 'shiyan', foundBy: 'public' },
  { course: 'on_spot', steps: 0, daysAgo: 0.3, school: 'yizhong', foundBy: 'public' },
  { course: 'planned', steps: 1, daysAgo: 0.6, school: 'shiyan', foundBy: 'teacher' },
  { course: 'on_spot', steps: 2, daysAgo: 1.3, school: 'shiyan', reuses: true },
  { course: 'noticed', steps: 2, daysAgo: 1.6, school: 'shiyan' },
  { course: 'planned', steps: 2, daysAgo: 2.2, school: 'baihe-ps' },
  { course: 'planned', steps: 3, daysAgo: 3.4, school: 'shiyan' },
  { course: 'planned', steps: 4, daysAgo: 5, school: 'shiyan' },
  { course: 'planned', steps: 5, daysAgo: 9, school: 'shiyan' },
  { course: 'planned', steps: 6, daysAgo: 10, school: 'zhiji' },
  { course: 'rework', steps: 7, daysAgo: 11, school: 'shiyan' },
  { course: 'extended', steps: 5, daysAgo: 14, school: 'shiyan' },
  { course: 'late', steps: 4, daysAgo: 21, school: 'shiyan' },
  { course: 'late', steps: 4, daysAgo: 19, school: 'mingde' },
  { course: 'late', steps: 5, daysAgo: 25, school: 'boya' },
  { course: 'major', steps: 7, daysAgo: 12, school: 'shiyan' },
  { course: 'major', steps: 8, daysAgo: 20, school: 'longtan-ns' },
  { course: 'reopened', steps: 4, daysAgo: 18, school: 'shiyan' },
  { course: 'on_spot', steps: 3, daysAgo: 33, school: 'shiyan' },
];
