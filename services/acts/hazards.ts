/** What people do with hazards: the flows do it, the API's routes ask for it. */
import type { AllowedAction } from '../contracts/alarm.ts';
import type { Hazard, HazardReport } from '../contracts/hazard.ts';
import type { InboxItem } from '../contracts/inbox.ts';
import type { Actor, Result } from '../ports.ts';

/** Any action named in the transition table, with what its form brings. */
export type HazardActionRequest = Readonly<Record<string, unknown>> & { readonly action: string };

/** What the public writes on the page behind a QR code; nobody signs in. */
export interface PublicReport {
  readonly key: string;
  readonly school: string;
  readonly space: string | null;
  readonly category: HazardReport['category'];
  readonly description: string;
  /** How to ask back, if they want to; kept in an erasable row. */
  readonly contact: string | null;
  readonly photos: readonly string[];
}

export interface HazardActs {
  /** `ifMatch` null = the caller did not say which version it saw. */
  readonly onHazard: (actor: Actor, id: string, request: HazardActionRequest, ifMatch: number | null) => Result<Hazard>;
  /** The same `key` again answers the same hazard. */
  readonly reportHazard: (actor: Actor, report: HazardReport) => Result<Hazard>;
  readonly reportByPublic: (report: PublicReport) => Result<Hazard>;
  readonly allowedHazardActions: (hazard: Hazard, actor: Actor) => AllowedAction[];
  readonly readInbox: (actor: Actor, id: string) => Result<InboxItem>;
}
