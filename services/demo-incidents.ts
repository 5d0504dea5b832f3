/** Three fires of the demo county's past year: one reported as it must be, one too late with what followed, one just now. */
import type { IncidentActionRequest } from './contracts/incident.ts';
import type { ReportDraft } from './contracts/reporting.ts';
import { nativeTopic } from './contracts/uplink.ts';
import { dayMs } from './core/calendar.ts';
import { courses } from './demo-cases.ts';
import type { Case } from './demo-plan.ts';
import { randomOf } from './demo-plan.ts';
import type { Happening, Scene } from './demo-stage.ts';
import { atHour, hourMs, minuteMs, once } from './demo-stage.ts';

interface Story {
  readonly school: string;
  readonly device: string;
  readonly daysAgo: number;
  readonly hour: number;
  readonly what: string;
  /** Minutes after the confirmation. */
  readonly reports: readonly (readonly [after: number, kind: ReportDraft['kind'], channel: ReportDraft['channel']])[];
  /** What was left behind is put right this far. */
  readonly steps: number;
}

const days = (count: number): number => count * 24 * 60;

const stories: readonly Story[] = [
  {
    school: 'zhiji',
    device: 'zhiji-smoke04',
    daysAgo: 75,
    hour: 14,
    what: '废纸篓被未熄灭的烟头引燃，值班人员用灭火器扑灭',
    reports: [
      [9, 'initial', 'oral'],
      [38, 'initial', 'written'],
      [58, 'follow_up', 'written'],
      [days(3), 'final', 'written'],
    ],
    steps: 99,
  },
  {
    school: 'longtan-ns',
    device: 'longtan-ns-smoke14',
    daysAgo: 41,
    hour: 20,
    what: '宿舍内充电器过热冒烟，学生已疏散，断电后无明火',
    reports: [
      [52, 'initial', 'oral'],
      [190, 'initial', 'written'],
      [days(5), 'final', 'written'],
    ],
    steps: 99,
  },
  {
    school: 'mingde',
    device: 'mingde-smoke04',
    daysAgo: 4,
    hour: 10,
    what: '走廊配电箱短路冒烟，断电后处置完毕',
    reports: [
      [41, 'initial', 'oral'],
      [55, 'initial', 'written'],
    ],
    steps: 2,
  },
];

const confirmAfter = 4 * minuteMs;

const say = ({ take, world }: Scene, { school, device }: Story, state: 'active' | 'cleared', at: number): void => {
  const identity = world().devices.get(device)?.gateway ?? device;
  const payload = Buffer.from(JSON.stringify({ ts: at, type: 'smoke_alarm', state }));
  take([{ identity, topic: nativeTopic(school, device, 'event'), payload, qos: 1, receivedAt: at }]);
};

const alarmOf = ({ facts }: Scene, { device }: Story) => facts.list('alarm', { where: { device }, schools: null, limit: 1 }).items[0];

const report = (scene: Scene, story: Story, startedAt: number, [, kind, channel]: Story['reports'][number]): void => {
  const incident = alarmOf(scene, story)?.incident;
  if (!incident) return;
  const draft: ReportDraft = {
    kind,
    channel,
    happenedAt: startedAt,
    nature: 'fire',
    deaths: 0,
    injured: 0,
    text: story.what,
    measures: '已组织疏散并扑灭，现场断电，专人看护，正在查明原因',
  };
  scene.taken(`${story.school} ${kind}`, scene.acts.reportIncident(scene.actor(`${story.school}-principal`), incident, draft));
};

/** The response to it: commanded by the duty leader, its tasks done in time, under control within minutes, ended in words. */
const answered = (scene: Scene, story: Story, confirmedAt: number, overAt: number): Happening[] => {
  const does = (after: number, who: string, request: IncidentActionRequest): Happening =>
    once(after, () => {
      const id = alarmOf(scene, story)?.incident;
      const result = id ? scene.acts.onIncident(scene.actor(`${story.school}-${who}`), id, request, null) : null;
      if (result) scene.taken(`${story.school} ${request.action}`, result);
    });
  const done = (seconds: number, who: string, task: string): Happening =>
    does(confirmedAt + seconds * 1000, who, { action: 'finish_task', task });
  return [
    done(20, 'duty1', 'call_119'),
    done(45, 'duty1', 'local_action'),
    does(confirmedAt + minuteMs, 'dutyleader', { action: 'command' }),
    done(80, 'duty1', 'broadcast_zone'),
    done(130, 'duty1', 'send_runner'),
    done(150, 'dutyleader', 'inform_principal'),
    does(confirmedAt + 3 * minuteMs, 'dutyleader', { action: 'control' }),
    does(overAt, 'dutyleader', {
      action: 'end',
      cause: story.what,
      course: '值班人员到场核实并处置，现场无人员伤亡',
      measures: '更换受损线路和器材，开展全员消防培训',
    }),
  ];
};

