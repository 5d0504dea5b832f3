/** The real server as a child process on a folder of its own. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Role } from '../../services/contracts/values.ts';
import { askServer } from '../../services/operator/socket.ts';
import { ownEnvironment, root } from './ground.ts';

/** A start after a kill has to be ready within 2 s; this is only when to give up. */
const giveUpMs = 30_000;

export interface ServerChild {
  readonly pid: number;
  readonly ports: { readonly http: number; readonly https: number; readonly mqtt: number; readonly mqtts: number };
  /** From the start of the process to its `ready`. */
  readonly readyMs: number;
  /** What it logged at level error and above. */
  readonly complaints: readonly string[];
  token(role: Role, org?: string): Promise<string>;
  kill(): Promise<void>;
  /** SIGTERM; answers exit code and how long it took. */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
}

/** Children that are still running when this process ends are ended with it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** As `npm start` runs it. */
const nodeFlags = ['--max-semi-space-size=64'];

const mainFile = join(root, 'dist', 'services', 'main.js');

/** Starts a process and watches it, without waiting for anything. */
export const launch = (folder: string, environment: Readonly<Record<string, string>> = {}, flags: readonly string[] = []): ChildProcess => {
  if (!existsSync(mainFile)) throw new Error(`${mainFile} is missing: node services/setup.mjs build`);
  const child = spawn(process.execPath, [...nodeFlags, mainFile, ...flags], {
    cwd: folder,
    env: { ...ownEnvironment(folder), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};

interface Ready {
  readonly msg: string;
  readonly level: number;
  readonly http: number;
  readonly https: number;
  readonly mqtt: number;
  readonly mqtts: number;
}

const jsonOf = (line: string): Partial<Ready> => {
  try {
    return JSON.parse(line) as Partial<Ready>;
  } catch {
    return {};
  }
};

const errorLevel = 50;

export const startServer = async (folder: string, environment: Readonly<Record<string, string>> = {}): Promise<ServerChild> => {
  const started = performance.now();
  const child = launch(folder, environment);
  const complaints: string[] = [];
  let stderr = '';
  (child.stderr as Readable).setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ready = await new Promise<Ready>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server did not become ready')), giveUpMs);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready: ${complaints.join('\n')}${stderr}`)));
    createInterface({ input: child.stdout as Readable }).on('line', (line) => {
      const said = jsonOf(line);
      if ((said.level ?? 0) >= errorLevel) complaints.push(line);
      if (said.msg !== 'ready') return;
      clearTimeout(timer);
      resolve(said as Ready);
    });
  });
  const readyMs = performance.now() - started;
  const end = async (signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> => {
    const asked = performance.now();
    child.kill(signal);
    const code = await ended(child);
    return { code, ms: performance.now() - asked };
  };
  return {
    pid: child.pid ?? 0,
    ports: ready,
    readyMs,
    complaints,
    token: async (role, org) => {
      const said = await askServer(folder, 'token create', { role, ...(org === undefined ? {} : { org }) });
      if (!said || !('answer' in said)) throw new Error(`no token: ${JSON.stringify(said)}`);
      return String(said.answer['token']);
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
};
