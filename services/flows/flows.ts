/** The flows as one value: what `app.ts` hands to the doors. */
import type { Acts } from '../acts/acts.ts';
import type { Device, Why } from '../contracts/place.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { IngestCounts, Message, Result } from '../ports.ts';
import { actsOf } from './acts.ts';
import { armLease, linkBroken } from './availability.ts';
import type { Outside } from './deliver.ts';
import { createDeliver } from './deliver.ts';
import { createIngest } from './ingest.ts';
import type { Service } from './service.ts';
import { createService } from './service.ts';
import { tick } from './tick.ts';
import { why } from './why.ts';

export interface FlowsOptions extends Omit<Service, 'runtimes' | 'shown' | 'newId' | 'startedAt'> {
  readonly outside: Outside;
  readonly onDeliveryError: (moment: string, error: unknown) => void;
  /** Somebody's role or place has changed: screens are to look at their rights again. */
  readonly rightsChanged?: () => void;
}

export interface Flows {
  /** The broker's door: one batch, durable and judged when it returns. */
  readonly take: (messages: readonly Message[]) => void;
  readonly counts: IngestCounts;
  /** The clock's door; what needs the outside world goes on by itself. */
  readonly tick: () => void;
  /** People's door. */
  readonly acts: Acts;
  readonly why: (alarm: string, person: string) => Result<Why>;
  /** The last connection of an identity ended. */
  readonly gone: (identity: string) => void;
  /** What follows from a device being registered, in the same turn. */
  readonly enrolled: (turn: Turn, device: Device) => void;
  /** The organisation was changed by this turn: what was derived from it (routes, rights, rules) is stale. */
  readonly reorganised: (turn: Turn) => void;
  /** The world was read again: nothing remembered between messages holds. */
  readonly reread: () => void;
}

export const createFlows = ({ outside, onDeliveryError, rightsChanged = () => undefined, ...parts }: FlowsOptions): Flows => {
  const service = createService(parts);
  const ingest = createIngest(service);
  const deliver = createDeliver(service, outside, (row, error) => onDeliveryError(row.key, error));
  const reorganised: Flows['reorganised'] = (turn) => {
    ingest.forgetRoutes();
    // A room's use decides rules of everything in it.
    if (turn.put.space.size > 0) service.runtimes.clear();
    for (const id of turn.put.device.keys()) service.runtimes.delete(id);
  };
  return {
    take: ingest.take,
    counts: ingest.counts,
    tick: () => {
      const rows = tick(service);
      // What the broker has brought meanwhile goes first: both write, and each waits for the disk.
      if (rows.length > 0) setImmediate(() => void deliver(rows));
    },
    acts: actsOf(service, { reorganised, rightsChanged }),
    why: (alarm, person) => why(service, alarm, person),
    gone: (identity) => {
      const turn = newTurn(service.clock.now());
      linkBroken(service, turn, identity);
      if (turn.due.size > 0) service.commit(turn);
    },
    enrolled: (turn, device) => armLease(service, turn, device, turn.at),
    reorganised,
    reread: () => service.runtimes.clear(),
  };
};
