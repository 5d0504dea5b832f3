/** 查岗: by the system at random, by a leader or the bureau at any time; answered in time, or told upward. */
import type { DutyCheck, Seat } from '../contracts/rota.ts';
import { sees } from '../core/access/policy.ts';
import { isMissedAt, nextCheckAt, presenceStep } from '../core/rota/checks.ts';
import { onSeat, ownersOf } from '../core/rota/on-duty.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { planCall, seenBy } from './calls.ts';
import { consoleCheckAnswered, consoleCheckMissed } from './consoles.ts';
import { endLadder, startLadder } from './escalate.ts';
import { refused, safetyOf } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const minuteMs = 60_000;

const keepCheck = (
  turn: Turn,
  check: DutyCheck,
  actor: string,
  act: 'duty_check.issued' | 'duty_check.answered' | 'duty_check.missed' | 'duty_check.replaced',
): void => {
  turn.put.dutyCheck.set(check.id, check);
  noteChange(turn, 'dutyCheck', check);
  const { kind, seat, dueAt, missed } = check;
  audit(turn, { actor, act, subject: 'dutyCheck', subjectId: check.id, school: check.school, detail: { kind, seat, dueAt, missed } });
};

/** The check that waits for an answer at this seat. */
const waitingAt = (service: Service, seat: string): DutyCheck | null =>
  service.facts.list('dutyCheck', { where: { seat, open: true }, schools: null, limit: 1 }).items[0] ?? null;

/** Awaits the system's next check of a seat that is held; none of one that nobody holds. */
export const armCheck = (service: Service, turn: Turn, seat: Seat, seed = service.newId('draw')): void => {
  const key = `duty_check_next:${seat.id}`;
  const dueAt = nextCheckAt(seed, turn.at, service.policies.duty.checks);
  turn.due.set(key, seat.held ? { key, kind: 'duty_check_next', dueAt, subject: seat.id } : null);
};

const issue = (service: Service, turn: Turn, seat: Seat, kind: DutyCheck['kind'], by: string): DutyCheck => {
  const before = waitingAt(service, seat.id);
  // A prompt stands until answered, or until a new command (GB/T 26875.3); that it was missed stays written.
  if (before) {
    keepCheck(turn, { ...before, version: before.version + 1, open: false }, 'system', 'duty_check.replaced');
    endLadder(service, turn, 'dutyCheck', before.id);
  }
  const check: DutyCheck = {
    id: service.newId('chk'),
    version: 1,
    open: true,
    school: seat.school,
    seat: seat.id,
    kind,
    issuedAt: turn.at,
    issuedBy: by,
    dueAt: turn.at + service.policies.duty.checks.answerMinutes * minuteMs,
    answeredAt: null,
    answeredBy: null,
    missed: false,
  };
  keepCheck(turn, check, by, 'duty_check.issued');
  const key = `duty_check:${check.id}`;
  turn.due.set(key, { key, kind: 'duty_check', dueAt: check.dueAt, subject: check.id });
  for (const { id: person, phone } of ownersOf(service.world(), seat, turn.at)) {
    // Nobody looks at a screen there: the telephone asks.
    if (!seat.console && phone)
      planCall(service, turn, {
        school: seat.school,
        subject: 'dutyCheck',
        subjectId: check.id,
        person,
        step: presenceStep,
        channel: 'sms',
        exercise: null,
      });
    const id = `inb-${check.id}-${person}`;
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: seat.school,
      at: turn.at,
      kind: 'duty_check',
      subject: 'dutyCheck',
      subjectId: check.id,
      facts: { post: seat.name },
      as: 'holder',
      readAt: null,
    });
  }
  return check;
};

export const issueDutyCheck = (service: Service, actor: Actor, id: string, kind: 'remote' | 'audible'): Result<DutyCheck> => {
  const seat = service.world().seats.get(id);
  if (!seat?.active || !sees(service.world(), actor.org, seat.school)) return refused(404, 'not_found', `no seat ${id}`);
  const waiting = waitingAt(service, id);
  const turn = newTurn(service.clock.now());
  if (waiting && !isMissedAt(waiting, turn.at)) return refused(409, 'check_waiting', `${waiting.id} waits for an answer`);
  if (kind === 'audible' && !seat.console) return refused(409, 'no_console', 'only a console can ask by sound');
  if (waiting && !waiting.missed) miss(service, turn, waiting);
  const check = issue(service, turn, seat, kind, actor.id);
  service.commit(turn);
  return { ok: true, value: check };
};

