/** Hazards are reported: by the system, by people, by the public. The same one again is the same one. */
import type { PublicReport } from '../acts/hazards.ts';
import type { Hazard, HazardReport } from '../contracts/hazard.ts';
import { dayMs } from '../core/calendar.ts';
import { reopenedFields } from '../core/hazards/effects.ts';
import { limitIn } from '../core/hazards/moments.ts';
import type { HazardCause } from '../core/hazards/open.ts';
import { isSame, openHazard } from '../core/hazards/open.ts';
import { judgementFor, suggestGrade } from '../core/hazards/policy.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { bindEvidence } from './bind-evidence.ts';
import { keepHazard, termsAt } from './keep-hazard.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { tellAboutHazard } from './tell-about-hazard.ts';

/** The same hazard: still open, or closed so lately that it has come back. */
const known = (service: Service, turn: Turn, cause: HazardCause): Hazard | null => {
  for (const hazard of turn.put.hazard.values()) if (hazard.open && isSame(hazard, cause)) return hazard;
  const since = turn.at - termsAt(service, cause.school, turn.at).recurrence.days * dayMs;
  const stored = service.facts.hazardsLike(cause, since).filter((hazard) => isSame(hazard, cause) && !turn.put.hazard.has(hazard.id));
  return stored.find(({ open }) => open) ?? stored.find(({ state }) => state === 'closed') ?? null;
};

/** What the judgement rules suggest, with the time limit that begins. */
const judged = (service: Service, hazard: Hazard, at: number): Hazard => {
  const use = service.world().spaces.get(hazard.space ?? '')?.use ?? 'other';
  const verdict = suggestGrade(judgementFor(service.policies.hazardRules, service.world(), hazard.school, at), { ...hazard, use });
  const suggested = verdict ? { ...hazard, suggestedGrade: verdict.grade, rule: verdict.rule } : hazard;
  return suggested.state === 'draft' ? suggested : { ...suggested, limit: limitIn(suggested, termsAt(service, hazard.school, at), at) };
};

/** Keeps what was reported and tells those who grade; a suspected major one tells both heads and the bureau at once. */
export const announce = (service: Service, turn: Turn, hazard: Hazard, except: string | null): void => {
  const { tells } = termsAt(service, hazard.school, turn.at);
  keepHazard(service, turn, hazard);
  if (hazard.state === 'draft') return;
  const event = hazard.reopened > 0 ? 'reopened' : hazard.suggestedGrade === 'major' ? 'major' : 'reported';
  tellAboutHazard(service, turn, hazard, event, tells[event], { except });
};

const comeBack = (service: Service, turn: Turn, hazard: Hazard, cause: HazardCause): Hazard => {
  const again: Hazard = { ...hazard, ...reopenedFields(hazard, turn.at), state: 'reopened', version: hazard.version + 1 };
  const next = judged(service, { ...again, alarm: cause.alarm ?? hazard.alarm, facts: { ...cause.facts } }, turn.at);
  audit(turn, {
    actor: 'system',
    act: 'hazard.recurred',
    subject: 'hazard',
    subjectId: next.id,
    school: next.school,
    detail: { closedAt: hazard.closedAt, alarm: cause.alarm, device: cause.device },
  });
  announce(service, turn, next, null);
  return next;
};

/** Reports a hazard that the system itself found; the same one still open is not reported twice, one closed lately is reopened. */
export const reportHazard = (service: Service, turn: Turn, cause: Omit<HazardCause, 'id' | 'at'>): Hazard => {
  const whole: HazardCause = { ...cause, id: service.newId('haz'), at: turn.at };
  const before = known(service, turn, whole);
  if (before) return before.open ? before : comeBack(service, turn, before, whole);
  const hazard = judged(service, openHazard(whole), turn.at);
  audit(turn, {
    actor: 'system',
    act: 'hazard.reported',
    subject: 'hazard',
    subjectId: hazard.id,
    school: hazard.school,
    detail: { category: hazard.category, alarm: hazard.alarm, device: hazard.device, facts: hazard.facts, rule: hazard.rule },
  });
  announce(service, turn, hazard, null);
  return hazard;
};

type Found = Omit<HazardReport, 'origin'> & { readonly origin: Hazard['origin']; readonly contact: string | null };

const refusal = (code: string, detail: string, status: 400 | 403 | 409 = 400): Result<Hazard> => ({ ok: false, status, code, detail });

const reportFound = (service: Service, by: string, found: Found): Result<Hazard> => {
  // The key is made where it was found: sent again after a lost answer, it is the same report.
  const id = `haz-${found.key}`;
  const before = service.facts.get('hazard', id);
  if (before) return before.reportedBy === by ? { ok: true, value: before } : refusal('key_taken', 'another report has this key', 409);
  const world = service.world();
  if (world.orgs.get(found.school)?.kind !== 'school') return refusal('unknown_school', `no school ${found.school}`);
  if (found.space !== null && world.spaces.get(found.space)?.school !== found.school)
    return refusal('unknown_space', `no space ${found.space} there`);
  const turn = newTurn(service.clock.now());
  if (bindEvidence(service, turn, id, found.photos, by, found.school) !== 'ok')
    return refusal('unknown_evidence', 'a picture is not there, or not yours');
  const cause: HazardCause = {
    id,
    school: found.school,
    space: found.space,
    device: null,
    category: found.category,
    origin: found.origin,
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: found.description,
    facts: {},
    at: turn.at,
  };
  const fresh: Hazard = {
    ...openHazard(cause),
    state: found.photos.length > 0 ? 'reported' : 'draft',
    criteria: [...found.criteria],
    place: found.place,
    reportedBy: by,
    actors: { create: by },
  };
  const hazard = judged(service, fresh, turn.at);
  audit(turn, {
    actor: by,
    act: hazard.state === 'draft' ? 'hazard.drafted' : 'hazard.reported',
    subject: 'hazard',
    subjectId: id,
    school: hazard.school,
    detail: { category: hazard.category, origin: hazard.origin, photos: found.photos, criteria: found.criteria, rule: hazard.rule },
    said: { description: found.description, ...(found.contact === null ? {} : { contact: found.contact }) },
  });
  announce(service, turn, hazard, by);
  service.commit(turn);
  return { ok: true, value: hazard };
};

/** A signed-in person found something. Inspections are the bureau's. */
export const reportByPerson = (service: Service, actor: Actor, report: HazardReport): Result<Hazard> => {
  const fromBureau = service.world().orgs.get(actor.org)?.kind !== 'school';
  if (report.origin === 'inspection' && !fromBureau) return refusal('role', 'an inspection is made from outside the school', 403);
  return reportFound(service, actor.id, { ...report, contact: null });
};

/** 随手拍: nobody signs in; a person of the school looks at it first. */
export const reportByPublic = (service: Service, report: PublicReport): Result<Hazard> =>
  report.photos.length === 0
    ? refusal('photo_missing', 'a report of the public needs a picture')
    : reportFound(service, 'public', { ...report, origin: 'public', criteria: [], place: null, photos: [...report.photos] });
