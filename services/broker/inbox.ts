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

/** Messages in one transaction. Larger ones measured no faster. */
const batchLimit = 1024;

/** A batch is to be judged and stored within this: heartbeats, screens and clocks wait for it. */
const batchAimMs = 150;

/** So few are always taken together: a commit each would cost more than it spares. */
const fewest = 64;

/** How many messages the next batch may have: readings cost microseconds, the first alarms of a fire milliseconds. */
export const nextLimit = (limit: number, taken: number, tookMs: number): number => {
  if (tookMs > batchAimMs) return Math.max(fewest, Math.floor((taken * batchAimMs) / tookMs));
  return taken < limit ? limit : Math.min(batchLimit, limit * 2);
};

/** Share of one identity in a batch that others want to be in: one school's flood never delays another's fire. */
const identityShare = 1 / 8;

const retryMs = 1000;

export interface Inbox {
  put(message: Message, done: () => void): void;
  /** Waits for what was put before to be durable; refuses what comes after. */
  close(): Promise<void>;
  readonly waiting: () => number;
}

/**
 * The next batch, and what is left for the one after; the order within an identity is kept. Everybody's share comes
 * first, whoever came first; what room is left is filled with the others.
 */
export const split = (queue: readonly Pending[], limit: number): { batch: Pending[]; rest: Pending[] } => {
  if (queue.length <= limit) return { batch: [...queue], rest: [] };
  const share = Math.ceil(limit * identityShare);
  const taken = new Map<string, number>();
  const batch: Pending[] = [];
  const over: Pending[] = [];
  let at = 0;
  for (; at < queue.length && batch.length < limit; at++) {
    const pending = queue[at] as Pending;
    const count = taken.get(pending.message.identity) ?? 0;
    taken.set(pending.message.identity, count + 1);
    // Once one message of an identity has to wait, so does every later one of it.
    if (count < share) batch.push(pending);
    else over.push(pending);
  }
  const room = limit - batch.length;
  return { batch: batch.concat(over.slice(0, room)), rest: over.slice(room).concat(queue.slice(at)) };
};

export const createInbox = (options: InboxOptions): Inbox => {
  let queue: Pending[] = [];
  let scheduled = false;
  let closed = false;
  let stuck = false;
  let limit = batchLimit;

  const schedule = (): void => {
    if (scheduled || stuck || queue.length === 0) return;
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
    const { batch, rest } = split(queue, limit);
    if (batch.length === 0) return;
    queue = rest;
    const startedAt = performance.now();
    try {
      options.take(batch.map((pending) => pending.message));
    } catch (error) {
      queue = [...batch, ...queue];
      if (options.isWaitable(error)) return waitOut();
      closed = true;
      queue = [];
      return options.failStop(error);
    }
    limit = nextLimit(limit, batch.length, performance.now() - startedAt);
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
