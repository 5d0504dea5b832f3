/** What people do about a confirmed emergency. */
import type { AllowedAction } from '../contracts/alarm.ts';
import type { Incident, IncidentActionRequest } from '../contracts/incident.ts';
import type { Actor, Result } from '../ports.ts';

export interface IncidentActs {
  /** `ifMatch` null = the caller did not say which version it saw. */
  readonly onIncident: (actor: Actor, id: string, request: IncidentActionRequest, ifMatch: number | null) => Result<Incident>;
  readonly allowedIncidentActions: (incident: Incident, actor: Actor) => AllowedAction[];
}
