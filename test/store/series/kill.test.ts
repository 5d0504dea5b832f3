import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { newFolder, openIn } from './rig.ts';

const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));

/** Runs the writer for a while after its first batch, kills it, answers the last batch it told. */
const runAndKill = async (folder: string, ms: number): Promise<number> => {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (part: Buffer) => {
    if (told === '') setTimeout(() => child.kill('SIGKILL'), ms);
    told += part.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  return Number(told.trimEnd().split('\n').at(-1));
};

it('a kill at any moment leaves every committed reading exactly once, in journal or chunk', async () => {
  const folder = newFolder();
  for (const ms of [30, 170, 90, 240]) {
    const last = await runAndKill(folder, ms);
    const opened = openIn(folder, { chunkPoints: 24, journalRows: 20 });
    for (let k = 0; k < 5; k++) {
      const { value } = opened.store.recent(`d${k}`, 'n', 0, Infinity);
      expect(value).toEqual(Array.from({ length: value.length }, (_, i) => i));
      expect(value.length).toBeGreaterThan(last);
    }
    opened.sql.close();
  }
  rmSync(folder, { recursive: true, force: true });
}, 60_000);
