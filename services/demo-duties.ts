/** 责任体系 in the demo county: duties read and performed, cells patrolled, a task force at work. */
import { dayMs } from './core/calendar.ts';
import type { Happening, Scene } from './demo-stage.ts';
import { atHour, every, hourMs, minuteMs, once } from './demo-stage.ts';

/** Who has still not signed that they read their duties. */
const unread: ReadonlySet<string> = new Set(['mingde-duty2', 'longtan-ns-duty1', 'sun-kg-duty2']);
/** Cells where nobody went round lately; the others are patrolled in time. */
const neglected: ReadonlySet<string> = new Set(['shiyan-gate-cell', 'yizhong-ct-cell', 'mingde-ta-cell', 'longtan-ns-pump-cell']);
const cellsForDays = 15;

const readAll = (scene: Scene, person: string): void => {
  const actor = scene.actor(person);
  for (const { sheet, read } of scene.acts.dutiesOf(actor))
    if (sheet && !read) scene.taken(`${person} reads ${sheet.id}`, scene.acts.readDuties(actor, sheet.id));
};

const receipts = (scene: Scene, from: number): Happening[] => {
  const holders = [...new Set([...scene.world().posts.values()].flatMap((post) => post.holders))];
  return holders.filter((person) => !unread.has(person)).map((person, i) => once(from + (2 + i) * hourMs, () => readAll(scene, person)));
};

/** A new edition for those on duty at one school: one has read it, the other has not. */
const newEdition = (scene: Scene): Happening[] => {
  const post = 'shiyan-post-duty';
  const issue = (): void => {
    const sheet = scene.facts.get('dutySheet', scene.world().posts.get(post)?.sheet ?? '');
    const items = [...(sheet?.items ?? []), '夜间每两小时巡查一次食堂和宿舍，并在系统中签到'];
    scene.taken('new duties', scene.acts.issueDuties(scene.actor('shiyan-principal'), post, items, null));
  };
  const day = atHour(scene.now - 6 * dayMs, 10);
  return [once(day, issue), once(day + 5 * hourMs, () => readAll(scene, 'shiyan-duty1'))];
};

/** 履责: what was done about which duty, and what shows it. */
const performed = (scene: Scene): Happening[] => {
  const perform = (person: string, post: string, item: number, note: string) => (): void => {
    const actor = scene.actor(person);
    const sheet = scene.world().posts.get(post)?.sheet ?? '';
    const found = scene.facts.list('hazard', { where: { school: actor.org, state: 'closed' }, schools: null, limit: 10 }).items[item];
    if (!found) return;
    const form = { item, subject: 'hazard' as const, subjectId: found.id, note };
    scene.taken(`${person} performs`, scene.acts.performDuty(actor, sheet, form));
  };
  const day = (days: number): number => atHour(scene.now - days * dayMs, 15);
  return [
    once(day(30), perform('shiyan-safety', 'shiyan-post-safety', 0, '组织全校拉网式排查，隐患已登记并跟踪到销号')),
    once(day(21), perform('shiyan-principal', 'shiyan-post-head', 1, '本月带队检查，隐患已整改闭环')),
    once(day(9), perform('yizhong-safety', 'yizhong-post-safety', 0, '网格巡查发现的隐患已整改')),
  ];
};

const patrols = (scene: Scene): Happening[] => {
  const { now, acts, gridCells } = scene;
  const from = atHour(now - cellsForDays * dayMs, 14);
  return gridCells.flatMap(({ id, ...form }, i) => {
    const lateDays = neglected.has(id) ? form.everyDays + 2 : 0;
    const patrol = (): void =>
      void scene.taken(`patrol ${id}`, acts.patrol(scene.actor(form.person), id, i % 5 === 0 ? '巡查一遍，未发现异常' : ''));
    const laidOut = once(
      from,
      () => void scene.taken(`cell ${id}`, acts.putGridCell(scene.actor(`${form.school}-principal`), id, form, null)),
    );
    // A little earlier each time, so that none is late.
    return [laidOut, every(from + (1 + (i % 8) / 4) * hourMs, form.everyDays * dayMs - 20 * minuteMs, now - lateDays * dayMs, patrol)];
  });
};

const force = 'qingshi-force-winter';

/** 工作专班: one task is done, one overdue, one to come. */
const taskForce = (scene: Scene): Happening[] => {
  const { now, acts } = scene;
  const found = atHour(now - 40 * dayMs, 9);
  const endOf = (days: number): number => atHour(now + days * dayMs, 24) - 1;
  const form = {
    org: 'qingshi',
    name: '冬春季食品与宿舍安全专项整治专班',
    topics: ['food' as const, 'electrical' as const],
    members: ['qingshi-inspector2', 'qingshi-inspector3', 'shiyan-safety', 'yizhong-safety'],
    tasks: [
      { id: 'kitchens', task: '检查全县学校食堂燃气与消防设施', person: 'qingshi-inspector2', dueAt: endOf(-12) },
      { id: 'dormitories', task: '抽查寄宿制学校宿舍用电', person: 'qingshi-inspector3', dueAt: endOf(-2) },
      { id: 'summary', task: '汇总整治情况并通报各校', person: 'qingshi-inspector2', dueAt: endOf(20) },
    ],
    closed: false,
  };
  return [
    once(found, () => void scene.taken(force, acts.putTaskForce(scene.actor('qingshi-leader'), force, form, null))),
    once(found + 26 * dayMs, () => void scene.taken('task done', acts.finishTask(scene.actor('qingshi-inspector2'), force, 'kitchens'))),
  ];
};

export const dutiesOfYear = (scene: Scene, from: number): Happening[] => [
  ...receipts(scene, from),
  ...newEdition(scene),
  ...performed(scene),
  ...patrols(scene),
  ...taskForce(scene),
];
