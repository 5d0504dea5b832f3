/** E6 and E7: an alarm nobody takes on climbs to the persons the rota names; a presence check is answered in time, or told upward. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alarm } from '../../../services/contracts/alarm.ts';
import type { Call } from '../../../services/contracts/call.ts';
import type { DutyCheck } from '../../../services/contracts/rota.ts';
import { eventually } from '../town.ts';
import { kitchenOf, phoneOf } from './ground.ts';
import { comesAt, must, openScene, type Scene, seat, signedIn } from './scene.ts';

const [second, minute] = [1000, 60_000];
const [oak, elm] = [kitchenOf('oak'), kitchenOf('elm')];

interface Letter {
  readonly to: string;
  readonly title: string;
  /** The server's time when it was sent. */
  readonly at: number;
}

describe('a duty room at night', () => {
  let scene: Scene;
  const letters: Letter[] = [];

  beforeAll(async () => {
    scene = await openScene({ schools: ['oak', 'elm'], rooms: [...oak.rooms, ...elm.rooms], devices: [...oak.devices, ...elm.devices] });
    for (const school of ['oak', 'elm'])
      for (const role of ['first', 'second', 'leader'] as const) await seat(scene, school, role, `${school}-${role}`);
  });
  afterAll(() => scene.close());

  /** Messages the gateway took, stamped with the server's time as they are seen. */
  const collect = (): void => {
    for (const { body } of scene.ground.sms.asked.splice(0)) {
      const { to, title } = JSON.parse(body) as { to: string; title: string };
      letters.push({ to, title, at: scene.now() });
    }
  };
  /** Up to this moment and a little beyond: in great steps first, then a tick at a time. */
  const waitUntil = async (at: number): Promise<void> => {
    while (scene.now() < at + second) {
      await scene.pass(scene.now() < at - 3 * second ? 2 * second : 100);
      collect();
    }
  };
  const firstTo = (school: number, post: string): Letter | undefined => letters.find(({ to }) => to === `+86${phoneOf(school, post)}`);

  test('E6 nobody takes it on: the second seat, the leader, the principal, each by the rota and in time', { timeout: 90_000 }, async () => {
    await scene.tell('oak', 'oak-smoke', 'event', { type: 'smoke_alarm', state: 'active' });
    const [alarm] = await scene.client('duty-officer', 'oak').alarms('?school=oak');
    if (!alarm) throw new Error('no alarm');
    const openedAt = alarm.receivedAt;
    const due = { second: 30, leader: 60, principal: 180 };
    for (const seconds of Object.values(due)) await waitUntil(openedAt + seconds * second);
    for (const [post, seconds] of Object.entries(due))
      comesAt('E6', `no acknowledgement → ${post} by SMS`, (firstTo(0, post)?.at ?? Number.NaN) - openedAt, seconds * second);
    // On the rota at all, and before the second seat; whoever is not on duty hears nothing.
    expect(firstTo(0, 'first')?.at).toBeLessThan(openedAt + 30 * second);
    expect(firstTo(0, 'spare')).toBeUndefined();
    expect(firstTo(0, 'safety')).toBeUndefined();
    expect(letters.every(({ to }) => to.startsWith('+861380000'))).toBe(true);
    const calls = (await scene.client('principal', 'oak').get<{ items: Call[] }>(`/api/v1/alarms/${alarm.id}/calls`)).items;
    const told = new Set(calls.filter(({ channel, state }) => channel === 'sms' && state === 'sent').map(({ person }) => person));
    expect([...told].sort()).toEqual(['oak-first', 'oak-leader', 'oak-principal', 'oak-second']);
  });

  test('E6 acknowledged at 20 s: nobody else is called', async () => {
    letters.splice(0);
    await scene.tell('elm', 'elm-smoke', 'event', { type: 'smoke_alarm', state: 'active' });
    const [alarm] = await scene.client('duty-officer', 'elm').alarms('?school=elm');
    await waitUntil((alarm?.receivedAt ?? 0) + 19 * second);
    const post = await signedIn(scene.url, 'elm-first');
    const done = await post(`/api/v1/alarms/${alarm?.id}/actions`, { action: 'acknowledge' }, alarm?.version);
    expect(done.status).toBe(200);
    await waitUntil(scene.now() + 60 * second);
    const others = ['second', 'leader', 'principal'].filter((name) => firstTo(1, name));
    console.log(`E6 acknowledged at 20 s: ${others.length} others called within 80 s (must be 0)`);
    expect(others).toEqual([]);
    const now = await scene.client('duty-officer', 'elm').get<Alarm>(`/api/v1/alarms/${alarm?.id}`);
    expect(now).toMatchObject({ acknowledged: true, acknowledgedBy: 'elm-first' });
  });

  test('E7 a presence check: unanswered it is told upward at 10 min, answered at 9:59 it is not', { timeout: 90_000 }, async () => {
    const leader = scene.client('principal', 'oak');
    const check = (role: string): Promise<DutyCheck> =>
      must(leader.post<DutyCheck>('/api/v1/duty-checks', { seat: `oak-seat-${role}`, kind: 'remote' }));
    const [answered, silent] = [await check('first'), await check('second')];
    const post = await signedIn(scene.url, 'oak-first');
    const state = (id: string): DutyCheck | null => scene.app.store.facts.get('dutyCheck', id);
    const calls = (id: string): Call[] =>
      scene.app.store.facts.list('call', { where: { subject: 'dutyCheck', subjectId: id }, schools: null, limit: 50 }).items;
    const told = (id: string): Call[] => calls(id).filter(({ person }) => person === 'oak-leader');
    await scene.pass(answered.issuedAt + 9 * minute + 58 * second - scene.now());
    letters.splice(0);
    collect();
    letters.splice(0);
    expect([told(answered.id), told(silent.id)]).toEqual([[], []]);
    await scene.pass(answered.issuedAt + 9 * minute + 59 * second - scene.now());
    expect((await post(`/api/v1/duty-checks/${answered.id}/answer`, {})).status).toBe(200);
    const answeredAt = (state(answered.id)?.answeredAt ?? Number.NaN) - answered.issuedAt;
    while (scene.now() < silent.dueAt + 5 * second) {
      await scene.pass(250);
      collect();
    }
    await eventually(
      () => {
        collect();
        return firstTo(0, 'leader');
      },
      (letter) => letter !== undefined,
    );
    comesAt('E7', 'unanswered check → duty leader by SMS', (firstTo(0, 'leader')?.at ?? Number.NaN) - silent.issuedAt, 10 * minute);
    console.log(`E7 answered at ${(answeredAt / second).toFixed(1)} s: ${told(answered.id).length} told upward (must be 0)`);
    expect(state(silent.id)).toMatchObject({ missed: true, open: true });
    expect(state(answered.id)).toMatchObject({ missed: false, open: false, answeredBy: 'oak-first' });
    await scene.pass(15 * minute, minute);
    expect(told(answered.id)).toEqual([]);
  });
});