/** Whoever holds the seat answers. After its time the answer no longer counts as in time, but it ends the calling. */
export const answerDutyCheck = (service: Service, actor: Actor, id: string): Result<DutyCheck> => {
  const world = service.world();
  const check = service.facts.get('dutyCheck', id);
  const seat = world.seats.get(check?.seat ?? '');
  if (!check || !seat || !sees(world, actor.org, check.school)) return refused(404, 'not_found', `no check ${id}`);
  if (!check.open) return refused(409, 'closed', 'it is no longer asked for');
  const turn = newTurn(service.clock.now());
  if (!ownersOf(world, seat, turn.at).some((person) => person.id === actor.id))
    return refused(409, 'not_on_seat', 'only who holds the seat answers its checks');
  const missed = isMissedAt(check, turn.at);
  const judged = missed && !check.missed ? miss(service, turn, check) : check;
  const answered = { ...judged, version: judged.version + 1, open: false, answeredAt: turn.at, answeredBy: actor.id };
  keepCheck(turn, answered, actor.id, 'duty_check.answered');
  turn.due.set(`duty_check:${id}`, null);
  consoleCheckAnswered(service, turn, check.seat);
  endLadder(service, turn, 'dutyCheck', id);
  seenBy(service, turn, 'dutyCheck', id, actor.id);
  service.commit(turn);
  return { ok: true, value: answered };
};

/** Nobody answered in time: whoever stands above the seat is told, and called. */
const miss = (service: Service, turn: Turn, check: DutyCheck): DutyCheck => {
  const world = service.world();
  const missed = { ...check, version: check.version + 1, missed: true };
  keepCheck(turn, missed, 'system', 'duty_check.missed');
  turn.due.set(`duty_check:${check.id}`, null);
  if (check.kind === 'audible') consoleCheckMissed(service, turn, check.seat);
  startLadder(service, turn, { ladder: 'duty_check', subject: 'dutyCheck', subjectId: check.id, school: check.school, exercise: null });
  const principals = [...world.people.values()].filter(({ active, org, role }) => active && org === check.school && role === 'principal');
  const above = [...onSeat(world, check.school, 'leader', turn.at), ...principals].map(({ id }) => id);
  for (const person of new Set([...above, ...safetyOf(world, check.school)])) {
    const id = `inb-missed-${check.id}-${person}`;
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: check.school,
      at: turn.at,
      kind: 'duty_check_missed',
      subject: 'dutyCheck',
      subjectId: check.id,
      facts: { post: world.seats.get(check.seat)?.name ?? check.seat },
      as: 'supervisor',
      readAt: null,
    });
  }
  return missed;
};

/** Its time is over; asked again, because it may have been answered meanwhile. */
export const checkDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const check = turn.put.dutyCheck.get(row.subject) ?? service.facts.get('dutyCheck', row.subject);
  if (check?.open && !check.missed && isMissedAt(check, turn.at)) miss(service, turn, check);
};

/** The system's own check. Fire goes before everything (domain B4): nobody is asked for their presence in an emergency. */
export const checkNextDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const world = service.world();
  const seat = world.seats.get(row.subject);
  if (!seat?.active || !seat.held) return;
  const emergency = [...world.incidents.values()].some(({ school, exercise }) => exercise === null && sees(world, seat.school, school));
  const waiting = waitingAt(service, seat.id);
  if (emergency || (waiting && !waiting.missed)) {
    turn.due.set(row.key, { ...row, dueAt: turn.at + service.policies.duty.checks.answerMinutes * minuteMs });
    return;
  }
  // A page cannot know the system's volume: a console is asked by sound.
  const check = issue(service, turn, seat, seat.console ? 'audible' : 'random', 'system');
  armCheck(service, turn, seat, check.id);
};
