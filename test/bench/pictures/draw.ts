/** Runs in a worker thread: draws bystanders of the corpus and takes their fingerprints. */
import { parentPort, workerData } from 'node:worker_threads';
import { differenceHash, fingerprintOf, packed } from '../../../services/core/evidence/fingerprint.ts';
import { bystander } from './corpus.ts';

const { seed, from, step, to } = workerData as { seed: number; from: number; step: number; to: number };
for (let i = from; i < to; i += step) {
  const gray = await bystander(seed, i);
  parentPort?.postMessage({ i, print: packed(fingerprintOf(gray)), hash: differenceHash(gray) });
}
