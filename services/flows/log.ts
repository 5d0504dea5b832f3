/** 值班日志: what people write down; what the system did is in the time lines. */
import type { LogForm } from '../acts/rota.ts';
import type { LogEntry } from '../contracts/rota.ts';
import { sees } from '../core/access/policy.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { refused, schoolOrNull } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export const writeLog = (service: Service, actor: Actor, form: LogForm): Result<LogEntry> => {
  const world = service.world();
  if (!world.orgs.has(form.school) || !sees(world, actor.org, form.school)) return refused(404, 'not_found', `no school ${form.school}`);
  const { subject, subjectId } = form;
  const about = subject === null || subjectId === null ? null : service.facts.get(subject, subjectId);
  if ((subject === null) !== (subjectId === null) || (subject !== null && (!about || !sees(world, form.school, about.school))))
    return refused(400, 'unknown_subject', `no ${subject ?? 'subject'} ${subjectId ?? ''}`);
  const turn = newTurn(service.clock.now());
  const entry: LogEntry = { ...form, id: service.newId('log'), version: 1, at: turn.at, by: actor.id };
  turn.put.logEntry.set(entry.id, entry);
  audit(turn, {
    actor: actor.id,
    act: 'log.written',
    subject: 'logEntry',
    subjectId: entry.id,
    school: schoolOrNull(world, form.school),
    detail: { subject, subjectId },
    said: { text: form.text },
  });
  service.commit(turn);
  return { ok: true, value: entry };
};
