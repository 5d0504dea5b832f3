/**
 * 值班台: the screens of the duty room that must prove that somebody can see and hear them. The proofs themselves are
 * held by the live screens and never stored: while all is well nothing is written. Each tick compares what they prove
 * with what is known, so a process with no screen at all notices a loss as well, and so does one that has just begun.
 */
import type { ConsoleActs } from '../acts/consoles.ts';
import type { Console, Seat } from '../contracts/rota.ts';
import { sees } from '../core/access/policy.ts';
import { isAttended } from '../core/consoles/attended.ts';
import type { ConsoleJudgement } from '../core/consoles/judge.ts';
import { judgeConsole, sameJudgement } from '../core/consoles/judge.ts';
import { mustBeHeld } from '../core/rota/hours.ts';
import { ownersOf } from '../core/rota/on-duty.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { consoleLost, endLadder, startLadder } from './escalate.ts';
import { schoolOrNull } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const isConsole = (seat: Seat): boolean => seat.console && seat.active;

const unbegun = ({ id, school }: Seat, at: number): Console => ({
  id,
  version: 0,
  school,
  state: 'off',
  faults: [],
  since: at,
  person: null,
});

const keepConsole = (service: Service, turn: Turn, after: Console): Console => {
  const kept = { ...after, version: after.version + 1 };
  service.world().consoles.set(kept.id, kept);
  turn.put.console.set(kept.id, kept);
  noteChange(turn, 'console', kept);
  return kept;
};

const note = (
  service: Service,
  turn: Turn,
  actor: string,
  act: `console.${string}`,
  { id, school }: Console,
  detail: Readonly<Record<string, unknown>>,
): void => audit(turn, { actor, act, subject: 'console', subjectId: id, school: schoolOrNull(service.world(), school), detail });

/** What follows from a console's new state: who is told, where the school's waiting alarms go. */
const follow = (service: Service, turn: Turn, before: Console, after: Console): void => {
  const { id, school } = after;
  if (after.state === 'lost' && before.state !== 'lost') {
    note(service, turn, 'system', 'console.lost', after, { faults: after.faults, person: after.person });
    startLadder(service, turn, { ladder: 'console', subject: 'console', subjectId: id, school, exercise: null });
  }
  if (before.state === 'lost' && after.state !== 'lost') {
    note(service, turn, 'system', after.state === 'attended' ? 'console.back' : 'console.off', after, {
      seconds: Math.round((turn.at - before.since) / 1000),
    });
    endLadder(service, turn, 'console', id);
  }
  if (before.state === 'attended' && after.state !== 'attended' && !isAttended(service.world(), school)) consoleLost(service, turn, school);
};

const judged = (service: Service, turn: Turn, before: Console, { state, faults }: ConsoleJudgement): Console => {
  const since = state === before.state ? before.since : turn.at;
  const after = keepConsole(service, turn, { ...before, state, faults, since });
  follow(service, turn, before, after);
  return after;
};

/** Compares every console with what its screens prove now. */
export const reviewConsoles = (service: Service, turn: Turn): void => {
  const { consoles, seats } = service.world();
  for (const seat of seats.values()) {
    const known = consoles.get(seat.id);
    if (known === undefined && !isConsole(seat)) continue;
    const before = known ?? unbegun(seat, turn.at);
    const held = (): boolean => isConsole(seat) && mustBeHeld(seat, turn.at);
    const judgement = judgeConsole(before, service.consoleProof(seat.id), held, service.policies.consoles);
    if (known === undefined || !sameJudgement(known, judgement)) judged(service, turn, before, judgement);
  }
};

/** A missed 查岗 that had to be heard: whoever sits there, if anybody, does not hear the alarms either. */
export const consoleCheckMissed = (service: Service, turn: Turn, seat: string): void => {
  const before = service.world().consoles.get(seat);
  if (before === undefined || before.state === 'off' || before.faults.includes('check_missed')) return;
  judged(service, turn, before, { state: 'lost', faults: [...before.faults.filter((fault) => fault !== 'slow'), 'check_missed'] });
};

/** Somebody heard and answered; what else the console lacks is seen at the next review. */
export const consoleCheckAnswered = (service: Service, turn: Turn, seat: string): void => {
  const before = service.world().consoles.get(seat);
  if (before?.faults.includes('check_missed'))
    keepConsole(service, turn, { ...before, faults: before.faults.filter((fault) => fault !== 'check_missed') });
};

const refused = (status: 403 | 404, code: string, detail: string): Result<never> => ({ ok: false, status, code, detail });

/** Whose rota it is answers for the seat; where the rota names nobody, any duty person of the place may sit down. */
const belongsThere = (service: Service, actor: Actor, seat: Seat): boolean => {
  const owners = ownersOf(service.world(), seat, service.clock.now());
  return owners.length === 0 ? actor.org === seat.school : owners.some(({ id }) => id === actor.id);
};

const attendConsole = (service: Service, actor: Actor, id: string, pressed: boolean): Result<Console> => {
  const world = service.world();
  const seat = world.seats.get(id);
  if (seat === undefined || !isConsole(seat) || !sees(world, actor.org, seat.school)) return refused(404, 'not_found', 'no such console');
  // A token is nobody who could sit there.
  if (!world.people.has(actor.id) || !belongsThere(service, actor, seat))
    return refused(403, 'not_on_seat', 'somebody else is on this seat');
  const turn = newTurn(service.clock.now());
  const before = world.consoles.get(id) ?? unbegun(seat, turn.at);
  const missed = pressed && before.faults.includes('check_missed');
  if (before.person === actor.id && !missed) return { ok: true, value: before };
  const faults = missed ? before.faults.filter((fault) => fault !== 'check_missed') : before.faults;
  const after = keepConsole(service, turn, { ...before, person: actor.id, faults });
  note(service, turn, actor.id, 'console.begun', after, {});
  service.commit(turn);
  return { ok: true, value: after };
};

/** GB 26875.1 and GB 25506 want it shown within 10 s: what took longer goes to phones, seen or not. */
const paintedLate = (service: Service, id: string, alarm: string, tookMs: number): void => {
  const turn = newTurn(service.clock.now());
  const seat = service.world().consoles.get(id);
  if (seat === undefined) return;
  const { breachMs, slowMs } = service.policies.consoles;
  const breach = tookMs > breachMs;
  note(service, turn, 'system', 'console.slow', seat, { alarm, tookMs: Math.round(tookMs), limitMs: breach ? breachMs : slowMs });
  if (breach) consoleLost(service, turn, seat.school);
  service.commit(turn);
};

export const consoleActs = (service: Service): ConsoleActs => ({
  attendConsole: (actor, seat, pressed) => attendConsole(service, actor, seat, pressed),
  paintedLate: (seat, alarm, tookMs) => paintedLate(service, seat, alarm, tookMs),
});
