/** A night in which everything happens at once: a confirmed fire, a storm of faults, a drill next door, a runner, heads to count. */
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Drill, RunnerTask } from '../../services/contracts/drill.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import type { Muster } from '../../services/contracts/response.ts';
import { eventually } from '../scenarios/town.ts';
import type { Clockwork } from './clockwork.ts';
import type { Window } from './stage.ts';

/** Those who can sign in on that night. */
export const nightPeople = ['shiyan-principal', 'shiyan-duty1', 'shiyan-dutyleader', 'shiyan-grid', 'qingshi-leader'];

export interface Night {
  readonly fire: AlarmView;
  readonly incident: Incident;
  readonly muster: Muster;
  readonly runner: RunnerTask;
  readonly drill: Drill;
}

/** Asks the API as the person of the window; what is made is made from nothing (`If-Match: *`). */
export const ask = async <T>({ context }: Window, method: 'GET' | 'POST' | 'PUT', path: string, data?: object): Promise<T> => {
  const answer = await context.request.fetch(`/api/v1${path}`, {
    method,
    ...(data === undefined ? {} : { data }),
    headers: { 'if-match': '*' },
  });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
};

export const openAlarms = async (window: Window): Promise<AlarmView[]> =>
  (await ask<{ items: AlarmView[] }>(window, 'GET', '/alarms?open=true&limit=200')).items;

export const as = async (clockwork: Clockwork, person: string, look: Parameters<Clockwork['open']>[0] = {}): Promise<Window> => {
  const opened = await clockwork.open(look);
  await opened.signIn(person);
  return opened;
};

/** Faults enough for a storm (more than 10 in 10 minutes, ISA-18.2), all at once. */
const faulty = [
  ...[2, 3, 4, 5, 6, 7, 8, 9, 11, 12].map((n) => `shiyan-smoke${String(n).padStart(2, '0')}`),
  ...[1, 2, 3, 4].map((n) => `shiyan-climate0${n}`),
];

const seat = (name: string, role: 'first' | 'second', console: boolean) => ({
  school: 'shiyan',
  name,
  role,
  console,
  hours: [],
  active: true,
});
const classOf = (name: string, heads: number) => ({
  school: 'shiyan',
  name,
  kind: 'class',
  leader: null,
  members: [],
  heads,
  place: '操场东侧',
});

export const beginNight = async (clockwork: Clockwork): Promise<Night> => {
  const principal = await as(clockwork, 'shiyan-principal');
  const leader = await as(clockwork, 'qingshi-leader');
  await ask(principal, 'PUT', '/seats/shiyan-seat1', seat('值班室主班', 'first', true));
  for (const [id, name, heads] of [
    ['shiyan-c11', '一年级1班', 41],
    ['shiyan-c12', '一年级2班', 43],
    ['shiyan-c21', '二年级1班', 40],
  ] as const)
    await ask(principal, 'PUT', `/teams/${id}`, classOf(name, heads));

  const planned = await ask<Drill>(leader, 'POST', '/drills', {
    school: 'yizhong',
    name: '11月消防疏散演练',
    signals: [{ device: 'yizhong-smoke01', kind: 'smoke', afterSeconds: 0 }],
    plannedAt: clockwork.now(),
    maximumMinutes: 60,
  });
  const drill = await ask<Drill>(leader, 'POST', `/drills/${planned.id}/start`);

  for (const device of ['shiyan-smoke01', 'shiyan-smoke02'])
    await clockwork.tell(device, 'event', { type: 'smoke_alarm', state: 'active' });
  for (const device of faulty) await clockwork.tell(device, 'event', { type: 'fault', state: 'active' });
  // One that nobody has acknowledged and one detector alone has said: what the desk must show loudest.
  await clockwork.tell('shiyan-smoke10', 'event', { type: 'smoke_alarm', state: 'active' });
  await clockwork.pass(1_000);

  const fire = await eventually(
    async () => (await openAlarms(principal)).find(({ device, kind }) => device === 'shiyan-smoke10' && kind === 'smoke'),
    (alarm) => alarm !== undefined,
  );
  const [incident] = (await ask<{ items: Incident[] }>(principal, 'GET', '/incidents?school=shiyan')).items;
  if (fire === undefined || incident === undefined) throw new Error('no fire, or no incident');
  const muster = await ask<Muster>(principal, 'POST', `/incidents/${incident.id}/musters`);
  await ask(principal, 'POST', `/musters/${muster.id}/counts`, { group: 'shiyan-c11', present: 40, missing: 1 });
  const runner = await ask<RunnerTask>(principal, 'POST', '/runner-tasks', { alarm: fire.id, person: 'shiyan-grid' });
  await principal.context.close();
  await leader.context.close();
  return { fire, incident, muster, runner, drill };
};
