import { afterEach, describe, expect, it } from 'vitest';
import type { AlarmActionRequest } from '../../services/contracts/alarm.ts';
import { may } from '../../services/core/access/policy.ts';
import { verifyChain } from '../../services/core/audit.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actOnAlarm } from '../../services/flows/act-on-alarm.ts';
import { actOnHazard } from '../../services/flows/act-on-hazard.ts';
import { screenShowed } from '../../services/flows/calls.ts';
import { why } from '../../services/flows/why.ts';
import type { Actor } from '../../services/ports.ts';
import { sha256 } from '../../services/store/ledger.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';

let house: House;
afterEach(() => house.close());

const actor = (role: Actor['role'], id: string = role, org = 's1'): Actor => ({ id, name: id, role, org });

const act = (who: Actor, id: string, request: AlarmActionRequest, ifMatch: number | null = null) =>
  actOnAlarm(house.service, who, id, request, ifMatch, (action) => may(who.role, `alarm.${action}`));

const fire = (device = 'd1') => {
  house.publish(device, 'event', { ts: house.now, type: 'smoke_alarm' });
  const alarm = house.alarms().find((a) => a.device === device);
  if (!alarm) throw new Error('no alarm');
  return alarm;
};

describe('a person and an alarm', () => {
  it('confirming opens the incident and the hazard; resetting the last alarm leaves its end to the commander', () => {
    house = openHouse();
    house.addDevice('d1');
    const { id } = fire();
    expect(act(actor('duty-officer'), id, { action: 'confirm' })).toMatchObject({
      ok: true,
      value: { verification: 'confirmed', acknowledged: true },
    });
    expect([...house.store.world().incidents.values()]).toMatchObject([{ level: 'IV', state: 'open', alarms: [id] }]);
    expect(house.hazards()).toMatchObject([{ category: 'confirmed_event', alarm: id }]);
    house.now += 60_000;
    house.publish('d1', 'event', { ts: house.now, type: 'smoke_alarm', state: 'cleared' });
    expect(act(actor('duty-officer'), id, { action: 'reset', reason: '火已扑灭' })).toMatchObject({ ok: false, status: 403, code: 'role' });
    expect(act(actor('duty-leader'), id, { action: 'reset', reason: '火已扑灭' })).toMatchObject({ ok: true, value: { open: false } });
    const [incident] = house.store.world().incidents.values();
    expect(incident).toMatchObject({ state: 'open', closedAt: null });
    expect(house.store.facts.timeline('incident', incident?.id ?? '').at(-1)).toMatchObject({ act: 'incident.alarms_over' });
  });

  it('a stale version is refused, and so is what is not possible now', () => {
    house = openHouse();
    house.addDevice('d1');
    const { id, version } = fire();
    expect(act(actor('duty-officer'), id, { action: 'acknowledge' }, version + 1)).toMatchObject({ ok: false, status: 412 });
    expect(act(actor('duty-officer'), id, { action: 'acknowledge' }, version)).toMatchObject({ ok: true });
    expect(act(actor('duty-officer'), id, { action: 'acknowledge' })).toMatchObject({
      ok: false,
      status: 409,
      code: 'already_acknowledged',
    });
    expect(act(actor('duty-officer'), id, { action: 'shelve', reason: 'x', until: house.now + 1000 })).toMatchObject({
      ok: false,
      code: 'never_shelved',
    });
    expect(act(actor('duty-officer'), 'nothing', { action: 'acknowledge' })).toMatchObject({ ok: false, status: 404 });
  });

  it('three false alarms of one detector are a hazard', () => {
    house = openHouse();
    house.addDevice('d1');
    for (let i = 0; i < 3; i++) {
      const { id } = fire();
      house.now += 60_000;
      house.publish('d1', 'event', { ts: house.now, type: 'smoke_alarm', state: 'cleared' });
      expect(act(actor('duty-officer'), id, { action: 'dismiss', cause: 'steam' })).toMatchObject({ ok: true });
      act(actor('duty-leader'), id, { action: 'reset', reason: '误报' });
      house.now += 60_000;
    }
    expect(house.hazards()).toMatchObject([{ category: 'false_alarms', device: 'd1' }]);
  });

  it('a shelved fault comes back by itself', () => {
    house = openHouse();
    house.addDevice('d1');
    house.publish('d1', 'event', { ts: house.now, type: 'tamper' });
    const alarm = house.alarms()[0];
    expect(act(actor('duty-officer'), alarm?.id ?? '', { action: 'shelve', reason: '检修', until: house.now + 60_000 })).toMatchObject({
      ok: true,
      value: { availability: 'shelved' },
    });
    house.wait(61_000);
    expect(house.alarms().find((a) => a.id === alarm?.id)?.availability).toBe('in_service');
  });
});

