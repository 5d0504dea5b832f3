/** Why a person was, or was not, called about an alarm. */
import type { Why } from '../contracts/place.ts';
import { answerWhy } from '../core/notices/why.ts';
import type { Result } from '../ports.ts';
import type { Service } from './service.ts';

/** More calls than these are never made about one alarm. */
const mostCalls = 500;

export const why = (service: Service, alarmId: string, personId: string): Result<Why> => {
  const alarm = service.facts.get('alarm', alarmId);
  const person = service.world().people.get(personId);
  if (!alarm || !person)
    return { ok: false, status: 404, code: 'not_found', detail: alarm ? `no person ${personId}` : `no alarm ${alarmId}` };
  const calls = service.facts.list('call', {
    where: { subject: 'alarm', subjectId: alarmId, person: personId },
    schools: null,
    limit: mostCalls,
  });
  return {
    ok: true,
    value: answerWhy({
      world: service.world(),
      policy: service.policies,
      alarm,
      person,
      noted: service.facts.notice(alarmId, personId)?.gates ?? null,
      calls: calls.items.reverse(),
      at: service.clock.now(),
    }),
  };
};
