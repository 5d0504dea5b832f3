/** kill -9 at random moments under load, again and again on one folder: what was acknowledged is there afterwards. */
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { progress, say } from './benchmark.ts';
import { kills } from './kill-rounds.ts';
import { fixed, median, table, verdict } from './table.ts';

const readyTargetMs = 2000;

const run = async ({ rounds }: BenchOptions): Promise<void> => {
  const results = await kills({
    rounds,
    onRound: (n, r) =>
      progress(
        `kill: round ${n} of ${rounds}: killed after ${r.killedAfterMs} ms, ${r.acked} acknowledged, ${r.missing} missing, ready in ${Math.round(r.readyMs)} ms`,
      ),
  });
  const sum = (of: (r: (typeof results)[number]) => number): number => results.reduce((total, r) => total + of(r), 0);
  const slowest = Math.max(...results.map(({ readyMs }) => readyMs));
  const [missing, twice, doubled, shifted] = [
    sum((r) => r.missing),
    sum((r) => r.storedTwice),
    sum((r) => r.doubledAlarms),
    sum((r) => r.shiftedAlarms),
  ];
  const [acked, events, resent] = [sum((r) => r.acked), sum((r) => r.events), sum((r) => r.resent)];
  say(
    table(
      ['', 'measured', 'target', ''],
      [
        ['rounds', String(rounds), '', ''],
        ['acknowledged messages', String(acked), '', ''],
        ['… of them events', String(events), '', ''],
        ['sent again after the restart', String(resent), '', ''],
        ['acknowledged and missing', String(missing), '= 0', verdict(missing === 0)],
        ['stored twice', String(twice), '= 0', verdict(twice === 0)],
        ['doubled alarms', String(doubled), '= 0', verdict(doubled === 0)],
        ['alarms with a shifted time or count', String(shifted), '= 0', verdict(shifted === 0)],
        ['ready after the kill, median ms', fixed(median(results.map(({ readyMs }) => readyMs)), 0), '', ''],
        ['ready after the kill, slowest ms', fixed(slowest, 0), `≤ ${readyTargetMs}`, verdict(slowest <= readyTargetMs)],
      ],
    ),
  );
  for (const { fault } of results.flatMap((r) => r.faults.map((fault) => ({ fault }))).slice(0, 20)) say(`  ${fault}`);
};

export const kill: Benchmark = { name: 'kill', summary: 'kill -9 at random moments under 2,000 msg/s, QoS 1', run };
