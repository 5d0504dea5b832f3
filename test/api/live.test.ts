/** The live screens over real sockets: snapshot, chained changes, audiences, resync, who may come in. */
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Change } from '../../services/contracts/live.ts';
import { snapshotSchema } from '../../services/contracts/live.ts';
import { cookieName } from '../../services/core/access/browser.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { alarmOf, deviceOf, foreignMark, hazardOf, other, own } from './documents.ts';
import type { Screen } from './screens.ts';
import { opened, screen, until } from './screens.ts';

let campus: Campus;

beforeEach(async () => {
  campus = await openCampus();
});
afterEach(async () => {
  await campus.close();
});

const refusal = async (seen: Screen): Promise<string> =>
  new Promise((resolve) => seen.socket.once('connect_error', (error) => resolve(error.message)));

/** What a dashboard does with changes: takes the next one, or notices that one is missing. */
const chained = (start: number, changes: readonly Change[]): boolean =>
  changes.every((change, i) => change.prev === (changes[i - 1]?.seq ?? start) && change.seq > change.prev);

describe('a screen', () => {
  it('is sent the board of its branch, then each change with the number of the one before', async () => {
    const officer = await opened(campus, { token: campus.token('duty-officer') });
    const snapshot = officer.snapshots[0];
    expect(snapshotSchema.safeParse(snapshot).error?.issues ?? []).toEqual([]);
    expect(snapshot?.board.alarms.map(({ id }) => id)).toEqual(['oak-alarm']);
    expect(snapshot?.board.schools).toEqual([
      { id: 'oak', name: 'oak name', township: 'hill', devices: { in_service: 1, silent: 0, unknown: 0, out_of_service: 0 } },
    ]);
    expect(JSON.stringify(snapshot)).not.toContain(foreignMark);

    campus.putAlarm(alarmOf(own.school, 'a1', 'd1'));
    campus.putAlarm(alarmOf(other.school, 'foreign-a2', 'd2'));
    campus.putHazard(hazardOf(own.school, 'h1'));
    campus.latest.set('oak-smoke', { smoke: { value: 1.5, at: 7 } });
    campus.putDevice({ ...deviceOf(own.school), availability: 'silent' });
    await until(() => officer.changes.length === 3);
    expect(officer.changes.map(({ type, id }) => `${type} ${id}`)).toEqual(['alarm a1', 'hazard h1', 'device oak-smoke']);
    expect(chained(snapshot?.seq ?? -1, officer.changes)).toBe(true);
    expect(JSON.stringify(officer.changes)).not.toContain(foreignMark);
    const [alarm, hazard, device] = officer.changes.map(
      ({ value }) => value as { allowedActions?: { action: string; allowed: boolean }[]; latest?: unknown; alarms?: unknown },
    );
    expect(alarm?.allowedActions).toContainEqual({ action: 'acknowledge', allowed: true, reason: null, form: [] });
    expect(hazard?.allowedActions?.length).toBeGreaterThan(0);
    expect(device).toMatchObject({ latest: { smoke: { value: 1.5, at: 7 } }, alarms: ['oak-alarm'] });
  });

  it('of another role is told what its role permits, and shown what its role is shown', async () => {
    const viewer = await opened(campus, { token: campus.token('viewer') });
    const repairer = await opened(campus, { token: campus.token('repairer') });
    const county = await opened(campus, { token: campus.token('bureau-leader', 'county') });
    const everything = await opened(campus, { token: campus.accounts.createToken('bureau-admin', null, 'all').token });
    expect(repairer.snapshots[0]?.board).toMatchObject({ alarms: [], incidents: [], blind: [], hazards: [{ id: 'oak-hazard' }] });
    campus.putAlarm(alarmOf(own.school, 'a1', 'd1'));
    campus.putAlarm(alarmOf(other.school, 'foreign-a2', 'd2'));
    campus.putHazard(hazardOf(own.school, 'h1'));
    await until(
      () => viewer.changes.length === 2 && repairer.changes.length === 1 && county.changes.length === 3 && everything.changes.length === 3,
    );
    expect(repairer.changes[0]).toMatchObject({ type: 'hazard', prev: repairer.snapshots[0]?.seq });
    const offered = viewer.changes[0]?.value as { allowedActions: { reason: string }[] } | undefined;
    expect(new Set(offered?.allowedActions.map(({ reason }) => reason))).toEqual(new Set(['role']));
    for (const seen of [viewer, county, everything]) expect(chained(seen.snapshots[0]?.seq ?? -1, seen.changes)).toBe(true);
  });

  it('that was away is sent what it missed, chained from what it held, and no snapshot', async () => {
    const token = campus.token('duty-officer');
    const before = await opened(campus, { token });
    const since = before.snapshots[0]?.seq ?? -1;
    before.socket.disconnect();
    await until(() => campus.live.connected() === 0);
    campus.putAlarm(alarmOf(own.school, 'a1', 'd1'));
    campus.putAlarm(alarmOf(other.school, 'foreign-a2', 'd2'));
    campus.putAlarm(alarmOf(own.school, 'a3', 'd3'));
    const after = screen(campus, { token, since });
    await until(() => after.beats.length > 0);
    campus.putAlarm(alarmOf(own.school, 'a4', 'd4'));
    await until(() => after.changes.length === 3);
    expect(after.snapshots).toEqual([]);
    expect(after.changes.map(({ id }) => id)).toEqual(['a1', 'a3', 'a4']);
    expect(chained(since, after.changes)).toBe(true);
    expect(after.beats[0]?.seq).toBe(after.changes[1]?.seq);
  });

  it('that holds a number from elsewhere, or missed too much, gets a snapshot', async () => {
    const token = campus.token('duty-officer');
    expect((await opened(campus, { token, since: 9_999_999 })).changes).toEqual([]);
    campus.putHazard(...Array.from({ length: 2001 }, (_, i) => hazardOf(own.school, `h${i}`)));
    const late = await opened(campus, { token, since: 0 });
    expect(late.changes).toEqual([]);
    expect(late.snapshots[0]?.board.hazards).toHaveLength(200);
    expect(late.snapshots[0]?.board.hazardCounts).toMatchObject({ open: 2002 });
  });

  it('may ask for everything anew; asking without end gets one a second', async () => {
    const officer = await opened(campus, { token: campus.token('duty-officer') });
    const start = performance.now();
    for (let i = 0; i < 50; i++) officer.socket.emit('resync');
    await until(() => officer.snapshots.length === 2);
    expect(performance.now() - start).toBeGreaterThan(700);
    campus.putAlarm(alarmOf(own.school, 'a1', 'd1'));
    await until(() => officer.changes.length === 1);
    expect(officer.changes[0]?.prev).toBe(officer.snapshots[1]?.seq);
  });

  it('hears a beat every two seconds', async () => {
    const officer = await opened(campus, { token: campus.token('duty-officer') });
    await until(() => officer.beats.length > 0, 4000);
    expect(officer.beats[0]?.seq).toBe(officer.snapshots[0]?.seq);
  });

  it('sees the newest readings of the devices of its branch that it watches', async () => {
    const officer = await opened(campus, { token: campus.token('duty-officer') });
    campus.latest.set('oak-smoke', { smoke: { value: 1, at: 1 } });
    campus.latest.set(`${other.school}-smoke`, { smoke: { value: 9, at: 1 } });
    expect(await officer.socket.emitWithAck('watch', ['oak-smoke', `${other.school}-smoke`, 'nothing'])).toEqual({ ok: true });
    await until(() => officer.gauges.length > 0);
    campus.latest.set('oak-smoke', { smoke: { value: 2, at: 2 } });
    await until(() => officer.gauges.flat().some(({ value }) => value === 2), 4000);
    expect(new Set(officer.gauges.flat().map(({ device }) => device))).toEqual(new Set(['oak-smoke']));
    expect(await officer.socket.emitWithAck('watch', ['a b'])).toEqual({ ok: false, code: 'invalid_event' });
    expect(
      await officer.socket.emitWithAck(
        'watch',
        Array.from({ length: 501 }, (_, i) => `d${i}`),
      ),
    ).toEqual({ ok: false, code: 'invalid_event' });
    const repairer = await opened(campus, { token: campus.token('repairer') });
    expect(await repairer.socket.emitWithAck('watch', ['oak-smoke'])).toEqual({ ok: false, code: 'role' });
  });

  it('says what stands on it when its person is called, of its branch only', async () => {
    const officer = await opened(campus, { token: campus.token('duty-officer') });
    await officer.socket.emitWithAck('shown', { alarm: 'oak-alarm' });
    await officer.socket.emitWithAck('shown', { alarm: `${other.school}-alarm` });
    expect(campus.shown.map(({ alarm }) => alarm)).toEqual(['oak-alarm']);
  });

  it('reports what it painted, of its branch only', async () => {
    const officer = await opened(campus, { token: campus.token('duty-officer') });
    await officer.socket.emitWithAck('painted', { alarm: 'oak-alarm', at: 5 });
    await officer.socket.emitWithAck('painted', { alarm: `${other.school}-alarm`, at: 5 });
    expect(campus.painted).toMatchObject([{ alarm: 'oak-alarm', paintedAt: 5, by: { actor: { role: 'duty-officer' } } }]);
  });
});

