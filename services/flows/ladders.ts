/** The ladders of what is not an alarm: a missed presence check, a lost console, a responder nobody reaches. */
import type { CallSubject } from '../contracts/call.ts';
import type { LadderStep, OtherLadder } from '../core/escalation/policy.ts';
import type { Turn } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { callsAbout, cancelCalls, momentIn } from './calls.ts';
import type { Matter } from './carry-out.ts';
import { carryOut } from './carry-out.ts';
import type { Service } from './service.ts';

export interface LadderStart {
  readonly ladder: OtherLadder;
  readonly subject: CallSubject;
  readonly subjectId: string;
  readonly school: string;
  readonly exercise: string | null;
}

/** The moment's own record: the ladder stands nowhere else. */
interface Standing extends Matter {
  readonly ladder: OtherLadder;
  readonly since: number;
  readonly next: string;
}

const keyOf = (subject: CallSubject, subjectId: string): string => `ladder:${subject}:${subjectId}`;

const awaitStep = (turn: Turn, standing: Standing, step: LadderStep, dueAt: number): void => {
  const key = keyOf(standing.subject, standing.subjectId);
  turn.due.set(key, { key, kind: 'ladder', dueAt, subject: JSON.stringify({ ...standing, next: step.step }) });
};

/** Carries out every step that is due, in order, none skipped. */
const climb = (service: Service, turn: Turn, standing: Standing): void => {
  const { steps } = service.policies.escalation.others[standing.ladder];
  const { ladder: _, since, next, ...matter } = standing;
  let atOnce = true;
  for (const step of steps.slice(
    Math.max(
      0,
      steps.findIndex((one) => one.step === next),
    ),
  )) {
    const dueAt = since + step.afterSeconds.value * 1000;
    if (!atOnce && dueAt > turn.at) return awaitStep(turn, standing, step, dueAt);
    atOnce = !carryOut(service, turn, matter, step, { canWait: false, isNew: false }).reaches;
  }
};

/** Begins a ladder; one that runs already is not begun twice. */
export const startLadder = (service: Service, turn: Turn, { ladder, ...matter }: LadderStart): void => {
  if (momentIn(service, turn, keyOf(matter.subject, matter.subjectId)) !== null) return;
  const first = service.policies.escalation.others[ladder].steps[0];
  if (!first) return;
  const earlier = callsAbout(service, turn, matter.subject, matter.subjectId).map(({ occurrence }) => occurrence);
  climb(service, turn, { ...matter, ladder, occurrence: Math.max(0, ...earlier) + 1, since: turn.at, next: first.step });
};

export const ladderDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  climb(service, turn, JSON.parse(row.subject) as Standing);
};

/** It is over: nobody else is called about it. */
export const endLadder = (service: Service, turn: Turn, subject: CallSubject, subjectId: string): void => {
  turn.due.set(keyOf(subject, subjectId), null);
  cancelCalls(service, turn, subject, subjectId, 'over');
};
