/** 问责: a case is opened by a person's decision alone, and only where a duty and the evidence of its breach are named. */
import type { Accountability, AccountabilityDraft, Finding } from '../contracts/reporting.ts';
import type { DutySheet } from '../contracts/responsibility.ts';
import { sees } from '../core/access/policy.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const refused = (code: string, detail: string): Result<Accountability> => ({ ok: false, status: 409, code, detail });

/** Who the duty is or was: holders of the post, and whoever signed for the sheet. */
const hasDuty = (service: Service, sheet: DutySheet, person: string): boolean =>
  sheet.receipts.some((receipt) => receipt.person === person) || service.facts.get('post', sheet.post)?.holders.includes(person) === true;

export const openAccountability = (service: Service, actor: Actor, draft: AccountabilityDraft): Result<Accountability> => {
  const world = service.world();
  const mine = (org: string): boolean => sees(world, actor.org, org);
  const sheet = service.facts.get('dutySheet', draft.sheet);
  if (!sheet || !mine(sheet.org) || sheet.items[draft.item] === undefined)
    return refused('no_such_duty', 'a case needs a duty sheet and one of its items');
  const named = [...new Set(draft.findings)];
  const findings = named.flatMap((id) => service.facts.get('finding', id) ?? []).filter(({ school }) => mine(school));
  if (findings.length < named.length || findings.some(({ state }) => state !== 'open'))
    return refused('no_open_finding', 'a case needs findings that are open');
  // The duty is the school's own, or that of an organisation above it.
  if (findings.some(({ school }) => !sees(world, sheet.org, school)))
    return refused('finding_elsewhere', 'the findings lie outside the organisation whose duty it is');
  if (draft.person !== null && !hasDuty(service, sheet, draft.person))
    return refused('not_their_duty', 'this duty is not, and was not, this person’s');
  const turn = newTurn(service.clock.now());
  const id = service.newId('acc');
  const opened: Accountability = {
    ...draft,
    findings: named,
    id,
    version: 1,
    org: sheet.org,
    openedAt: turn.at,
    openedBy: actor.id,
    state: 'open',
    outcome: null,
    closedAt: null,
  };
  turn.put.accountability.set(id, opened);
  for (const finding of findings) {
    const decided: Finding = {
      ...finding,
      version: finding.version + 1,
      state: 'case',
      decidedBy: actor.id,
      decidedAt: turn.at,
      decision: null,
    };
    turn.put.finding.set(finding.id, decided);
    const about = { subject: 'finding', subjectId: finding.id, school: finding.school };
    audit(turn, { actor: actor.id, act: 'finding.case', ...about, detail: { accountability: id } });
  }
  const { person, sheet: sheetId, item, reason } = draft;
  audit(turn, {
    actor: actor.id,
    act: 'accountability.opened',
    subject: 'accountability',
    subjectId: id,
    school: sheet.org,
    detail: { person, sheet: sheetId, item, findings: named },
    said: { reason },
  });
  service.commit(turn);
  return { ok: true, value: opened };
};

export const closeAccountability = (
  service: Service,
  actor: Actor,
  id: string,
  outcome: string,
  ifMatch: number | null,
): Result<Accountability> => {
  const known = service.facts.get('accountability', id);
  if (!known) return { ok: false, status: 404, code: 'not_found', detail: `no case ${id}` };
  if (ifMatch !== null && ifMatch !== known.version)
    return { ok: false, status: 412, code: 'stale', detail: `version ${known.version} is current` };
  if (known.state === 'closed') return refused('closed', 'the case is closed already');
  const turn = newTurn(service.clock.now());
  const next: Accountability = { ...known, version: known.version + 1, state: 'closed', outcome, closedAt: turn.at };
  turn.put.accountability.set(id, next);
  audit(turn, {
    actor: actor.id,
    act: 'accountability.closed',
    subject: 'accountability',
    subjectId: id,
    school: next.org,
    detail: {},
    said: { outcome },
  });
  service.commit(turn);
  return { ok: true, value: next };
};
