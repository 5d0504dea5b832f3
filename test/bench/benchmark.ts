/** What a benchmark is: one entry of the registry in `main.ts`. */
export interface BenchOptions {
  /** Folder of recordings in the layout of `test/recordings`. */
  readonly data: string;
  readonly rounds: number;
}

export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  readonly run: (options: BenchOptions) => Promise<void>;
}

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** On a terminal's error stream: what is going on in a long run. */
export const progress = (text: string): void => void process.stderr.write(`${text}\n`);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
