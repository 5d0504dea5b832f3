/**
 * Natural batching: commit at once when no commit is running; whatever arrives meanwhile is the next batch. It has the
 * latency of a commit each and the throughput of a group. Nothing is acknowledged before its batch is durable, and
 * acknowledgements leave in order of arrival.
 */
import type { Message } from '../ports.ts';
import { createFairQueue } from './fair-queue.ts';

export interface InboxOptions {
  /** The school a sender belongs to: batches go round the schools, then round their senders. */
  readonly schoolOf: (identity: string) => string;
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

/** Messages in one transaction. Larger ones measured no faster. */
const batchLimit = 1024;

/** A batch is to be judged and stored within this: heartbeats, screens and clocks wait for it. */
const batchAimMs = 100;

/** So few are always taken together: a commit each would cost more than it spares. */
const fewest = 16;

/** How many messages the next batch may have: readings cost microseconds, the first alarms of a fire milliseconds. */
export const nextLimit = (limit: number, taken: number, tookMs: number): number => {
  if (tookMs > batchAimMs) return Math.max(fewest, Math.floor((taken * batchAimMs) / tookMs));
  return taken < limit ? limit : Math.min(batchLimit, limit * 2);
};

const retryMs = 1000;

export interface Inbox {
  put(message: Message, done: () => void): void;
  /** Waits for what was put before to be durable; refuses what comes after. */
  close(): Promise<void>;
  readonly waiting: () => number;
}

export const createInbox = (options: InboxOptions): Inbox => {
  const queue = createFairQueue<Pending>();
  /** A batch that found the disk full: tried again before anything else. */
  let held: Pending[] = [];
  let scheduled = false;
  let closed = false;
  let stuck = false;
  let limit = batchLimit;

  const schedule = (): void => {
    if (scheduled || stuck || queue.size() === 0) return;
    scheduled = true;
    setImmediate(flush);
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
    const batch = held.length > 0 ? held : queue.take(limit);
    held = [];
    if (batch.length === 0) return;
    const startedAt = performance.now();
    try {
      options.take(batch.map((pending) => pending.message));
    } catch (error) {
      if (options.isWaitable(error)) {
        held = batch;
        return waitOut();
      }
      closed = true;
      queue.clear();
      return options.failStop(error);
    }
    limit = nextLimit(limit, batch.length, performance.now() - startedAt);
    for (const pending of batch) pending.done();
    schedule();
  };

  return {
    put: (message, done) => {
      if (closed) return;
      queue.put(options.schoolOf(message.identity), message.identity, { message, done });
      schedule();
    },
    close: async () => {
      while (queue.size() > 0 && !stuck && !closed) await new Promise((resolve) => setImmediate(resolve));
      closed = true;
    },
    waiting: () => queue.size() + held.length,
  };
};
