import { defineConfig } from 'vitest/config';
import { PlainLineReporter } from './test/report.ts';

const slow = ['test/scenarios/**/*.test.ts', 'test/faults/**/*.test.ts'];
const browser = ['test/e2e/**/*.test.ts'];

// Three groups one after another: quick tests side by side, then whole servers, then a browser with the machine to itself.
export default defineConfig({
  test: {
    reporters: ['default', new PlainLineReporter()],
    pool: 'forks',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...slow, ...browser],
          testTimeout: 15_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'scenarios',
          include: slow,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: browser,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
