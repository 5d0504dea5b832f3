/** PDF of a page, laid out in a thread of its own that is started for the first one and then kept. */
import { Worker } from 'node:worker_threads';
import type { Paper } from '../core/documents/paper.ts';
import { fontFiles } from './fonts.ts';
import { pageOf } from './pdf-page.ts';

interface Answer {
  readonly id: number;
  readonly bytes?: Uint8Array;
  readonly error?: string;
}

interface Waiting {
  readonly done: (bytes: Uint8Array) => void;
  readonly failed: (error: Error) => void;
}

export interface PdfPress {
  print(paper: Paper): Promise<Uint8Array>;
  close(): Promise<void>;
}

export const createPdfPress = (): PdfPress => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let count = 0;

  const failAll = (ended: Worker, error: Error): void => {
    if (worker !== ended) return;
    worker = null;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./pdf-worker.js', import.meta.url), { workerData: { fonts: fontFiles } });
    started.on('message', ({ id, bytes, error }: Answer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      // An idle press keeps no process alive.
      if (waiting.size === 0) started.unref();
      if (bytes) asked?.done(bytes);
      else asked?.failed(new Error(error ?? 'no PDF'));
    });
    started.on('error', (error) => failAll(started, error));
    started.on('exit', () => failAll(started, new Error('the PDF thread ended')));
    return started;
  };

  return {
    print: (paper) =>
      new Promise((done, failed) => {
        worker ??= start();
        count += 1;
        waiting.set(count, { done, failed });
        worker.ref();
        worker.postMessage({ id: count, definition: pageOf(paper), foot: paper.draft ? '【草稿】　' : `${paper.number}　` });
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
};
