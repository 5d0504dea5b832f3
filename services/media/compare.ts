/** The comparing of pictures, in a thread of its own that is started with the first picture. */
import { Worker } from 'node:worker_threads';
import type { Gray } from '../core/evidence/gray.ts';
import type { Found } from '../core/evidence/pictures.ts';

export interface Comparison {
  compare(id: string, gray: Gray): Promise<Found>;
  forget(id: string): void;
  close(): Promise<void>;
}

export interface ComparisonPlaces {
  readonly database: string;
  /** Entry of the SQLite package. */
  readonly sqlite: string;
}

/** Newest pictures that are compared with: some 10 kB of memory each. Older ones are still known by their very file. */
const mostPictures = 40_000;

type Answer = { readonly id: number } & ({ readonly found: Found } | { readonly error: string });
interface Waiting {
  readonly answer: (found: Found) => void;
  readonly fail: (error: Error) => void;
}

/** Beside this file: sources when run from sources, else the build. */
const core = new URL(`../core/evidence/pictures.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url).href;

const start = (places: ComparisonPlaces, waiting: Map<number, Waiting>, gone: () => void): Worker => {
  const worker = new Worker(new URL('./compare-thread.js', import.meta.url), { workerData: { ...places, core, most: mostPictures } });
  worker.unref();
  worker.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asked?.fail(new Error(answer.error));
    else asked?.answer(answer.found);
  });
  const failAll = (error: Error): void => {
    gone();
    for (const asked of waiting.values()) asked.fail(error);
    waiting.clear();
  };
  worker.on('error', failAll);
  worker.on('exit', () => failAll(new Error('the comparing thread ended')));
  return worker;
};

export const createComparison = (places: ComparisonPlaces): Comparison => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let asked = 0;
  const running = (): Worker => {
    worker ??= start(places, waiting, () => {
      worker = null;
    });
    return worker;
  };
  return {
    compare: (id, gray) =>
      new Promise((answer, fail) => {
        asked++;
        waiting.set(asked, { answer, fail });
        running().postMessage({ ask: 'compare', id, picture: { id: asked, gray } });
      }),
    forget: (id) => worker?.postMessage({ ask: 'forget', id }),
    close: async () => {
      const ending = worker;
      if (!ending) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.postMessage({ ask: 'end' });
      await ended;
    },
  };
};
