/**
 * What a rule is, and what judging a device's readings gives. Rule kinds are one file each; instances are data in
 * `config/rules.yaml`.
 *
 * All timing is by event time: a duration is the time between readings, so data loss never fires a rule, and a
 * recording replayed at any speed is judged alike. Rule state is derived: it may be dropped at any moment and rebuilt
 * by judging the stored readings of the last `lookbackMs` again.
 */
import type { Because } from '../../contracts/alarm.ts';
import type { AlarmKind, EventType, Level, Severity } from '../../contracts/values.ts';

export interface Signal {
  readonly kind: AlarmKind;
  readonly state: 'active' | 'cleared';
  readonly level: Level;
  readonly severity: Severity;
  readonly at: number;
  readonly rule: { readonly id: string; readonly version: number };
  readonly because: Because;
  /** A device event counts each time; a crossing counts once. */
  readonly trigger: boolean;
}

/** The parts of a device its rules may depend on. */
export interface JudgedDevice {
  readonly id: string;
  readonly school: string;
  readonly space: string | null;
  readonly type: string;
  readonly spaceUse: string | null;
  readonly reportIntervalSeconds: number;
}

export interface JudgedReading {
  readonly metric: string;
  readonly value: number;
  /** Epoch ms. */
  readonly at: number;
}

export interface JudgedEvent {
  readonly event: EventType;
  readonly state: 'active' | 'cleared';
  readonly at: number;
  readonly confidence: number | null;
  readonly text: string | null;
}
