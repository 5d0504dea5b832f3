import { describe, expect, it } from 'vitest';
import { createInbox, nextLimit } from '../../services/broker/inbox.ts';
import type { Message } from '../../services/ports.ts';

const message = (identity: string, n: number): Message => ({
  identity,
  topic: `t/${n}`,
  payload: new Uint8Array([n & 255]),
  qos: 1,
  receivedAt: n,
});
const turnOfTheLoop = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

const inboxWith = (take: (messages: readonly Message[]) => void) => {
  const failed: unknown[] = [];
  const waiting: boolean[] = [];
  const inbox = createInbox({
    schoolOf: (identity) => identity,
    take,
    failStop: (error) => failed.push(error),
    isWaitable: (error) => error instanceof Error && error.message === 'full',
    onWaiting: (now) => waiting.push(now),
  });
  return { inbox, failed, waiting };
};

describe('the batch', () => {
  it('acknowledges only after it was taken, in order of arrival', async () => {
    const log: string[] = [];
    const { inbox } = inboxWith((messages) => log.push(`taken ${messages.length}`));
    for (const n of [1, 2, 3]) inbox.put(message('a', n), () => log.push(`acked ${n}`));
    expect(log).toEqual([]);
    await turnOfTheLoop(5);
    expect(log).toEqual(['taken 3', 'acked 1', 'acked 2', 'acked 3']);
  });

  it('is smaller when judging takes long, never too small, and grows again', () => {
    expect(nextLimit(1024, 500, 1000)).toBe(50);
    expect(nextLimit(75, 75, 4000)).toBe(16);
    expect(nextLimit(64, 64, 10)).toBe(128);
    expect(nextLimit(128, 100, 10)).toBe(128);
    expect(nextLimit(1024, 1024, 10)).toBe(1024);
  });

  it('a broken store stops everything: nobody is acknowledged, nothing more is taken', async () => {
    const acked: number[] = [];
    const { inbox, failed } = inboxWith(() => {
      throw new Error('disk I/O error');
    });
    inbox.put(message('a', 1), () => acked.push(1));
    await turnOfTheLoop(5);
    inbox.put(message('a', 2), () => acked.push(2));
    await turnOfTheLoop(5);
    expect(acked).toEqual([]);
    expect(failed).toHaveLength(1);
  });

  it('a full disk is waited out: nobody is acknowledged meanwhile, everybody afterwards, in order', async () => {
    let full = true;
    const acked: number[] = [];
    const { inbox, failed, waiting } = inboxWith(() => {
      if (full) throw new Error('full');
    });
    for (const n of [1, 2]) inbox.put(message('a', n), () => acked.push(n));
    await turnOfTheLoop(20);
    inbox.put(message('a', 3), () => acked.push(3));
    await turnOfTheLoop(20);
    expect(acked).toEqual([]);
    expect(waiting).toEqual([true]);
    full = false;
    await turnOfTheLoop(1100);
    expect(acked).toEqual([1, 2, 3]);
    expect(waiting).toEqual([true, false]);
    expect(failed).toEqual([]);
  });
});
