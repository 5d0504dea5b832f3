/** Findings: what sensors and the audit chain say against what was reported. A finding is a question; people decide. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Finding, FindingDecision } from '../contracts/reporting.ts';
import { judgeDismissal } from '../core/reporting/judge.ts';
import { responsibilityFor } from '../core/responsibility/chain.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export type FindingDraft = Pick<Finding, 'school' | 'kind' | 'subject' | 'subjectId' | 'reason'> & {
  readonly facts: Readonly<Record<string, string>>;
  /** `alarm:…`, `report:…`, `incident:…`, `evidence:…`, `audit:SEQ`. */
  readonly evidence: readonly string[];
};

/** Both heads of the school and the bureau (党政同责): the same question, asked of all of them at once. */
const askedLinks: ReadonlySet<string> = new Set(['administration_head', 'party_head', 'bureau']);

const tellHeads = (service: Service, turn: Turn, finding: Finding): void => {
  const { chain } = responsibilityFor(service.world(), { school: finding.school, space: null, category: null, responsible: null });
  const told = new Set<string>();
  for (const { person, as } of chain) {
    if (person === null || !askedLinks.has(as) || told.has(person)) continue;
    told.add(person);
    const id = service.newId('inb');
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: finding.school,
      at: turn.at,
      kind: 'finding_opened',
      subject: 'finding',
      subjectId: finding.id,
      facts: { finding: finding.kind, reason: finding.reason, about: finding.subject, aboutId: finding.subjectId },
      as,
      readAt: null,
    });
  }
};

const known = (service: Service, turn: Turn, { kind, subject, subjectId, reason }: FindingDraft): Finding | null => {
  for (const one of turn.put.finding.values())
    if (one.kind === kind && one.subject === subject && one.subjectId === subjectId && one.reason === reason) return one;
  return service.facts.list('finding', { where: { kind, subject, subjectId, reason }, schools: null, limit: 1 }).items[0] ?? null;
};

/** Opens a finding and tells both heads and the bureau; the same one again, dismissed or not, is the one there is. */
export const openFinding = (service: Service, turn: Turn, draft: FindingDraft): Finding => {
  const before = known(service, turn, draft);
  if (before) return before;
  const finding: Finding = {
    ...draft,
    id: service.newId('fnd'),
    version: 1,
    at: turn.at,
    facts: { ...draft.facts },
    evidence: [...draft.evidence],
    state: 'open',
    decidedBy: null,
    decidedAt: null,
    decision: null,
  };
  turn.put.finding.set(finding.id, finding);
  const { kind, subject, subjectId, reason, evidence } = finding;
  audit(turn, {
    actor: 'system',
    act: 'finding.opened',
    subject: 'finding',
    subjectId: finding.id,
    school: finding.school,
    detail: { kind, about: subject, aboutId: subjectId, reason, evidence },
  });
  tellHeads(service, turn, finding);
  return finding;
};

/** A leader has looked into it and found nothing wrong. `ifMatch` null = the version seen was not said. */
export const decideFinding = (
  service: Service,
  actor: Actor,
  id: string,
  { note }: FindingDecision,
  ifMatch: number | null,
): Result<Finding> => {
  const finding = service.facts.get('finding', id);
  if (!finding) return { ok: false, status: 404, code: 'not_found', detail: `no finding ${id}` };
  if (ifMatch !== null && ifMatch !== finding.version)
    return { ok: false, status: 412, code: 'stale', detail: `version ${finding.version} is current` };
  if (finding.state !== 'open') return { ok: false, status: 409, code: 'already_decided', detail: 'the finding is decided already' };
  const turn = newTurn(service.clock.now());
  const next: Finding = {
    ...finding,
    version: finding.version + 1,
    state: 'dismissed',
    decidedBy: actor.id,
    decidedAt: turn.at,
    decision: note,
  };
  turn.put.finding.set(id, next);
  audit(turn, {
    actor: actor.id,
    act: 'finding.dismissed',
    subject: 'finding',
    subjectId: id,
    school: next.school,
    detail: {},
    said: { note },
  });
  service.commit(turn);
  return { ok: true, value: next };
};

/** Alarms of one school looked at, the newest first: enough to find those of the same event among them. */
const alarmsLookedAt = 200;

const alarmsLike = (service: Service, turn: Turn, school: string, verification: 'confirmed' | 'false'): Alarm[] => {
  const stored = service.facts.list('alarm', { where: { school, verification }, schools: null, limit: alarmsLookedAt }).items;
  const fresh = [...turn.put.alarm.values()].filter((alarm) => alarm.school === school && alarm.verification === verification);
  return [...stored.filter(({ id }) => !turn.put.alarm.has(id)), ...fresh];
};

/** This alarm was called false, or one beside it was confirmed: does a second device say otherwise? */
const questionDismissal = (service: Service, turn: Turn, dismissed: Alarm, others: readonly Alarm[]): void => {
  const verdict = judgeDismissal(service.world(), dismissed, others);
  if (verdict) openFinding(service, turn, { ...verdict, school: dismissed.school, subject: 'alarm', subjectId: dismissed.id });
};

/** To be called when an alarm was called false. */
export const watchDismissed = (service: Service, turn: Turn, dismissed: Alarm): void =>
  questionDismissal(service, turn, dismissed, alarmsLike(service, turn, dismissed.school, 'confirmed'));

/** To be called when an alarm was confirmed: others of the same event may have been called false before. */
export const watchConfirmed = (service: Service, turn: Turn, confirmed: Alarm): void => {
  for (const dismissed of alarmsLike(service, turn, confirmed.school, 'false')) questionDismissal(service, turn, dismissed, [confirmed]);
};
