/** What people do about drills, and about looking at the spot: cameras and runners. */
import type { Drill, DrillForm, DrillReport, RunnerTask } from '../contracts/drill.ts';
import type { Sight } from '../contracts/sight.ts';
import type { Actor, Result } from '../ports.ts';

/** `ifMatch` null = the caller did not say which version it saw. */
export interface DrillActs {
  readonly planDrill: (actor: Actor, form: DrillForm) => Result<Drill>;
  readonly startDrill: (actor: Actor, id: string, ifMatch: number | null) => Result<Drill>;
  readonly endDrill: (actor: Actor, id: string, ifMatch: number | null) => Result<Drill>;
  readonly cancelDrill: (actor: Actor, id: string, ifMatch: number | null) => Result<Drill>;
  readonly drillReport: (id: string) => DrillReport | null;
}

export interface SightActs {
  readonly sightOf: (alarm: string) => Sight | null;
  /** Asks the room's cameras for fresh pictures; one that is being fetched is not asked twice. */
  readonly lookAgain: (actor: Actor, alarm: string) => Result<Sight>;
  readonly sendRunner: (actor: Actor, alarm: string, person: string) => Result<RunnerTask>;
  /** `space` = the room whose wall code was scanned; null = by the runner's word. */
  readonly runnerArrived: (actor: Actor, task: string, space: string | null) => Result<RunnerTask>;
  readonly runnerFound: (actor: Actor, task: string, finding: 'real' | 'false' | 'unclear') => Result<RunnerTask>;
}
