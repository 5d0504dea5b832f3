import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquireLock, type FolderUse, type LockOutcome } from '../../services/store/lock.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const held = (outcome: LockOutcome) => {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.lock;
};
const reasonOf = (outcome: LockOutcome): string => (outcome.ok ? 'held' : outcome.reason);

it('refuses a second holder and frees the folder on release', () => {
  const first = held(acquireLock(folder, 'real'));
  expect(reasonOf(acquireLock(folder, 'real'))).toBe('in_use');
  first.release();
  held(acquireLock(folder, 'real')).release();
});

it('keeps the demo and a real installation out of each other’s folders', () => {
  held(acquireLock(folder, 'demo')).release();
  const outcome = acquireLock(folder, 'real');
  expect(reasonOf(outcome)).toBe('other_use');
  expect(outcome.ok ? '' : outcome.detail).toContain('the demo');
  held(acquireLock(folder, 'demo')).release();
});

it('makes a missing folder, for its owner alone', () => {
  const inner = path.join(folder, 'a', 'b');
  held(acquireLock(inner, 'real')).release();
  expect(fs.statSync(inner).mode & 0o077).toBe(0);
});

const holderIn = async (use: FolderUse): Promise<{ kill: () => Promise<void> }> => {
  const module = JSON.stringify(path.resolve('services/store/lock.ts'));
  const code = `import(${module}).then(({acquireLock}) => { const o = acquireLock(${JSON.stringify(folder)}, '${use}'); console.log(o.ok); setInterval(() => o, 1000); })`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise<string>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(text.toString())));
  expect(said.trim()).toBe('true');
  return {
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
};

it('is held against another process and freed by the kernel when that one is killed', async () => {
  const other = await holderIn('real');
  expect(reasonOf(acquireLock(folder, 'real'))).toBe('in_use');
  await other.kill();
  held(acquireLock(folder, 'real')).release();
});
