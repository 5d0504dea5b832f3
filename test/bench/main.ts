/** `npm run bench [-- name …] [--data DIR]`: figures beside their references. Ends with 0 unless it could not run. */
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';
import { say } from './benchmark.ts';
import { detection } from './detection.ts';
import { evidence } from './evidence.ts';
import { root } from './ground.ts';
import { ingest } from './ingest.ts';
import { kill } from './kill.ts';
import { latency } from './latency.ts';
import { describeMachine } from './machine.ts';
import { storm } from './storm.ts';
import { workflow } from './workflow.ts';

const benchmarks: readonly Benchmark[] = [ingest, latency, storm, workflow, detection, kill, evidence];

const usage = [
  'npm run bench [-- NAME …] [--data DIR] [--rounds N]',
  ...benchmarks.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
  '  --data     folder of recordings by layout (default: the excerpts in test/recordings)',
  '  --rounds   rounds of `kill` (default 10)',
].join('\n');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, rounds: { type: 'string', default: '10' }, help: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
const rounds = Number(values.rounds);
if (values.help || unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  say(unknown.length > 0 ? `no benchmark is called ${unknown.join(', ')}\n${usage}` : usage);
  process.exit(values.help ? 0 : 1);
}

const options = { data: values.data === undefined ? join(root, 'test', 'recordings') : resolve(values.data), rounds };
const chosen = positionals.length === 0 ? benchmarks : benchmarks.filter(({ name }) => positionals.includes(name));
say(describeMachine(tmpdir()));
for (const { name, summary, run } of chosen) {
  say(`\n== ${name}: ${summary}`);
  await run(options);
}
process.exit(0);
