/** What people do about storms, and what they ask of them. */
import type { Storm } from '../contracts/storm.ts';
import type { Sheet } from '../core/storms/balance.ts';
import type { Actor, Result } from '../ports.ts';

export interface StormActs {
  /** All its members in one act; those that left it stay as they are. */
  readonly acknowledgeStorm: (actor: Actor, id: string, ifMatch: number | null) => Result<Storm>;
  /** The storm with its counts as of now. */
  readonly countedStorm: (storm: Storm) => Storm;
  /** Its balance sheet, a line a device and kind. */
  readonly stormSheet: (storm: Storm) => Sheet[];
}
