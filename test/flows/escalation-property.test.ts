/**
 * Whatever fails, whoever is away, whenever the process ends: for every alarm and every person due there is a delivered
 * notice or a named reason, and nothing is sent once somebody has it.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Call } from '../../services/contracts/call.ts';
import type { Role } from '../../services/contracts/values.ts';
import { holds } from '../../services/core/escalation/hold.ts';
import { newTurn } from '../../services/core/turn.ts';
import { callAnswered } from '../../services/flows/calls.ts';
import { why } from '../../services/flows/why.ts';
import type { Answer, Station } from './ladder.ts';
import { accepted, delivered, openStation, refusedForEver, refusedNow } from './ladder.ts';

type Behaviour = 'delivers' | 'silent' | 'fails' | 'fails_now' | 'late_receipt' | 'breaks';
const behaviours: readonly Behaviour[] = ['delivers', 'silent', 'fails', 'fails_now', 'late_receipt', 'breaks'];
const answers: Readonly<Record<Behaviour, Answer>> = {
  delivers: delivered,
  silent: accepted,
  late_receipt: accepted,
  fails: refusedForEver,
  fails_now: refusedNow,
  breaks: () => Promise.reject(new Error('the channel broke')),
};

const personArb = fc.record({
  role: fc.constantFrom<Role>('duty-officer', 'duty-leader', 'principal', 'teacher'),
  phone: fc.boolean(),
  email: fc.boolean(),
  active: fc.boolean(),
  paints: fc.boolean(),
});
const worldArb = fc.record({
  people: fc.array(personArb, { maxLength: 5 }),
  /** null = no rota; a number = that person's turn (or nobody's). */
  seats: fc.option(fc.record({ first: fc.nat(6), second: fc.nat(6), leader: fc.nat(6) })),
  channels: fc.record({
    voice: fc.constantFrom(...behaviours),
    sms: fc.constantFrom(...behaviours),
    email: fc.constantFrom(...behaviours),
  }),
  alarms: fc.array(fc.nat(60), { minLength: 1, maxLength: 3 }),
  ackAt: fc.option(fc.nat(240)),
  restarts: fc.array(fc.nat(240), { maxLength: 3 }),
});
type World = typeof worldArb extends fc.Arbitrary<infer T> ? T : never;

const lengthSeconds = 330;

const populate = (station: Station, world: World): void => {
  world.people.forEach(({ role, phone, email, active }, i) =>
    station.person(`p${i}`, role, { phone: phone ? '13800000000' : null, email: email ? 'a@example.org' : null, active }),
  );
  const { seats } = world;
  if (seats)
    for (const role of ['first', 'second', 'leader'] as const)
      station.seat(role, seats[role] < world.people.length ? `p${seats[role]}` : null);
};

interface Run {
  readonly alarms: string[];
  /** When somebody had it, by alarm; the one acknowledged is the first. */
  readonly takenAt: Map<string, number>;
}

const play = async (station: Station, world: World): Promise<Run> => {
  station.answer = (outgoing) => answers[world.channels[outgoing.channel as 'voice'] ?? 'fails'](outgoing);
  const run: Run = { alarms: [], takenAt: new Map() };
  const painted = new Set<string>();
  const from = station.house.now;
  for (let second = 0; second <= lengthSeconds; second++) {
    world.alarms.forEach((at, i) => {
      if (at === second) run.alarms.push(station.alarm(`d${i}`).id);
    });
    if (world.restarts.includes(second)) station.restart();
    for (const id of run.alarms) {
      world.people.forEach(({ paints }, i) => {
        if (
          paints &&
          !painted.has(`${id} p${i}`) &&
          station.calls(id).some(({ person, state }) => person === `p${i}` && state === 'sent')
        ) {
          painted.add(`${id} p${i}`);
          station.paint(`p${i}`, id);
        }
      });
    }
    const taker = world.people.findIndex(({ role, active }) => active && role !== 'teacher');
    const [first] = run.alarms;
    if (first && world.ackAt === second && taker >= 0 && station.act(`p${taker}`, first, 'verify').ok)
      run.takenAt.set(first, station.house.now);
    for (const call of run.alarms.flatMap((id) => station.calls(id)))
      if (
        call.state === 'sent' &&
        world.channels[call.channel as 'voice'] === 'late_receipt' &&
        station.house.now - (call.sentAt ?? 0) > 20_000
      ) {
        const turn = newTurn(station.house.now);
        callAnswered(station.house.service, turn, call.id, 'delivered', null);
        station.house.store.commit(turn);
      }
    if (second < lengthSeconds) await station.wait(from + (second + 1) * 1000 - station.house.now, 1000);
  }
  return run;
};

