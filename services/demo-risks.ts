/** 双控 in the demo county: risks with their controls checked (one is not), and institutional measures against causes. */
import type { HazardCategory, RootCause } from './contracts/hazard.ts';
import type { Space } from './contracts/place.ts';
import type { MeasureDraft, MeasureHeading, RiskDraft } from './contracts/risk.ts';
import { dayMs } from './core/calendar.ts';
import type { Happening, Scene } from './demo-stage.ts';
import { atHour, every, hourMs, once } from './demo-stage.ts';

interface KnownRisk {
  readonly id: string;
  readonly use: Space['use'];
  readonly category: HazardCategory;
  readonly source: string;
  readonly likelihood: number;
  readonly severity: number;
  /** Who checks it (the part of the id after the school), how often, and what. */
  readonly controls: readonly (readonly [owner: string, everyDays: number, measure: string])[];
}

const known: readonly KnownRisk[] = [
  {
    id: 'gas',
    use: 'kitchen',
    category: 'fire_safety',
    source: '厨房燃气泄漏、油烟管道积油引发火灾爆炸',
    likelihood: 3,
    severity: 5,
    controls: [
      ['duty2', 7, '检查燃气软管、阀门和紧急切断装置'],
      ['safety', 30, '清洗油烟管道并留存清洗记录'],
    ],
  },
  {
    id: 'dormitory',
    use: 'dormitory',
    category: 'electrical',
    source: '宿舍违规使用大功率电器，夜间线路过载',
    likelihood: 4,
    severity: 5,
    controls: [['duty1', 7, '抽查宿舍用电，测试限流保护']],
  },
  {
    id: 'laboratory',
    use: 'laboratory',
    category: 'chemicals',
    source: '危险化学品存放、领用失控',
    likelihood: 2,
    severity: 5,
    controls: [['safety', 7, '双人盘点危险化学品并核对台账']],
  },
  {
    id: 'stairs',
    use: 'stairs',
    category: 'crowding',
    source: '课间和放学时楼梯拥挤踩踏',
    likelihood: 3,
    severity: 4,
    controls: [['duty1', 7, '检查错峰安排和转角值守到岗情况']],
  },
  {
    id: 'yard',
    use: 'outdoor',
    category: 'equipment',
    source: '户外体育与游乐设施松动、老化',
    likelihood: 2,
    severity: 3,
    controls: [['safety', 30, '检查连接件、地面缓冲层和警示标志']],
  },
];

/** The control that nobody has checked in time. */
const missed = 'shiyan-risk-gas/1';
const riskDays = 38;

const risksOf = (scene: Scene, school: string, first: number): Happening[] => {
  const { acts, now, world } = scene;
  const spaces = [...world().spaces.values()].filter(
    (space) => space.school === school && (space.kind === 'room' || space.kind === 'building'),
  );
  return known.flatMap(({ id: name, use, controls, ...rest }, i) => {
    const space = spaces.find((one) => one.use === use);
    if (!space) return [];
    const id = `${school}-risk-${name}`;
    const at = first + i * hourMs;
    const draft: RiskDraft = {
      ...rest,
      school,
      space: space.id,
      retired: false,
      controls: controls.map(([owner, everyDays, measure], n) => ({ id: String(n + 1), owner: `${school}-${owner}`, everyDays, measure })),
    };
    const record = once(at, () => void scene.taken(id, acts.putRisk(scene.actor(`${school}-safety`), id, draft, null)));
    const checks = draft.controls.map((control) => {
      const key = `${id}/${control.id}`;
      const until = key === missed ? now - (control.everyDays + 3) * dayMs : now;
      const check = (): void => void scene.taken(key, acts.checkControl(scene.actor(control.owner), id, control.id, null));
      return every(at + hourMs, control.everyDays * dayMs, until, check);
    });
    return [record, ...checks];
  });
};

interface KnownMeasure {
  readonly id: string;
  readonly org: string;
  readonly owner: string;
  readonly title: string;
  readonly heading: MeasureHeading;
  readonly causes: readonly RootCause[];
  readonly daysAgo: number;
  readonly dueInDays: number;
  readonly progressPercent: number;
}

