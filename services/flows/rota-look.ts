/** Every day the rota is looked at for the days ahead; what is wrong with it is told once, not every day again. */
import type { Gap } from '../contracts/rota.ts';
import { dayMs, dayStart } from '../core/calendar.ts';
import { findGaps, gapKey } from '../core/rota/gaps.ts';
import { hasRota } from '../core/rota/on-duty.ts';
import type { Turn } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { forgetPast, gapTermsOf } from './hold-seats.ts';
import { safetyOf, schoolOrNull } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const minuteMs = 60_000;
const hourMs = 3600_000;

/** What one look writes down at most; the rest is told with the next one. */
const toldAtOnce = 200;

const arm = (turn: Turn, school: string, dueAt: number): void => {
  const key = `rota_look:${school}`;
  turn.due.set(key, { key, kind: 'rota_look', dueAt, subject: school });
};

/** After a change, when whoever plans is done. */
export const lookSoon = (service: Service, turn: Turn, school: string): void =>
  arm(turn, school, turn.at + service.policies.duty.rota.lookAfterChangeMinutes * minuteMs);

/** What was told in looks before: the chain is the memory, so that no restart tells anything twice. */
const toldBefore = (service: Service, school: string, since: number): Gap[] =>
  service.facts
    .timeline('rota', school)
    .filter(({ act, at }) => act === 'rota.gaps_found' && at >= since)
    .flatMap(({ detail }) => detail['gaps'] as Gap[]);

/** The same gap, seen further: it touches a stretch that was told. */
const isTold =
  (told: readonly Gap[]) =>
  (gap: Gap): boolean =>
    told.some((one) => gapKey(one) === gapKey(gap) && one.from <= gap.to && gap.from <= one.to);

const tell = (service: Service, turn: Turn, school: string, gaps: readonly Gap[]): void => {
  const world = service.world();
  const principals = [...world.people.values()].filter(({ active, org, role }) => active && org === school && role === 'principal');
  for (const person of new Set([...safetyOf(world, school), ...principals.map(({ id }) => id)])) {
    const id = service.newId('inb');
    turn.put.inboxItem.set(id, {
      id,
      person,
      school,
      at: turn.at,
      kind: 'rota_gaps',
      subject: 'rota',
      subjectId: school,
      facts: { count: String(gaps.length), from: String(Math.min(...gaps.map(({ from }) => from))) },
      as: 'safety_officer',
      readAt: null,
    });
  }
};

export const rotaLookDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const world = service.world();
  const school = row.subject;
  forgetPast(world, turn.at);
  if (!hasRota(world, school)) return;
  const { daysAhead, lookAtHour } = service.policies.duty.rota;
  const today = dayStart(turn.at) + lookAtHour * hourMs;
  arm(turn, school, today > turn.at ? today : today + dayMs);
  const gaps = findGaps(world, school, turn.at, turn.at + daysAhead * dayMs, gapTermsOf(service));
  const told = toldBefore(service, school, turn.at - 2 * daysAhead * dayMs);
  const fresh = gaps.filter((gap) => !isTold(told)(gap)).slice(0, toldAtOnce);
  if (fresh.length === 0) return;
  audit(turn, {
    actor: 'system',
    act: 'rota.gaps_found',
    subject: 'rota',
    subjectId: school,
    school: schoolOrNull(world, school),
    detail: { gaps: fresh },
  });
  tell(service, turn, school, fresh);
};
