/**
 * What one transaction will write. A flow opens a turn, changes the world and notes every change here; the only way
 * out is `commit(turn)`: all of it becomes durable at once, or none of it and the world is read again.
 */
import type { ChangeType } from '../contracts/live.ts';
import type { ArrivalRow, AuditEntry, DueRow, EventRow, NoticeRow, Noun, NounTypes, PointBatch } from '../ports.ts';

export interface RejectedDraft {
  readonly topic: string;
  readonly identity: string;
  readonly school: string | null;
  readonly reason: string;
  readonly detail: string;
  readonly payload: Uint8Array;
  /** Rows with the same key are counted, not repeated. */
  readonly key: string;
}

export interface ChangeDraft {
  readonly type: ChangeType;
  readonly id: string;
  readonly school: string;
  readonly value: unknown;
}

/** A message that can only be recognised by its boot and sequence numbers. */
export interface SeenRow {
  readonly device: string;
  readonly hash: number;
  readonly at: number;
}

export interface Turn {
  readonly at: number;
  readonly put: { readonly [N in Noun]: Map<string, NounTypes[N]> };
  readonly points: PointBatch;
  readonly events: EventRow[];
  /** By their whole key: counts of one turn are added up before they are written. */
  readonly arrivals: Map<string, ArrivalRow>;
  readonly rejected: RejectedDraft[];
  readonly audit: AuditEntry[];
  /** By `type|id`: within one turn the last state wins. */
  readonly changes: Map<string, ChangeDraft>;
  /** null = the moment is no longer awaited. */
  readonly due: Map<string, DueRow | null>;
  readonly notices: NoticeRow[];
  readonly seen: SeenRow[];
  /** Former states of these are erased by law, and with `said` what was said about them; what this turn itself says stands. */
  readonly erased: { readonly subject: string; readonly subjectId: string; readonly said: boolean }[];
  /** What follows from the turn as a whole, done once before it is written, however many messages brought it about. */
  readonly endings: Map<string, () => void>;
}

export const newTurn = (at: number): Turn => ({
  at,
  put: {
    org: new Map(),
    space: new Map(),
    device: new Map(),
    person: new Map(),
    alarm: new Map(),
    incident: new Map(),
    hazard: new Map(),
    evidence: new Map(),
    post: new Map(),
    dutySheet: new Map(),
    gridCell: new Map(),
    taskForce: new Map(),
    risk: new Map(),
    measure: new Map(),
    document: new Map(),
    incidentReport: new Map(),
    finding: new Map(),
    accountability: new Map(),
    inboxItem: new Map(),
    seat: new Map(),
    shift: new Map(),
    leave: new Map(),
    handover: new Map(),
    dutyCheck: new Map(),
    logEntry: new Map(),
    console: new Map(),
    call: new Map(),
    storm: new Map(),
    maintenance: new Map(),
    responsePlan: new Map(),
    muster: new Map(),
    supply: new Map(),
    team: new Map(),
    responder: new Map(),
    request: new Map(),
    phoneTask: new Map(),
    capMessage: new Map(),
    drill: new Map(),
    runnerTask: new Map(),
  },
  points: { series: [], at: [], value: [] },
  events: [],
  arrivals: new Map(),
  rejected: [],
  audit: [],
  changes: new Map(),
  due: new Map(),
  notices: [],
  seen: [],
  erased: [],
  endings: new Map(),
});

export const noteChange = (turn: Turn, type: ChangeType, value: { readonly id: string; readonly school: string }): void => {
  turn.changes.set(`${type}|${value.id}`, { type, id: value.id, school: value.school, value });
};
