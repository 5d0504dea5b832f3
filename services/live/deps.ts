/** What the live screens need from the rest; `app.ts` provides it. */
import type { Alarm, AllowedAction } from '../contracts/alarm.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { Identities, Principal } from '../core/access/identity.ts';
import type { World } from '../core/world.ts';
import type { Actor, Clock, Facts } from '../ports.ts';

export interface LiveLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A screen's report that it has painted an alarm. */
export interface PaintReport {
  readonly alarm: string;
  /** By the screen's own clock. */
  readonly paintedAt: number;
  readonly reportedAt: number;
  readonly by: Principal;
}

export interface LiveDeps {
  readonly clock: Clock;
  readonly log: LiveLog;
  world(): World;
  readonly facts: Pick<Facts, 'get' | 'changesAfter' | 'lastChange' | 'pressingHazards' | 'hazardTally'>;
  readonly identities: Identities;
  allowedAlarmActions(alarm: Alarm, actor: Actor): AllowedAction[];
  allowedHazardActions(hazard: Hazard, actor: Actor): AllowedAction[];
  /** Newest reading of each metric. */
  latest(device: string): Record<string, { value: number; at: number }>;
  painted(report: PaintReport): void;
  readonly settings: { readonly publicUrl: string | null; readonly trustProxy: boolean };
}
