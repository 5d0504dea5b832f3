/** What the flows need from the world outside; adapters provide it, `app.ts` wires it. */
import type { Alarm } from './contracts/alarm.ts';
import type { Call, ChannelId } from './contracts/call.ts';
import type { FormalDocument } from './contracts/document.ts';
import type { Drill, RunnerTask } from './contracts/drill.ts';
import type { Evidence } from './contracts/evidence.ts';
import type { Hazard, Tally } from './contracts/hazard.ts';
import type { InboxItem } from './contracts/inbox.ts';
import type { Incident } from './contracts/incident.ts';
import type { ChangeType } from './contracts/live.ts';
import type { Device, Org, Person, Rejected, SeriesPoint, Space, Why } from './contracts/place.ts';
import type { Accountability, Finding, IncidentReport } from './contracts/reporting.ts';
import type { AssistanceRequest, CapMessage, PhoneTask, Responder } from './contracts/responder.ts';
import type { Muster, ResponsePlan, Supply, Team } from './contracts/response.ts';
import type { DutySheet, GridCell, Post, TaskForce } from './contracts/responsibility.ts';
import type { Measure, Risk } from './contracts/risk.ts';
import type { Console, DutyCheck, Handover, Leave, LogEntry, Seat, Shift } from './contracts/rota.ts';
import type { Maintenance, Storm } from './contracts/storm.ts';
import type { Bilingual, Role } from './contracts/values.ts';
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
  seat: Seat;
  shift: Shift;
  leave: Leave;
  handover: Handover;
  dutyCheck: DutyCheck;
  logEntry: LogEntry;
  console: Console;
  call: Call;
  storm: Storm;
  maintenance: Maintenance;
  responsePlan: ResponsePlan;
  muster: Muster;
  supply: Supply;
  team: Team;
  responder: Responder;
  request: AssistanceRequest;
  phoneTask: PhoneTask;
  capMessage: CapMessage;
  drill: Drill;
  runnerTask: RunnerTask;
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

/**
 * Triggers of one device and kind within one step of time, by what became of them: `arrived` at the door, of an alarm, or
 * dropped for a reason. What balances a storm and measures a seat's load.
 */
export interface ArrivalRow {
  readonly school: string;
  /** Begin of the step, by receipt. */
  readonly at: number;
  readonly device: string;
  readonly kind: string;
  /** '' = none. */
  readonly alarm: string;
  /** '' = it is its alarm's. */
  readonly reason: string;
  readonly severity: string;
  readonly count: number;
  /** How often the alarm made itself heard: opened, graver, or back again. */
  readonly heard: number;
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

/** What a device is told to do. In a drill `args` say so: `{"exercise": true}`. */
export interface DeviceCommand {
  readonly device: string;
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Never carried out after this. */
  readonly expiresAt: number;
}

/** One notice on its way out of the house. `id` is its idempotency key: the same id twice is the same notice. */
export interface Outgoing {
  readonly id: string;
  readonly channel: ChannelId;
  readonly school: string;
  /** 演练: title and text begin with the mark, or the channel refuses to send it. */
  readonly exercise: boolean;
  /** null = no person: a group's robot, a webhook, a siren. */
  readonly person: { readonly id: string; readonly name: string; readonly phone: string | null; readonly email: string | null } | null;
  readonly title: Bilingual;
  readonly text: Bilingual;
  /** Where the person takes it on, without signing in; null = nothing to take on. */
  readonly link: string | null;
  readonly subject: string;
  readonly subjectId: string;
  /** Channel `siren` alone. */
  readonly command?: DeviceCommand;
  readonly at: number;
}

/** `sent` = a provider has it, `delivered` = it reached the person's device. `again`: worth another try later. */
export type Sent =
  | { readonly ok: true; readonly state: 'sent' | 'delivered'; readonly receipt: string | null }
  | { readonly ok: false; readonly code: string; readonly again: boolean };

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
