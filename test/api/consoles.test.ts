/** 值班台 over real sockets and HTTP: who may begin, what is asked and answered, who sees it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Proof, Prove } from '../../services/contracts/console.ts';
import type { Console, Seat } from '../../services/contracts/rota.ts';
import { cookieName } from '../../services/core/access/browser.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { foreignMark, other, own } from './documents.ts';
import type { Screen } from './screens.ts';
import { opened, until } from './screens.ts';

let campus: Campus;
const good: Omit<Proof, 'nonce'> = { visible: true, sound: 'on', heard: null, frameAgeMs: 10, unpaintedMs: 0 };

const seatOf = (school: string): Seat => ({
  id: `${school}-desk`,
  version: 1,
  school,
  name: 'desk',
  role: 'first',
  console: true,
  hours: [],
  active: true,
  held: null,
});

beforeEach(async () => {
  campus = await openCampus();
  for (const { school } of [own, other]) campus.deps.world().seats.set(`${school}-desk`, seatOf(school));
});
afterEach(() => campus.close());

const dutyScreen = (): Promise<Screen> =>
  opened(campus, {}, { cookie: `${cookieName(false)}=${campus.accounts.openSession('duty-officer-1', false).secret}`, origin: campus.url });

const attend = ({ socket }: Screen, seat: string | null, pressed = true): Promise<{ ok: boolean; code?: string }> =>
  socket.emitWithAck('attend', { seat, pressed }) as Promise<{ ok: boolean; code?: string }>;
/** Notes the questions and answers none. */
const questions = ({ socket }: Screen): Prove[] => {
  const asked: Prove[] = [];
  socket.on('prove', (question: Prove) => asked.push(question));
  return asked;
};
const consolesOf = async (token: string): Promise<Console[]> => {
  const answer = await fetch(`${campus.url}/api/v1/consoles`, { headers: { authorization: `Bearer ${token}` } });
  return ((await answer.json()) as { items: Console[] }).items;
};

describe('a screen on duty', () => {
  it('is asked at once, and proves the seat by its answer and no other', async () => {
    const desk = await dutyScreen();
    const asked = questions(desk);
    expect(await attend(desk, 'oak-desk')).toEqual({ ok: true });
    await until(() => asked.length === 1);
    expect(campus.live.proofOf('oak-desk').provenAgoMs).toBeNull();
    const nonce = asked[0]?.nonce ?? 0;
    await desk.socket.emitWithAck('proof', { ...good, nonce: nonce + 100 });
    await desk.socket.emitWithAck('proof', { ...good, nonce, sound: 'muted' });
    // The same question is not answered twice.
    await desk.socket.emitWithAck('proof', { ...good, nonce });
    expect(campus.live.proofOf('oak-desk')).toMatchObject({ provenAgoMs: null, faults: ['muted'] });
    await attend(desk, 'oak-desk', false);
    await until(() => asked.length === 2);
    await desk.socket.emitWithAck('proof', { ...good, nonce: asked[1]?.nonce });
    expect(campus.live.proofOf('oak-desk')).toMatchObject({ faults: [] });
    expect(campus.live.proofOf('oak-desk').provenAgoMs).toBeLessThan(1_000);
    expect(campus.facts.get('console', 'oak-desk')).toMatchObject({ person: 'duty-officer-1', school: 'oak' });

    desk.socket.disconnect();
    await until(() => campus.live.proofOf('oak-desk').faults[0] === 'no_screen');
    // A proof just given still counts: the page may be loaded again.
    expect(campus.live.proofOf('oak-desk').provenAgoMs).not.toBeNull();
  });

  it('is no more when it says so, and watches one seat at a time', async () => {
    campus.deps.world().seats.set('oak-second', { ...seatOf(own.school), id: 'oak-second' });
    const desk = await dutyScreen();
    const asked = questions(desk);
    await attend(desk, 'oak-desk');
    await attend(desk, 'oak-second');
    await until(() => asked.length === 2);
    await desk.socket.emitWithAck('proof', { ...good, nonce: asked[0]?.nonce });
    expect(campus.live.proofOf('oak-desk')).toMatchObject({ provenAgoMs: null, faults: ['no_screen'] });
    expect(campus.live.proofOf('oak-second').provenAgoMs).toBeNull();
    await desk.socket.emitWithAck('proof', { ...good, nonce: asked[1]?.nonce });
    expect(campus.live.proofOf('oak-second').provenAgoMs).not.toBeNull();
    expect(await attend(desk, null)).toEqual({ ok: true });
    expect(campus.live.proofOf('oak-second')).toMatchObject({ provenAgoMs: null, faults: ['no_screen'] });
  });

  it('is refused where its person has no business, and by a token, which is nobody', async () => {
    const desk = await dutyScreen();
    expect(await attend(desk, `${other.school}-desk`)).toEqual({ ok: false, code: 'not_found' });
    expect(await attend(desk, 'no-such-seat')).toEqual({ ok: false, code: 'not_found' });
    const token = await opened(campus, { token: campus.token('duty-officer') });
    expect(await attend(token, 'oak-desk')).toEqual({ ok: false, code: 'not_on_seat' });
    const viewer = await opened(campus, { token: campus.token('viewer') });
    expect(await attend(viewer, 'oak-desk')).toEqual({ ok: false, code: 'role' });
    expect(await desk.socket.emitWithAck('proof', { nonce: 1, visible: 'yes' })).toEqual({ ok: false, code: 'invalid_event' });
    expect(campus.live.proofOf('oak-desk').faults).toEqual(['no_screen']);
  });
});

describe('duty consoles', () => {
  it('are listed to who sees the school, and to nobody else', async () => {
    const consoles = campus.deps.world().consoles;
    for (const { school } of [own, other])
      consoles.set(`${school}-desk`, {
        id: `${school}-desk`,
        version: 1,
        school,
        state: 'lost',
        faults: ['no_screen'],
        since: 1,
        person: null,
      });
    const mine = await consolesOf(campus.token('viewer'));
    expect(mine.map(({ id }) => id)).toEqual(['oak-desk']);
    expect(JSON.stringify(mine)).not.toContain(foreignMark);
    expect(await consolesOf(campus.token('bureau-leader', 'county'))).toHaveLength(2);
    const bureau = await opened(campus, { token: campus.token('bureau-leader', 'county') });
    expect(bureau.snapshots[0]?.board.consoles.map(({ id }) => id).sort()).toEqual(['foreign-elm-desk', 'oak-desk']);
  });
});
