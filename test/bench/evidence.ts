/** Recycled pictures and honest ones beside ten thousand others: what is found, what is flagged wrongly, and what a perceptual hash alone does. */
import { Worker } from 'node:worker_threads';
import { differenceHash, type Fingerprint, fingerprintOf, unpacked } from '../../services/core/evidence/fingerprint.ts';
import { createIndex, matchesOf } from '../../services/core/evidence/pictures.ts';
import { lookAt } from '../../services/media/look.ts';
import { toPicture } from '../../services/media/picture.ts';
import type { Benchmark } from './benchmark.ts';
import { progress, say } from './benchmark.ts';
import { root } from './ground.ts';
import { changesVisibly, faked, fakes, genuine, honest, original, photographs } from './pictures/corpus.ts';
import { fixed, quantile, table, verdict } from './table.ts';

/** Thresholds were found on seeds 1 to 3, and 20261 was looked at; the figures are of this one. */
const seed = 20_262;
const compared = 10_000;
/** Rooms that are recycled or photographed again; the photographs come to these. */
const asked = 40;
const threads = 2;
/** Bits of 64: the usual limit for a difference hash, kept beside for reference. */
const hashLimit = 10;
const target = { recall: 0.95, falseFlags: 0.02 } as const;

type Hash = readonly [number, number];
interface Looked {
  readonly print: Fingerprint;
  readonly hash: Hash;
}

/** As a picture that was sent is looked at: re-encoded first, then compared. */
const look = async (file: Buffer): Promise<Looked> => {
  const picture = await toPicture(file);
  if (!picture.ok) throw new Error(picture.detail);
  const gray = await lookAt(picture.value.bytes, picture.value);
  return { print: fingerprintOf(gray), hash: differenceHash(gray) };
};

const bitsOf = (word: number): number => {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
};
const apart = (a: Hash, b: Hash): number => bitsOf(a[0] ^ b[0]) + bitsOf(a[1] ^ b[1]);

const drawBystanders = async (from: number, add: (i: number, print: Fingerprint, hash: Hash) => void): Promise<void> => {
  let done = 0;
  const draw = (thread: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./pictures/draw.js', import.meta.url), {
        workerData: { seed, from: from + thread, step: threads, to: compared },
      });
      worker.on('message', ({ i, print, hash }: { i: number; print: Uint8Array; hash: Hash }) => {
        const fingerprint = unpacked(print);
        if (fingerprint) add(i, fingerprint, hash);
        if (++done % 1000 === 0) progress(`evidence: ${done} of ${compared - from} other pictures drawn`);
      });
      worker.once('error', reject);
      worker.once('exit', () => resolve());
    });
  await Promise.all(Array.from({ length: threads }, (_, thread) => draw(thread)));
};

interface Count {
  asked: number;
  found: number;
  byHash: number;
  readonly failed: string[];
}

const rate = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

const row = (kind: string, { asked: all, found, byHash, failed }: Count): string[] => [
  kind,
  String(all),
  rate(found, all),
  rate(byHash, all),
  failed.length > 4 ? `${failed.slice(0, 4).join(' ')} …` : failed.join(' '),
];

const summed = (counts: Iterable<Count>): Count => {
  const sum: Count = { asked: 0, found: 0, byHash: 0, failed: [] };
  for (const each of counts) {
    sum.asked += each.asked;
    sum.found += each.found;
    sum.byHash += each.byHash;
  }
  return sum;
};