describe('why was, or was not, somebody told', () => {
  it('names every gate for everyone, also for people of other schools', () => {
    house = openHouse();
    house.addDevice('d1');
    const turn = newTurn(house.now);
    for (const [id, role, org, active] of [
      ['duty', 'duty-officer', 's1', true],
      ['teacher', 'teacher', 's1', true],
      ['gone', 'duty-officer', 's1', false],
      ['elsewhere', 'duty-officer', 's2', true],
    ] as const) {
      const person = { id, name: id, role, org, phone: null, active };
      house.store.world().people.set(id, person);
      turn.put.person.set(id, person);
    }
    house.store.commit(turn);
    const { id } = fire();
    const shown = newTurn(house.now);
    screenShowed(house.service, shown, 'duty', id);
    house.store.commit(shown);
    const told = (person: string) => {
      const answer = why(house.service, id, person);
      return answer.ok ? [answer.value.told, answer.value.gates.find((gate) => !gate.passed)?.gate ?? null] : null;
    };
    expect(told('duty')).toEqual([true, null]);
    expect(told('teacher')).toEqual([false, 'role']);
    expect(told('gone')).toEqual([false, 'account']);
    expect(told('elsewhere')).toEqual([false, 'branch']);
  });
});

describe('records', () => {
  it('of hazards and acts are a chain that any edit breaks', () => {
    house = openHouse();
    house.addDevice('d1');
    const { id } = fire();
    act(actor('duty-officer'), id, { action: 'confirm' });
    const hazard = house.hazards()[0];
    expect(
      actOnHazard(house.service, actor('safety-officer'), hazard?.id ?? '', { action: 'grade', grade: 'general', reason: '已核实' }, null),
    ).toMatchObject({ ok: true, value: { state: 'graded', grade: 'general' } });
    const rows = [...house.store.facts.chain()];
    expect(verifyChain(rows, sha256)).toMatchObject({ ok: true, entries: rows.length });
    expect(rows.length).toBeGreaterThan(4);
    for (let i = 0; i < rows.length; i++) {
      const edited = rows.map((row, at) => (at === i ? { ...row, actor: 'somebody-else' } : row));
      expect(verifyChain(edited, sha256)).toMatchObject({ ok: false, brokenAt: i + 1 });
      expect(
        verifyChain(
          rows.filter((_, at) => at !== i),
          sha256,
        ).ok && i < rows.length - 1,
      ).toBe(false);
    }
    expect(() => house.store.sql.exec("UPDATE audit SET actor = 'x'")).toThrow(/append-only/);
    expect(() => house.store.sql.exec('DELETE FROM audit')).toThrow(/append-only/);
  });

  it('a store that cannot write leaves nothing behind, in the world or on disk', () => {
    house = openHouse();
    house.addDevice('d1');
    house.store.sql.exec("CREATE TRIGGER broken BEFORE INSERT ON alarm BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
    expect(() => fire()).toThrow(/disk is full/);
    expect(house.alarms()).toEqual([]);
    expect(house.store.facts.events('d1', { limit: 5 }).items).toEqual([]);
    house.store.sql.exec('DROP TRIGGER broken');
    expect(fire()).toMatchObject({ count: 1 });
    expect(verifyChain(house.store.facts.chain(), sha256).ok).toBe(true);
  });
});