const lived = (scene: Scene, story: Story, keep: (found: Case, at: number) => void): Happening[] => {
  const { acts, now } = scene;
  const at = atHour(now - story.daysAgo * dayMs, story.hour);
  const confirmedAt = at + confirmAfter;
  const act = (who: string, request: Parameters<typeof acts.onAlarm>[2]) => (): void => {
    const alarm = alarmOf(scene, story);
    if (alarm)
      scene.taken(`${story.device} ${request.action}`, acts.onAlarm(scene.actor(`${story.school}-${who}`), alarm.id, request, null));
  };
  /** What the fire left behind, put right as any other hazard. */
  const leave = (): void => {
    const alarm = alarmOf(scene, story);
    if (!alarm?.hazard) return;
    const finding = {
      category: 'confirmed_event' as const,
      uses: [],
      text: story.what,
      measure: '更换受损线路和器材，开展全员消防培训',
      cause: 'discipline' as const,
    };
    const steps = courses.planned.steps.slice(0, story.steps);
    const found: Case = {
      key: `history-fire-${story.school}`,
      school: story.school,
      space: alarm.space ?? '',
      finding,
      foundBy: 'finder',
      foundAt: confirmedAt,
      steps,
      stands: false,
      draft: false,
      reuses: false,
      random: randomOf(1000 + story.daysAgo),
      hazard: alarm.hazard,
      next: 0,
    };
    keep(found, confirmedAt);
  };
  return [
    once(at, () => say(scene, story, 'active', at)),
    once(at + 40_000, act('duty1', { action: 'acknowledge' })),
    once(at + minuteMs, act('duty1', { action: 'verify' })),
    once(confirmedAt, act('duty1', { action: 'confirm', note: '现场见烟，已处置' })),
    once(confirmedAt + 1, leave),
    once(at + 25 * minuteMs, () => say(scene, story, 'cleared', at + 25 * minuteMs)),
    once(at + 66 * minuteMs, act('dutyleader', { action: 'reset', reason: '现场处置完毕，探测器恢复正常' })),
    ...answered(scene, story, confirmedAt, at + 70 * minuteMs),
    ...story.reports.map((one) => once(confirmedAt + one[0] * minuteMs, () => report(scene, story, at, one))),
  ];
};

/** 问责: of what was asked about the late reports one is explained, the other becomes a case with its outcome. */
const consequences = (scene: Scene): Happening[] => {
  const { acts, facts, now } = scene;
  const school = 'longtan-ns';
  const leader = (): ReturnType<Scene['actor']> => scene.actor('qingshi-leader');
  const asked = (reason: string) =>
    facts.list('finding', { where: { school }, schools: null, limit: 20 }).items.find((one) => one.reason === reason);
  const explained = (): void => {
    const finding = asked('late_oral');
    const note = '经核实，当晚镇区通信基站停电，学校已派专人到中心校报告，情况属实';
    if (finding) scene.taken('finding', acts.decideFinding(leader(), finding.id, { decision: 'dismiss', note }, null));
  };
  const opened = (): void => {
    const finding = asked('late_written');
    const sheet = scene.world().posts.get(`${school}-post-head`)?.sheet;
    if (!finding || !sheet) return;
    const reason = '书面首报超过时限两小时以上，未履行按时限报告的职责';
    scene.taken(
      'case',
      acts.openAccountability(leader(), { person: `${school}-principal`, sheet, item: 4, findings: [finding.id], reason }),
    );
  };
  const closed = (): void => {
    const open = facts.list('accountability', { schools: null, limit: 5 }).items[0];
    if (open) scene.taken('outcome', acts.closeAccountability(leader(), open.id, '批评教育，责令书面检查并完善报告流程', null));
  };
  const day = atHour(now - 33 * dayMs, 10);
  return [once(day, explained), once(day + hourMs, opened), once(day + 12 * dayMs, closed)];
};

/** @param keep takes over the case that a fire leaves behind */
export const incidentsOfYear = (scene: Scene, keep: (found: Case, at: number) => void): Happening[] => [
  ...stories.flatMap((story) => lived(scene, story, keep)),
  ...consequences(scene),
];