const run = async (): Promise<void> => {
  const index = createIndex();
  const prints = new Map<string, Fingerprint>();
  const hashes = new Map<string, Hash>();
  const add = (id: string, { print, hash }: Looked): void => {
    prints.set(id, print);
    hashes.set(id, hash);
    index.add(id, print);
  };
  const parts = await photographs(root);
  const files = [...(await Promise.all(Array.from({ length: asked }, (_, i) => original(seed, i)))), ...parts];
  for (const [i, file] of files.entries()) add(`p${i}`, await look(file));
  await drawBystanders(files.length, (i, print, hash) => add(`p${i}`, { print, hash }));
  const points = [...prints.values()].reduce((sum, { features }) => sum + features.count, 0);
  say(
    `${prints.size} pictures compared with: ${asked} rooms and ${parts.length} parts of photographs that are asked for, the others rooms of their own; ${fixed(points / prints.size, 0)} points each; seed ${seed}`,
  );

  const times: number[] = [];
  const ask = async (file: Buffer): Promise<{ found: Set<string>; byHash: Set<string> }> => {
    const { print, hash } = await look(file);
    const began = performance.now();
    const found = new Set(matchesOf(index, print, (id) => prints.get(id) ?? null).map(({ id }) => id));
    times.push(performance.now() - began);
    return { found, byHash: new Set([...hashes].filter(([, other]) => apart(hash, other) <= hashLimit).map(([id]) => id)) };
  };

  const recall = new Map<string, Count>();
  let wrongOnes = 0;
  for (const kind of fakes) {
    const count: Count = { asked: 0, found: 0, byHash: 0, failed: [] };
    recall.set(kind, count);
    for (const [i, file] of files.entries()) {
      const { found, byHash } = await ask(await faked(kind, file, seed, i));
      count.asked++;
      if (found.has(`p${i}`)) count.found++;
      else count.failed.push(i < asked ? `room ${i}` : `photo ${i - asked}`);
      if (byHash.has(`p${i}`)) count.byHash++;
      found.delete(`p${i}`);
      if (found.size > 0) wrongOnes++;
    }
    progress(`evidence: ${kind} asked`);
  }
  const flagged = new Map<string, Count>();
  const still: Count = { asked: 0, found: 0, byHash: 0, failed: [] };
  for (const kind of honest) {
    const moved: Count = { asked: 0, found: 0, byHash: 0, failed: [] };
    flagged.set(kind, moved);
    for (let i = 0; i < asked; i++) {
      const { found, byHash } = await ask(await genuine(kind, seed, i));
      const count = (await changesVisibly(kind, seed, i)) ? moved : still;
      count.asked++;
      if (found.size > 0) {
        count.found++;
        count.failed.push(`room ${i}`);
      }
      if (byHash.size > 0) count.byHash++;
    }
    progress(`evidence: ${kind} asked`);
  }

  const [all, wrong] = [summed(recall.values()), summed(flagged.values())];
  say(
    table(
      ['recycled picture', 'asked', 'found', `hash alone (≤ ${hashLimit} bits)`, 'not found'],
      [...[...recall].map(([kind, count]) => row(kind, count)), row('all', all)],
    ),
  );
  say(
    `recall ${rate(all.found, all.asked)} (target ≥ 95 %: ${verdict(all.found >= target.recall * all.asked)}); a wrong other picture was named beside in ${wrongOnes} of ${all.asked}`,
  );
  say('');
  say(
    table(
      ['honest picture', 'asked', 'flagged', `hash alone (≤ ${hashLimit} bits)`, 'flagged wrongly'],
      [...[...flagged].map(([kind, count]) => row(kind, count)), row('all', wrong), row('nothing moved in sight', still)],
    ),
  );
  say(
    `false flags ${rate(wrong.found, wrong.asked)} (target ≤ 2 %: ${verdict(wrong.found <= target.falseFlags * wrong.asked)}); with those where nothing moved in sight ${rate(wrong.found + still.found, wrong.asked + still.asked)}`,
  );
  say(
    `one comparison with all: p50 ${fixed(quantile(times, 0.5), 1)} ms, p95 ${fixed(quantile(times, 0.95), 1)} ms, in a thread of its own`,
  );
};

export const evidence: Benchmark = {
  name: 'evidence',
  summary: 'recycled pictures among ten thousand, and honest ones that look alike, beside a perceptual hash alone',
  run,
};
