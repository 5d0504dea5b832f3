/**
 * Natural batching: commit at once when no commit is running; whatever arrives meanwhile is the next batch. It has the
 * latency of a commit each and the throughput of a group. Nothing is acknowledged before its batch is durable, and
 * acknowledgements leave in order of arrival.
 */
import type { Message } from '../ports.ts';

export interface InboxOptions {
  /** Stores and judges a batch durably, or throws having changed nothing. */
  readonly take: (messages: readonly Message[]) => void;
  /** A failure after which nothing may be acknowledged any more. */
  readonly failStop: (error: unknown) => void;
  /** A full disk is waited out: nothing is acknowledged meanwhile, devices keep what they have. */
  readonly isWaitable: (error: unknown) => boolean;
  readonly onWaiting: (waiting: boolean) => void;
}

interface Pending {
  readonly message: Message;
  readonly done: () => void;
}

/** Messages in one transaction: bounded, so that the loop turns at least every few milliseconds. */
const batchLimit = 4096;

/** Share of one identity in a batch: one school's flood never delays another's fire. */
const identityShare = 256;

/**
 * When a commit has carried a crowd, the next one waits a moment for the rest of it: the disk's sync is shared by more, and
 * the loop reads meanwhile. Below that, nobody waits.
 */
const crowd = 48;
const gatherMs = 1;

const retryMs = 1000;

export interface Inbox {
  put(message: Message, done: () => void): void;
  /** Waits for what was put before to be durable; refuses what comes after. */
  close(): Promise<void>;
  readonly waiting: () => number;
}

/** The next batch, and what is left for the one after; the order within an identity is kept. */
export const split = (queue: readonly Pending[]): { batch: Pending[]; rest: Pending[] } => {
  if (queue.length <= identityShare) return { batch: [...queue], rest: [] };
  const taken = new Map<string, number>();
  const batch: Pending[] = [];
  const rest: Pending[] = [];
  for (const pending of queue) {
    const { identity } = pending.message;
    const count = taken.get(identity) ?? 0;
    if (count < identityShare && batch.length < batchLimit) {
      taken.set(identity, count + 1);
      batch.push(pending);
    } else {
      // Once one message of an identity has to wait, so does every later one of it.
      taken.set(identity, identityShare);
      rest.push(pending);
    }
  }
  return { batch, rest };
};

export const createInbox = (options: InboxOptions): Inbox => {
  let queue: Pending[] = [];
  let scheduled = false;
  let closed = false;
  let stuck = false;
  let lastBatch = 0;

  const schedule = (): void => {
    if (scheduled || stuck || queue.length === 0) return;
    scheduled = true;
    if (lastBatch >= crowd) setTimeout(flush, gatherMs);
    else setImmediate(flush);
  };

  const waitOut = (): void => {
    if (stuck) return;
    stuck = true;
    options.onWaiting(true);
    const again = (): void => {
      stuck = false;
      flush();
      if (!stuck) options.onWaiting(false);
    };
    setTimeout(again, retryMs);
  };

  const flush = (): void => {
    scheduled = false;
    const { batch, rest } = split(queue);
    if (batch.length === 0) return;
    lastBatch = batch.length;
    queue = rest;
    try {
      options.take(batch.map((pending) => pending.message));
    } catch (error) {
      queue = [...batch, ...queue];
      if (options.isWaitable(error)) return waitOut();
      closed = true;
      queue = [];
      return options.failStop(error);
    }
    for (const pending of batch) pending.done();
    schedule();
  };

  return {
    put: (message, done) => {
      if (closed) return;
      queue.push({ message, done });
      schedule();
    },
    close: async () => {
      while (queue.length > 0 && !stuck && !closed) await new Promise((resolve) => setImmediate(resolve));
      closed = true;
    },
    waiting: () => queue.length,
  };
};
