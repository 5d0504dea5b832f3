/** What people do to be ready for an emergency: plans, musters, supplies, teams. */
import type {
  Muster,
  MusterCount,
  ResponsePlan,
  ResponsePlanForm,
  SchoolReadiness,
  Supply,
  SupplyForm,
  Team,
  TeamForm,
} from '../contracts/response.ts';
import type { Actor, Result } from '../ports.ts';

export interface ResponseActs {
  /** `ifMatch` null = the caller did not say which version it saw. */
  readonly putResponsePlan: (actor: Actor, id: string, form: ResponsePlanForm, ifMatch: number | null) => Result<ResponsePlan>;
  readonly approveResponsePlan: (actor: Actor, id: string, ifMatch: number | null) => Result<ResponsePlan>;
  /** Plans that hold, held or are to hold for a school: its own, and those of the organisations above it. */
  readonly responsePlansFor: (school: string) => ResponsePlan[];
  readonly startMuster: (actor: Actor, incident: string) => Result<Muster>;
  readonly countHeads: (actor: Actor, muster: string, count: MusterCount) => Result<Muster>;
  readonly endMuster: (actor: Actor, muster: string) => Result<Muster>;
  readonly putSupply: (actor: Actor, id: string, form: SupplyForm, ifMatch: number | null) => Result<Supply>;
  readonly checkSupply: (actor: Actor, id: string) => Result<Supply>;
  readonly putTeam: (actor: Actor, id: string, form: TeamForm, ifMatch: number | null) => Result<Team>;
  readonly readiness: (school: string) => SchoolReadiness;
}
