/** Why a person was, or was not, told of an alarm. */
import type { Why } from '../contracts/place.ts';
import { gatesFor, isTold } from '../core/notices/plan.ts';
import type { Result } from '../ports.ts';
import type { Service } from './service.ts';

export const why = (service: Service, alarmId: string, personId: string): Result<Why> => {
  const alarm = service.facts.get('alarm', alarmId);
  const person = service.world().people.get(personId);
  if (!alarm || !person)
    return { ok: false, status: 404, code: 'not_found', detail: alarm ? `no person ${personId}` : `no alarm ${alarmId}` };
  const noted = service.facts.notice(alarmId, personId);
  if (noted) return { ok: true, value: { alarm: alarmId, person: personId, told: noted.told, at: noted.at, gates: [...noted.gates] } };
  // People outside the school's branch, and people who came later, have no note: the gates say so themselves.
  const gates = gatesFor(service.world(), service.policies.notices, alarm, person);
  const cameLater = isTold(gates);
  const all = cameLater ? [...gates, { gate: 'time', passed: false, reason: 'not_registered_then' }] : gates;
  return { ok: true, value: { alarm: alarmId, person: personId, told: false, at: null, gates: all } };
};
