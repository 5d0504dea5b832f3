/** Work that would hold up the broker, in a thread of its own: started with the first question and then kept. */
import { Worker } from 'node:worker_threads';

interface Waiting<Answer> {
  readonly done: (answer: Answer) => void;
  readonly failed: (error: Error) => void;
}

interface Reply<Answer> {
  readonly id: number;
  readonly answer?: Answer;
  readonly error?: string;
}

export interface Thread<Question, Answer> {
  /** Rejects with what the thread could not do, or when it ends before it has answered. */
  ask(question: Question): Promise<Answer>;
  close(): Promise<void>;
}

/** @param module plain JavaScript that answers `{ id, question }` with `{ id, answer }` or `{ id, error }` */
export const createThread = <Question, Answer>(module: URL, workerData: unknown): Thread<Question, Answer> => {
  const waiting = new Map<number, Waiting<Answer>>();
  let worker: Worker | null = null;
  let count = 0;

  const failAll = (ended: Worker, error: Error): void => {
    if (worker !== ended) return;
    worker = null;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(module, { workerData });
    started.on('message', ({ id, answer, error }: Reply<Answer>) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      // An idle thread keeps no process alive.
      if (waiting.size === 0) started.unref();
      if (answer !== undefined) asked?.done(answer);
      else asked?.failed(new Error(error ?? 'no answer'));
    });
    started.on('error', (error) => failAll(started, error instanceof Error ? error : new Error(String(error))));
    started.on('exit', () => failAll(started, new Error('the thread ended')));
    return started;
  };

  return {
    ask: (question) =>
      new Promise((done, failed) => {
        worker ??= start();
        count += 1;
        waiting.set(count, { done, failed });
        worker.ref();
        worker.postMessage({ id: count, question });
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
};
