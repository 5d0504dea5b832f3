/** What the live screens need from the rest; `app.ts` provides it. */
import type { Alarm, AllowedAction } from '../contracts/alarm.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { Incident } from '../contracts/incident.ts';
import type { Console } from '../contracts/rota.ts';
import type { Identities, Principal } from '../core/access/identity.ts';
import type { ConsolePolicy } from '../core/consoles/policy.ts';
import type { World } from '../core/world.ts';
import type { Actor, Clock, Facts, Result } from '../ports.ts';

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
  readonly facts: Pick<Facts, 'get' | 'list' | 'changesAfter' | 'lastChange' | 'pressingHazards' | 'hazardTally'>;
  readonly identities: Identities;
  allowedAlarmActions(alarm: Alarm, actor: Actor): AllowedAction[];
  allowedIncidentActions(incident: Incident, actor: Actor): AllowedAction[];
  allowedHazardActions(hazard: Hazard, actor: Actor): AllowedAction[];
  /** Newest reading of each metric. */
  latest(device: string): Record<string, { value: number; at: number }>;
  painted(report: PaintReport): void;
  /** An alarm that is not new stands painted on this screen: whoever is called by it has been reached. */
  shown(alarm: string, by: Principal): void;
  readonly consoles: {
    readonly policy: ConsolePolicy;
    attend(actor: Actor, seat: string, pressed: boolean): Result<Console>;
    paintedLate(seat: string, alarm: string, tookMs: number): void;
  };
  readonly settings: { readonly publicUrl: string | null; readonly trustProxy: boolean };
}