describe('the door', () => {
  const cookieFor = (person: string): string => `${cookieName(false)}=${campus.accounts.openSession(person, false).secret}`;

  it('opens to a session of our own pages, not to nobody and not to a page of another site', async () => {
    const cookie = cookieFor('duty-officer-1');
    expect((await opened(campus, {}, { cookie, origin: campus.url })).snapshots).toHaveLength(1);
    expect(await refusal(screen(campus, {}, { cookie, origin: 'https://evil.example' }))).toBe('unauthenticated');
    expect(await refusal(screen(campus, {}))).toBe('unauthenticated');
    expect(await refusal(screen(campus, { token: 'guess' }))).toBe('unauthenticated');
    expect(await refusal(screen(campus, { token: 'guess' }, { cookie }))).toBe('unauthenticated');
    const root = io(campus.url, {
      auth: { token: campus.token('viewer') },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    expect(await new Promise((resolve) => root.once('connect_error', (error) => resolve(error.message)))).toBe('not_found');
  });

  it('closes on a session signed out, a token revoked, and a person given another role', async () => {
    const cookie = cookieFor('duty-officer-1');
    const byCookie = await opened(campus, {}, { cookie });
    const { id, token } = campus.accounts.createToken('viewer', own.school, 'wall');
    const byToken = await opened(campus, { token });
    const promoted = await opened(campus, {}, { cookie: cookieFor('teacher-1') });
    campus.live.recheck();
    expect(campus.live.connected()).toBe(3);
    campus.accounts.closeSessionsOf('duty-officer-1');
    campus.accounts.revokeToken(id);
    const teacher = campus.deps.world().people.get('teacher-1');
    if (teacher) campus.deps.world().people.set(teacher.id, { ...teacher, role: 'principal' });
    campus.live.recheck();
    await until(() => [byCookie, byToken, promoted].every(({ socket }) => !socket.connected));
    expect(campus.live.connected()).toBe(0);
  });

  it('leaves upgrades of others alone, and ends those of strangers', async () => {
    campus.api.server.on('upgrade', (request, socket) => {
      if (request.url === '/mqtt') socket.end('HTTP/1.1 418 Mine\r\n\r\n');
    });
    const knock = (path: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${campus.url.replace('http', 'ws')}${path}`);
        socket.on('error', (error) => resolve(error.message));
      });
    expect(await knock('/mqtt')).toContain('418');
    expect(await knock('/elsewhere')).toContain('404');
  });
});

describe('push', () => {
  it('reaches a few screens in well under a millisecond', async () => {
    const token = campus.token('duty-officer');
    const screens = [
      await opened(campus, { token }),
      await opened(campus, { token }),
      await opened(campus, { token: campus.token('principal') }),
    ];
    const first = screens[0];
    const times: number[] = [];
    const pushes: number[] = [];
    for (let i = 0; i < 200; i++) {
      const arrived = new Promise<void>((resolve) => first?.socket.once('change', () => resolve()));
      const value = alarmOf(own.school, `a${i}`, `d${i}`);
      const start = performance.now();
      campus.live.push([{ seq: 1000 + i, at: 0, type: 'alarm', id: value.id, school: own.school, value }]);
      pushes.push(performance.now() - start);
      await arrived;
      times.push(performance.now() - start);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const median = (all: number[]): number => [...all].sort((a, b) => a - b)[all.length / 2] ?? Infinity;
    console.log(`push itself p50 ${median(pushes).toFixed(3)} ms; push → received in the same process p50 ${median(times).toFixed(3)} ms`);
    expect(median(times)).toBeLessThan(5);
  });

  it('never throws into the commit, whatever a document holds', async () => {
    const officer = await opened(campus, { token: campus.token('duty-officer') });
    expect(() => campus.live.push([{ seq: 1000, at: 0, type: 'alarm', id: 'x', school: own.school, value: { kind: 1n } }])).not.toThrow();
    await until(() => officer.snapshots.length === 2);
  });
});