/** List two: one under each of the six headings, and one of a school. */
const measures: readonly KnownMeasure[] = [
  {
    id: 'measure-chain',
    org: 'qingshi',
    owner: 'qingshi-deputy',
    title: '健全县、镇、校三级安全责任清单，逐岗签订责任书',
    heading: 'responsibility_chain',
    causes: ['discipline'],
    daysAgo: 150,
    dueInDays: -30,
    progressPercent: 100,
  },
  {
    id: 'measure-food',
    org: 'qingshi',
    owner: 'qingshi-inspector2',
    title: '修订学校食堂留样、分色管理和校长陪餐制度',
    heading: 'institution',
    causes: ['institution'],
    daysAgo: 120,
    dueInDays: 30,
    progressPercent: 70,
  },
  {
    id: 'measure-lifts',
    org: 'qingshi',
    owner: 'qingshi-inspector1',
    title: '特种设备维保单位年度评价与退出办法',
    heading: 'management_method',
    causes: ['supplier'],
    daysAgo: 90,
    dueInDays: 60,
    progressPercent: 40,
  },
  {
    id: 'measure-wiring',
    org: 'qingshi',
    owner: 'qingshi-deputy',
    title: '老旧校舍电气线路三年改造工程',
    heading: 'key_project',
    causes: ['ageing', 'funds'],
    daysAgo: 200,
    dueInDays: 400,
    progressPercent: 35,
  },
  {
    id: 'measure-street',
    org: 'qingshi',
    owner: 'qingshi-inspector3',
    title: '教育、市场监管、消防校园周边联合检查机制',
    heading: 'working_mechanism',
    causes: ['environment'],
    daysAgo: 60,
    dueInDays: 90,
    progressPercent: 20,
  },
  {
    id: 'measure-training',
    org: 'qingshi',
    owner: 'qingshi-inspector1',
    title: '全员岗位安全培训与实操考核体系',
    heading: 'prevention_system',
    causes: ['training'],
    daysAgo: 75,
    dueInDays: 45,
    progressPercent: 55,
  },
  {
    id: 'measure-shiyan-extinguishers',
    org: 'shiyan',
    owner: 'shiyan-safety',
    title: '实验小学消防器材月检与更换台账制度',
    heading: 'institution',
    causes: ['maintenance'],
    daysAgo: 45,
    dueInDays: 15,
    progressPercent: 80,
  },
];

const measureOfYear = (scene: Scene, { id, daysAgo, dueInDays, progressPercent, causes, ...rest }: KnownMeasure): Happening[] => {
  const { acts, facts, now } = scene;
  const actor = (): ReturnType<Scene['actor']> => scene.actor(rest.owner);
  const put = (percent: number) => (): void => {
    const dueAt = atHour(now + dueInDays * dayMs, 24) - 1;
    const draft: MeasureDraft = { ...rest, causes: [...causes], dueAt, progressPercent: percent, state: percent === 100 ? 'done' : 'open' };
    scene.taken(id, acts.putMeasure(actor(), id, draft, null));
  };
  const link = (): void => {
    const below = rest.org === 'qingshi' ? {} : { school: rest.org };
    const hazards = facts.list('hazard', { where: below, schools: null, limit: 200 }).items;
    const answered = hazards.filter(({ cause }) => cause !== null && causes.includes(cause)).slice(0, 4);
    for (const hazard of answered) scene.taken(`${id} link`, acts.linkMeasure(actor(), id, hazard.id));
  };
  const linked = atHour(now - 12 * dayMs, 16);
  return [once(atHour(now - daysAgo * dayMs, 10), put(0)), once(linked, link), once(linked + hourMs, put(progressPercent))];
};

export const risksOfYear = (scene: Scene): Happening[] => {
  const schools = [...scene.world().orgs.values()].filter(({ kind }) => kind === 'school');
  const from = atHour(scene.now - riskDays * dayMs, 9);
  return [...schools.flatMap(({ id }) => risksOf(scene, id, from)), ...measures.flatMap((measure) => measureOfYear(scene, measure))];
};