const seatOf = { first: 'duty-officer', second: 'duty-officer', leader: 'duty-leader' } as const;

/** Who must have been called so long after an alarm, told apart from the product's own way of finding them. */
const dueAfter = ({ people, seats }: World, passedMs: number): Set<string> => {
  const due = new Set<string>();
  const add = (wanted: (role: Role, place: number) => boolean): void =>
    people.forEach(({ role, active }, i) => void (active && wanted(role, i) && due.add(`p${i}`)));
  for (const [seat, after] of [
    ['first', 0],
    ['second', 30_000],
    ['leader', 60_000],
  ] as const)
    if (passedMs >= after + 1000) add((role, place) => (seats ? seats[seat] === place : role === seatOf[seat]));
  if (passedMs >= 181_000) add((role) => role === 'principal');
  return due;
};

const isNamed = (reason: string): boolean => /^[a-z][a-z_]+$/.test(reason) && reason !== 'unknown';
const key = (call: Call): string => [call.subjectId, call.occurrence, call.step, call.person, call.channel].join(' ');

it('every alarm has, for every person due, a delivered notice or a named reason', async () => {
  const figures = { runs: 0, alarms: 0, answers: 0, told: 0, calls: 0, restarts: 0, acknowledged: 0, due: 0 };
  await fc.assert(
    fc.asyncProperty(worldArb, async (world) => {
      const station = openStation();
      try {
        world.alarms.forEach((_, i) => station.house.addDevice(`d${i}`, { reportIntervalSeconds: 86_400 }));
        populate(station, world);
        const { alarms, takenAt } = await play(station, world);
        const calls = alarms.flatMap((id) => station.calls(id));
        // Planned once each.
        expect(new Set(calls.map(key)).size).toBe(calls.length);
        for (const id of alarms) {
          const alarm = station.now(id);
          // It goes on, ended at the last step, or is held for a named reason: never silent.
          if (alarm.escalation?.nextAt == null && !alarm.acknowledged) expect(alarm.escalation?.step).toBe('bureau');
          for (const person of station.house.store.world().people.keys()) {
            const answer = why(station.house.service, id, person);
            if (!answer.ok) throw new Error(answer.detail);
            const { told, gates } = answer.value;
            expect(gates.every(({ reason }) => isNamed(reason))).toBe(true);
            if (!told)
              expect(
                gates.some(({ passed }) => !passed),
                JSON.stringify(answer.value),
              ).toBe(true);
            figures.answers += 1;
            figures.told += Number(told);
          }
        }
        // By the rota and the roles alone: whoever a step names by its time has a call, and every call an end or a reason.
        for (const id of alarms) {
          const alarm = station.now(id);
          const passed = (takenAt.get(id) ?? station.house.now) - alarm.committedAt;
          for (const person of dueAfter(world, passed)) {
            const own = station.calls(id).filter((call) => call.person === person);
            expect(own.length, `${person} was left untold`).toBeGreaterThan(0);
            for (const call of own)
              if (!['delivered', 'seen'].includes(call.state))
                expect(call.reason ?? (passed < 60_000 || call.state), JSON.stringify(call)).not.toBeNull();
            figures.due += 1;
          }
        }
        for (const [id, at] of takenAt) {
          expect(station.left.filter(({ subjectId, leftAt }) => subjectId === id && leftAt > at)).toEqual([]);
          const waiting = station.calls(id).filter(({ state }) => state === 'planned' || state === 'sending');
          expect(waiting).toEqual([]);
          for (const call of station.calls(id).filter(({ state }) => state === 'cancelled'))
            expect([...holds, 'reached_otherwise']).toContain(call.reason);
        }
        figures.runs += 1;
        figures.alarms += alarms.length;
        figures.calls += calls.length;
        figures.restarts += world.restarts.length;
        figures.acknowledged += takenAt.size;
      } finally {
        station.house.close();
      }
    }),
    { numRuns: Number(process.env['RUNS'] ?? 12) },
  );
  console.log('escalation property', JSON.stringify(figures));
}, 600_000);
