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

/** Messages in one transaction: bounded, so that the loop turns every few milliseconds. Larger ones measured no faster. */
const batchLimit = 1024;

/** Share of one identity in a batch: one school's flood never delays another's fire. */
const identityShare = 128;

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
  const over: Pending[] = [];
  let at = 0;
  for (; at < queue.length && batch.length < batchLimit; at++) {
    const pending = queue[at] as Pending;
    const count = taken.get(pending.message.identity) ?? 0;
    taken.set(pending.message.identity, count + 1);
    // Once one message of an identity has to wait, so does every later one of it.
    if (count < identityShare) batch.push(pending);
    else over.push(pending);
  }
  return { batch, rest: over.concat(queue.slice(at)) };
};

export const createInbox = (options: InboxOptions): Inbox => {
  let queue: Pending[] = [];
  let scheduled = false;
  let closed = false;
  let stuck = false;

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
    const { batch, rest } = split(queue);
    if (batch.length === 0) return;
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
