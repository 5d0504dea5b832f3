/** What people do in the duty room: the rota, handovers, presence checks, the log. */
import type { DutyCheck, Gap, Handover, Leave, LogEntry, Seat, SeatForm, Shift, ShiftForm } from '../contracts/rota.ts';
import type { Actor, Result } from '../ports.ts';

export interface SwapForm {
  readonly person: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly reason: 'swap' | 'leave';
}

export interface LogForm {
  readonly school: string;
  readonly text: string;
  readonly subject: 'alarm' | 'incident' | 'hazard' | null;
  readonly subjectId: string | null;
}

/** `ifMatch` null = the caller did not say which version it saw. */
export interface RotaActs {
  readonly putSeat: (actor: Actor, id: string, form: SeatForm, ifMatch: number | null) => Result<Seat>;
  /** All of them or none. */
  readonly addShifts: (actor: Actor, forms: readonly ShiftForm[]) => Result<{ readonly items: Shift[] }>;
  readonly cancelShift: (actor: Actor, id: string, ifMatch: number | null) => Result<Shift>;
  /** Somebody else in a part of this shift's time, or all of it. */
  readonly swapShift: (actor: Actor, id: string, form: SwapForm, ifMatch: number | null) => Result<Shift>;
  readonly addLeave: (actor: Actor, form: { readonly person: string; readonly startsAt: number; readonly endsAt: number }) => Result<Leave>;
  readonly cancelLeave: (actor: Actor, id: string, ifMatch: number | null) => Result<Leave>;
  readonly rotaGaps: (school: string, days: number) => Gap[];
  /** The sheet is the system's; the giver is who holds the seat. */
  readonly openHandover: (actor: Actor, seat: string, taker: string) => Result<Handover>;
  /** The giver first, then the taker: with the second signature responsibility moves. */
  readonly signHandover: (actor: Actor, id: string, ifMatch: number | null) => Result<Handover>;
  readonly cancelHandover: (actor: Actor, id: string, ifMatch: number | null) => Result<Handover>;
  /** As it would be signed now, where it is not signed by both yet. */
  readonly handoverNow: (handover: Handover) => Handover;
  readonly issueDutyCheck: (actor: Actor, seat: string, kind: 'remote' | 'audible') => Result<DutyCheck>;
  readonly answerDutyCheck: (actor: Actor, id: string) => Result<DutyCheck>;
  readonly writeLog: (actor: Actor, form: LogForm) => Result<LogEntry>;
}
