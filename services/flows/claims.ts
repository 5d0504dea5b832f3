/** 接警认领: exactly one owner of an alarm, from any channel. Whoever is first has it; the others are told who it is. */
import type { CallActs, Claim } from '../acts/calls.ts';
import type { Alarm } from '../contracts/alarm.ts';
import type { Person } from '../contracts/place.ts';
import { may, sees } from '../core/access/policy.ts';
import { alarmKeyOf } from '../core/world.ts';
import type { Actor, Result } from '../ports.ts';
import type { Service } from './service.ts';

const refused = (status: 403 | 404 | 409, code: string, alarm: Alarm | null, owner: Person | null): Claim => ({
  ok: false,
  status,
  code,
  alarm,
  owner,
});

/** @param acknowledge the act itself, as on a screen */
export const callActs = (service: Service, acknowledge: (actor: Actor, alarm: string) => Result<Alarm>): CallActs => {
  const personOf = (id: string | null): Person | null => service.world().people.get(id ?? '') ?? null;
  const alarmOf = (id: string): Alarm | null => {
    const stored = service.facts.get('alarm', id);
    const current = stored && service.world().alarms.get(alarmKeyOf(stored));
    return current?.id === id ? current : stored;
  };

  const claim: CallActs['claim'] = (actor, id) => {
    const alarm = alarmOf(id);
    if (!alarm) return refused(404, 'not_found', null, null);
    const owner = alarm.acknowledged ? personOf(alarm.acknowledgedBy) : null;
    if (alarm.acknowledged && alarm.acknowledgedBy === actor.id) return { ok: true, alarm, owner };
    if (!alarm.open) return refused(409, 'closed', alarm, owner);
    if (alarm.acknowledged) return refused(409, 'already_claimed', alarm, owner);
    const done = acknowledge(actor, id);
    return done.ok
      ? { ok: true, alarm: done.value, owner: personOf(actor.id) }
      : refused(done.status === 403 ? 403 : 409, done.code, alarm, null);
  };

  return {
    claim,
    alarmShown: (person, alarm) => {
      service.shown.set(alarm, (service.shown.get(alarm) ?? new Set()).add(person));
    },
    claimByLink: ({ call: id, person: who }, occurrence) => {
      const call = service.facts.get('call', id);
      const person = personOf(who);
      const alarm = call?.subject === 'alarm' && call.person === who ? alarmOf(call.subjectId) : null;
      if (!alarm || !person?.active || !sees(service.world(), person.org, alarm.school)) return refused(404, 'not_found', null, null);
      if (!may(person.role, 'alarm.acknowledge')) return refused(403, 'role', alarm, null);
      // It has become graver since the page was looked at: nobody takes on what they have not seen.
      const seen = occurrence === null || occurrence === (alarm.escalation?.occurrence ?? 1);
      if (!seen && !alarm.acknowledged && alarm.open) return refused(409, 'changed', alarm, null);
      return claim({ id: person.id, name: person.name, role: person.role, org: person.org }, alarm.id);
    },
  };
};
