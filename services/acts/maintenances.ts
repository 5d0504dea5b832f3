/** What people do about maintenance windows. */
import type { Maintenance, MaintenanceForm } from '../contracts/storm.ts';
import type { Actor, Result } from '../ports.ts';

export interface MaintenanceActs {
  readonly planMaintenance: (actor: Actor, form: MaintenanceForm) => Result<Maintenance>;
  /** Ends it at once, also before it has begun. */
  readonly cancelMaintenance: (actor: Actor, id: string, ifMatch: number | null) => Result<Maintenance>;
}
