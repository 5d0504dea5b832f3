/** What the flows need from the world outside; adapters provide it, `app.ts` wires it. */
import type { Alarm } from './contracts/alarm.ts';
import type { FormalDocument } from './contracts/document.ts';
import type { Evidence } from './contracts/evidence.ts';
import type { Hazard, Tally } from './contracts/hazard.ts';
import type { InboxItem } from './contracts/inbox.ts';
import type { Incident } from './contracts/incident.ts';
import type { ChangeType } from './contracts/live.ts';
import type { Device, Org, Person, Rejected, SeriesPoint, Space, Why } from './contracts/place.ts';
import type { Accountability, Finding, IncidentReport } from './contracts/reporting.ts';
import type { DutySheet, GridCell, Post, TaskForce } from './contracts/responsibility.ts';
import type { Measure, Risk } from './contracts/risk.ts';
import type { Role } from './contracts/values.ts';
import type { Turn } from './core/turn.ts';

export interface Clock {
  /** Epoch ms. */
  now(): number;
}

/** Readings of one batch, column by column; index i is one reading. */
export interface PointBatch {
  readonly series: number[];
  /** Event time, epoch ms. */
  readonly at: number[];
  readonly value: number[];
}

/** Raw readings of one series in order of time (then of arrival). */
export interface RawPoints {
  readonly at: readonly number[];
  readonly value: readonly number[];
}

/**
 * Time series of device metrics. Writes happen inside the facts' transaction (`journal`), so a reading is exactly as
 * durable as the alarm it raised; chunks are cut from the journal later.
 */
export interface SeriesStore {
  /** Number of a device's metric; a new one is made known durably with the next `journal`. */
  seriesOf(device: string, metric: string): number;
  /** Inside the open transaction. */
  journal(points: PointBatch, receivedAt: number): void;
  /** After COMMIT: the batch becomes readable. */
  settle(): void;
  /** After ROLLBACK: as if `journal` had not been called. */
  discard(): void;
  /** Raw readings with from ≤ at < to, at most `limit` newest; embedded data only. */
  recent(device: string, metric: string, from: number, to: number, limit?: number): RawPoints;
  /** Metrics known of a device. */
  metricsOf(device: string): readonly string[];
  /** Newest reading by event time. */
  latest(device: string, metric: string): { at: number; value: number } | null;
  /** Is there a point with exactly this time and value? */
  has(device: string, metric: string, at: number, value: number): boolean;
  /** `from` inclusive, `to` exclusive; contract `/devices/{id}/series`. */
  read(device: string, metric: string, from: number, to: number, points: number): Promise<SeriesPoint[]>;
  /** Cuts chunks, trims the journal, applies retention. Runs in its own short transactions. */
  tend(now: number): void;
}

/** Nouns kept as documents with a few indexed columns; one row each in `store/nouns.ts`. */
export interface NounTypes {
  org: Org;
  space: Space;
  device: Device;
  person: Person;
  alarm: Alarm;
  incident: Incident;
  hazard: Hazard;
  evidence: Evidence;
  post: Post;
  dutySheet: DutySheet;
  gridCell: GridCell;
  taskForce: TaskForce;
  risk: Risk;
  measure: Measure;
  document: FormalDocument;
  incidentReport: IncidentReport;
  finding: Finding;
  accountability: Accountability;
  inboxItem: InboxItem;
}
export type Noun = keyof NounTypes;

export interface ListQuery {
  /** Equality on indexed columns (`school`, `device`, `kind`, `level`, `open`, `state`, …). */
  readonly where?: Readonly<Record<string, string | number | boolean>>;
  /** Schools the asker may see; null = all. */
  readonly schools: readonly string[] | null;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

export interface ChangeRow {
  readonly seq: number;
  readonly at: number;
  readonly type: ChangeType;
  readonly id: string;
  readonly school: string;
  readonly value: unknown;
}

export interface AuditEntry {
  readonly at: number;
  /** Person id, `device:ID`, `operator` (command line) or `system`. */
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly subjectId: string;
  readonly school: string | null;
  /** No text that a person typed, no names of minors: this stays for ever. */
  readonly detail: Readonly<Record<string, unknown>>;
  /**
   * What a person typed, by field: kept in erasable rows, only salted hashes of it on the chain. null = erased by law
   * (a minor's personal data), the chain whole.
   */
  readonly said?: Readonly<Record<string, string | null>>;
}

export interface NoticeRow {
  readonly alarm: string;
  readonly person: string;
  readonly at: number;
  readonly channel: string;
  readonly told: boolean;
  readonly gates: Why['gates'];
}

export interface EventRow {
  readonly device: string;
  readonly school: string;
  readonly at: number;
  readonly receivedAt: number;
  readonly event: string;
  readonly state: string;
  readonly late: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A moment at which something must be looked at again. `key` is unique: putting it again moves it. */
export interface DueRow {
  readonly key: string;
  readonly kind: string;
  readonly dueAt: number;
  readonly subject: string;
}

/** Reading side of the facts; the writing side is `commit` alone. */
export interface Facts {
  get<N extends Noun>(noun: N, id: string): NounTypes[N] | null;
  list<N extends Noun>(noun: N, query: ListQuery): Page<NounTypes[N]>;
  /** Audit entries about one subject, oldest first. */
  timeline(subject: string, subjectId: string): AuditEntry[];
  rejected(query: ListQuery): Page<Rejected>;
  /** What a device said happened, newest first. */
  events(device: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Page<EventRow>;
  notice(alarm: string, person: string): NoticeRow | null;
  /** Changes after `since` in these schools, oldest first; null when they are no longer all kept. */
  changesAfter(since: number, schools: readonly string[] | null, types: readonly ChangeType[], limit: number): ChangeRow[] | null;
  /** Open hazards that press most: overdue ones, then major ones, then the newest; null = all schools. */
  pressingHazards(schools: readonly string[] | null, limit: number): Hazard[];
  /** How many messages this person has not read. */
  unread(person: string): number;
  /** Counts of each school that has any hazard, `org` = the school. */
  hazardTally(schools: readonly string[] | null): Tally[];
  /** Number of the newest change in these schools; 0 when none. */
  lastChange(schools: readonly string[] | null, types: readonly ChangeType[]): number;
}

/** Who acts: a signed-in person or token, the operator's command line, or the system itself. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly org: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: 400 | 403 | 404 | 409 | 412; readonly code: string; readonly detail: string };

/** The one way out of a flow: durable, then pushed to the screens. Throws only when the store cannot write. */
export type Commit = (turn: Turn) => void;

/** HMAC-SHA-256 of a device's or gateway's secret under the installation's key. */
export interface Credentials {
  /** Makes a new ≥128-bit secret for an identity, replacing any before; the plain secret exists only in the answer. */
  issue(identity: string): string;
  verify(identity: string, secret: Uint8Array): boolean;
  revoke(identity: string): void;
}

/** One PUBLISH, as the broker's door hands it in. */
export interface Message {
  /** The authenticated identity it came from. */
  readonly identity: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly receivedAt: number;
}

/** Counts for /metrics, by what became of the messages. */
export interface IngestCounts {
  messages: number;
  readings: number;
  events: number;
  duplicates: number;
  rejected: Record<string, number>;
}
