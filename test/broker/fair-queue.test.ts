import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFairQueue } from '../../services/broker/fair-queue.ts';

interface Sent {
  readonly school: string;
  readonly sender: string;
  readonly n: number;
}

const sentence = fc.array(
  fc.oneof(
    fc.record({ school: fc.constantFrom('a', 'b', 'c'), sender: fc.constantFrom('x', 'y', 'z') }),
    fc.record({ take: fc.integer({ min: 1, max: 9 }) }),
  ),
  { maxLength: 300 },
);

describe('the queue', () => {
  it('loses nothing, doubles nothing and keeps the order within each sender, whatever is put and taken', () => {
    fc.assert(
      fc.property(sentence, (steps) => {
        const queue = createFairQueue<Sent>();
        const put: Sent[] = [];
        const taken: Sent[] = [];
        for (const [n, step] of steps.entries()) {
          if ('take' in step) taken.push(...queue.take(step.take));
          else {
            const sent = { school: step.school, sender: `${step.school}-${step.sender}`, n };
            put.push(sent);
            queue.put(sent.school, sent.sender, sent);
          }
          expect(queue.size()).toBe(put.length - taken.length);
        }
        taken.push(...queue.take(1000));
        const bySender = (all: readonly Sent[]): Record<string, number[]> =>
          Object.fromEntries(
            ['a', 'b', 'c']
              .flatMap((school) => ['x', 'y', 'z'].map((name) => `${school}-${name}`))
              .map((sender) => [sender, all.filter((one) => one.sender === sender).map(({ n }) => n)]),
          );
        expect(bySender(taken)).toEqual(bySender(put));
      }),
    );
  });

  it('a fire behind the floods of a hundred gateways of another school is in the next batch', () => {
    const queue = createFairQueue<string>();
    for (let n = 0; n < 50; n++) for (let gateway = 0; gateway < 100; gateway++) queue.put('flooded', `gw-${gateway}`, `${gateway} ${n}`);
    queue.put('quiet', 'gw', 'fire');
    queue.put('flooded', 'gw-small', 'its own fire');
    expect(queue.take(16)).toContain('fire');
    // Within a school the senders take turns: one that says little does not wait for those that say much.
    const next = Array.from({ length: 7 }, () => queue.take(16)).flat();
    expect(next).toContain('its own fire');
  });

  it('hands out what is taken together in the order of its arrival', () => {
    const queue = createFairQueue<number>();
    for (let n = 0; n < 12; n++) queue.put(n % 3 === 0 ? 'a' : 'b', String(n % 2), n);
    expect(queue.take(12)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(queue.take(1)).toEqual([]);
  });
});
