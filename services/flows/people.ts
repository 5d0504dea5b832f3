/** People: added, changed, and leaving only when somebody else answers for what was theirs. */
import type { PersonForm } from '../contracts/organisation.ts';
import type { Person } from '../contracts/place.ts';
import { may, schoolsSeen, sees } from '../core/access/policy.ts';
import { takenRefusal } from '../core/enrol.ts';
import type { Holdings } from '../core/responsibility/holdings.ts';
import { answersForHazard, answersForMeasure, answersForRisk, countsOf, handedOver, heldInWorld } from '../core/responsibility/holdings.ts';
import { keepCell, keepForce, keepPost } from '../core/responsibility/keep.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import { branchAbove } from '../core/world.ts';
import type { Actor, ListQuery, Noun, NounTypes, Result } from '../ports.ts';
import { keepHazard } from './keep-hazard.ts';
import { refused, schoolOrNull } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

function* every<N extends Noun>(service: Service, noun: N, query: Pick<ListQuery, 'where' | 'schools'>): Generator<NounTypes[N]> {
  for (let cursor: string | undefined; ; ) {
    const page = service.facts.list(noun, { ...query, limit: 500, cursor });
    yield* page.items;
    if (page.next === null) return;
    cursor = page.next;
  }
}

/** Everything this person answers for. */
export const holdingsOf = (service: Service, { id, org }: Pick<Person, 'id' | 'org'>): Holdings => {
  const world = service.world();
  const schools = schoolsSeen(world, org);
  // Interim protections are looked after by people of the school; a county's leaders have none among its thousands of hazards.
  const protections = world.orgs.get(org)?.kind === 'school' ? [...every(service, 'hazard', { where: { open: true }, schools })] : [];
  const named = [...every(service, 'hazard', { where: { open: true, responsible: id }, schools: null })];
  const hazards = new Map([...named, ...protections.filter((hazard) => answersForHazard(hazard, id))].map((hazard) => [hazard.id, hazard]));
  return {
    ...heldInWorld(world, id),
    risks: [...every(service, 'risk', { schools })].filter((risk) => answersForRisk(risk, id)),
    measures: [...every(service, 'measure', { where: { state: 'open' }, schools: null })].filter((measure) =>
      answersForMeasure(measure, id),
    ),
    hazards: [...hazards.values()],
  };
};

/** How many things of each kind this person answers for. */
export const holdsAnything = (service: Service, person: Pick<Person, 'id' | 'org'>): Record<string, number> =>
  countsOf(holdingsOf(service, person));

/** A bureau's role is a place outside the schools: nobody supervises the school they belong to. */
export const roleFits = (service: Service, { role, org }: Pick<Person, 'role' | 'org'>): boolean =>
  !role.startsWith('bureau-') || service.world().orgs.get(org)?.kind !== 'school';

/** Adds a person, or changes one; a password is given by the operator (`user reset`). */
export const putPerson = (service: Service, actor: Actor, id: string, form: PersonForm): Result<Person> => {
  const world = service.world();
  const known = world.people.get(id);
  if (known && !sees(world, actor.org, known.org)) return refused(404, 'not_found', `no person ${id}`);
  if (!world.orgs.has(form.org) || !sees(world, actor.org, form.org)) return refused(404, 'not_found', `no organisation ${form.org}`);
  if (!known && takenRefusal(world, id) !== null) return refused(409, 'exists', `${id} is taken`);
  if (!roleFits(service, form)) return refused(400, 'role_place', 'a bureau role has no place in a school');
  if (known && known.org !== form.org) {
    const held = holdsAnything(service, known);
    if (Object.keys(held).length > 0) return refused(409, 'accountable', `still answers for ${JSON.stringify(held)}`);
  }
  const person: Person = { id, active: true, ...known, ...form };
  const fields = (['name', 'role', 'org', 'phone'] as const).filter((field) => known?.[field] !== form[field]);
  if (known && fields.length === 0) return { ok: true, value: known };
  const turn = newTurn(service.clock.now());
  world.people.set(id, person);
  turn.put.person.set(id, person);
  audit(turn, {
    actor: actor.id,
    act: known ? 'person.updated' : 'person.added',
    subject: 'person',
    subjectId: id,
    school: schoolOrNull(world, form.org),
    detail: { fields, role: form.role, org: form.org },
  });
  service.commit(turn);
  return { ok: true, value: person };
};

const keepHandedOver = (service: Service, turn: Turn, held: Holdings, from: string, to: string, actor: Actor): void => {
  const world = service.world();
  const next = handedOver(held, from, to);
  for (const post of next.posts) keepPost(world, turn, post, (id) => service.facts.get('dutySheet', id));
  for (const cell of next.gridCells) keepCell(world, turn, cell);
  for (const force of next.taskForces) keepForce(world, turn, force);
  for (const space of next.spaces) {
    world.spaces.set(space.id, space);
    turn.put.space.set(space.id, space);
  }
  for (const risk of next.risks) turn.put.risk.set(risk.id, risk);
  for (const measure of next.measures) turn.put.measure.set(measure.id, measure);
  for (const hazard of next.hazards) {
    keepHazard(service, turn, hazard);
    audit(turn, {
      actor: actor.id,
      act: 'hazard.handed_over',
      subject: 'hazard',
      subjectId: hazard.id,
      school: hazard.school,
      detail: { from, to },
    });
  }
};

/** Why this person may not take over; null = may. */
const successorRefusal = (service: Service, actor: Actor, leaving: Person, id: string): string | null => {
  const world = service.world();
  const successor = world.people.get(id);
  if (!successor?.active || id === leaving.id || !sees(world, actor.org, successor.org)) return `nobody active ${id}`;
  if (!branchAbove(world, leaving.org).includes(successor.org)) return `${id} does not see ${leaving.org}`;
  return may(successor.role, 'hazard.act') ? null : `${id} may only look`;
};

export const deactivatePerson = (service: Service, actor: Actor, id: string, successor: string | null): Result<Person> => {
  const world = service.world();
  const person = world.people.get(id);
  if (!person || !sees(world, actor.org, person.org)) return refused(404, 'not_found', `no person ${id}`);
  if (id === actor.id) return refused(409, 'yourself', 'somebody else has to do this');
  if (!person.active) return { ok: true, value: person };
  const held = holdingsOf(service, person);
  const counts = countsOf(held);
  const holds = Object.keys(counts).length > 0;
  if (holds && successor === null) return refused(409, 'accountable', `still answers for ${JSON.stringify(counts)}: name a successor`);
  const refusal = successor === null ? null : successorRefusal(service, actor, person, successor);
  if (refusal !== null) return refused(400, 'unknown_successor', refusal);
  const turn = newTurn(service.clock.now());
  const gone: Person = { ...person, active: false };
  world.people.set(id, gone);
  turn.put.person.set(id, gone);
  if (successor !== null && holds) {
    keepHandedOver(service, turn, held, id, successor, actor);
    const item = service.newId('inb');
    turn.put.inboxItem.set(item, {
      id: item,
      person: successor,
      school: person.org,
      at: turn.at,
      kind: 'duties_taken_over',
      subject: 'person',
      subjectId: id,
      facts: { person: person.name },
      as: 'successor',
      readAt: null,
    });
  }
  audit(turn, {
    actor: actor.id,
    act: 'person.deactivated',
    subject: 'person',
    subjectId: id,
    school: schoolOrNull(world, person.org),
    detail: { successor, handedOver: counts },
  });
  service.commit(turn);
  return { ok: true, value: gone };
};
