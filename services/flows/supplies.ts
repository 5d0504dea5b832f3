/** 应急物资 and 应急队伍: what there is, who is there, and what is no longer good. */
import type { Supply, SupplyForm, Team, TeamForm } from '../contracts/response.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { answers, putRefusal, refused, safetyOf } from './posts.ts';
import { reportHazard } from './report-hazard.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

type Refused = Extract<Result<never>, { readonly ok: false }>;

const kept = (turn: Turn, supply: Supply, actor: string, act: string, detail: Readonly<Record<string, unknown>>): void => {
  turn.put.supply.set(supply.id, supply);
  const key = `supply:${supply.id}`;
  // What has expired already is told of at once.
  turn.due.set(key, supply.expiresAt === null ? null : { key, kind: 'supply', dueAt: supply.expiresAt, subject: supply.id });
  audit(turn, { actor, act, subject: 'supply', subjectId: supply.id, school: supply.school, detail });
};

const placeRefusal = (
  service: Service,
  actor: Actor,
  id: string,
  school: string,
  known: Supply | Team | null,
  ifMatch: number | null,
): Refused | null => {
  const place = known ? { org: known.school, version: known.version } : undefined;
  const refusal = putRefusal(service, actor, id, school, place, ifMatch);
  if (refusal) return refusal;
  if (service.world().orgs.get(school)?.kind !== 'school') return refused(400, 'unknown_school', `no school ${school}`);
  return known && known.school !== school ? refused(409, 'school_fixed', 'it stays with its school') : null;
};

export const putSupply = (service: Service, actor: Actor, id: string, form: SupplyForm, ifMatch: number | null): Result<Supply> => {
  const known = service.facts.get('supply', id);
  const refusal = placeRefusal(service, actor, id, form.school, known, ifMatch);
  if (refusal) return refusal;
  const turn = newTurn(service.clock.now());
  const supply: Supply = { id, version: (known?.version ?? 0) + 1, ...form, checkedAt: known?.checkedAt ?? null };
  const { quantity, unit, expiresAt } = supply;
  kept(turn, supply, actor.id, known ? 'supply.changed' : 'supply.added', { quantity, unit, expiresAt, before: known?.quantity ?? null });
  service.commit(turn);
  return { ok: true, value: supply };
};

/** Somebody looked: it is there as written. */
export const checkSupply = (service: Service, actor: Actor, id: string): Result<Supply> => {
  const supply = service.facts.get('supply', id);
  if (!supply) return refused(404, 'not_found', `no supply ${id}`);
  const turn = newTurn(service.clock.now());
  const next: Supply = { ...supply, version: supply.version + 1, checkedAt: turn.at };
  kept(turn, next, actor.id, 'supply.checked', { quantity: supply.quantity, before: supply.checkedAt });
  service.commit(turn);
  return { ok: true, value: next };
};

/** Expired: what cannot be relied on in an emergency is a hazard (item 96), and the safety officer is told, once a date. */
export const supplyDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const supply = service.facts.get('supply', row.subject);
  if (!supply || supply.expiresAt === null || supply.expiresAt > turn.at) return;
  reportHazard(service, turn, {
    school: supply.school,
    space: null,
    device: null,
    category: 'supply_expired',
    origin: 'control_missed',
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: `应急物资“${supply.name}”已过有效期，须更换或补充`,
    facts: { id: supply.id, supply: supply.name, place: supply.place },
  });
  for (const person of safetyOf(service.world(), supply.school)) {
    const id = service.newId('inb');
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: supply.school,
      at: turn.at,
      kind: 'supply_expired',
      subject: 'supply',
      subjectId: supply.id,
      facts: { supply: supply.name, place: supply.place },
      as: 'safety_officer',
      readAt: null,
    });
  }
};

export const putTeam = (service: Service, actor: Actor, id: string, form: TeamForm, ifMatch: number | null): Result<Team> => {
  const world = service.world();
  const known = service.facts.get('team', id);
  const refusal = placeRefusal(service, actor, id, form.school, known, ifMatch);
  if (refusal) return refusal;
  const stranger = [...(form.leader === null ? [] : [form.leader]), ...form.members].find(
    (person) => !answers(world, person, form.school, false),
  );
  if (stranger !== undefined) return refused(400, 'unknown_person', `nobody active ${stranger} at ${form.school}`);
  const turn = newTurn(service.clock.now());
  const team: Team = { id, version: (known?.version ?? 0) + 1, ...form, members: [...new Set(form.members)] };
  turn.put.team.set(id, team);
  audit(turn, {
    actor: actor.id,
    act: known ? 'team.changed' : 'team.added',
    subject: 'team',
    subjectId: id,
    school: team.school,
    detail: { kind: team.kind, leader: team.leader, members: team.members, heads: team.heads, before: known?.members ?? [] },
  });
  service.commit(turn);
  return { ok: true, value: team };
};
