/** What people do about being called: they take an alarm on, from wherever they are. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Person } from '../contracts/place.ts';
import type { ClaimLink } from '../core/escalation/claim-link.ts';
import type { Actor } from '../ports.ts';

/** `owner` = who has it: the person who claims, or whoever was quicker. */
export type Claim =
  | { readonly ok: true; readonly alarm: Alarm; readonly owner: Person | null }
  | {
      readonly ok: false;
      readonly status: 403 | 404 | 409;
      readonly code: string;
      readonly owner: Person | null;
      readonly alarm: Alarm | null;
    };

export interface CallActs {
  /** A screen of this person has painted the alarm: the receipt of a call by screen. */
  readonly alarmShown: (person: string, alarm: string) => void;
  /** Takes an alarm on: one owner, whoever is first; again by the owner changes nothing. */
  readonly claim: (actor: Actor, alarm: string) => Claim;
  /**
   * The same by the link in a notice, as the person it was sent to. `occurrence` = what the person saw of the alarm;
   * null = the link's page was not looked at.
   */
  readonly claimByLink: (link: ClaimLink, occurrence: number | null) => Claim;
}
