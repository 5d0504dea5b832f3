/** Ends a test run with one plain line, after the reason of everything that was skipped. */
import type { Reporter, TestModule } from 'vitest/node';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Reason → how many tests it kept from running. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Counts tests; a file that could not be read and an error outside any test are failures too. */
export const tallyOf = (modules: readonly TestModule[], unhandledErrors: number): Tally => {
  let passed = 0;
  let failed = unhandledErrors;
  const skipped = new Map<string, number>();
  for (const module of modules) {
    const suites = [...module.children.allSuites()];
    failed += module.errors().length + suites.reduce((sum, suite) => sum + suite.errors().length, 0);
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed++;
      else if (result.state === 'failed') failed++;
      else {
        const reason = (result.state === 'skipped' && result.note) || `no reason given: ${test.module.relativeModuleId}`;
        skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      }
    }
  }
  return { passed, failed, skipped };
};

export const plainLines = ({ passed, failed, skipped }: Tally): string => {
  const reasons = [...skipped].map(([reason, count]) => `skipped ${count}: ${reason}\n`);
  const total = [...skipped.values()].reduce((sum, count) => sum + count, 0);
  return `\n${reasons.join('')}${passed} passed, ${failed} failed, ${total} skipped\n`;
};

export class PlainLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    // Registered after the default reporter, whose summary is written in the same turn; the next turn comes last.
    const text = plainLines(tallyOf(modules, unhandledErrors.length));
    process.once('exit', () => process.stdout.write(text));
  }
}
