/**
 * A browser process of its own. Two things cannot be had from a driven one: a tab that is hidden, because the driver
 * makes every page believe that it is in front; and a machine that sleeps, because that takes all its processes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { flags } from './stage.ts';

export interface OwnBrowser {
  /** Drives it while the work lasts; afterwards nobody does. */
  drive<T>(work: (context: BrowserContext) => Promise<T>): Promise<T>;
  /** Opens another tab in front of the first. */
  coverByTab(): Promise<void>;
  /** All its processes stand still, as when the lid is closed. */
  sleep(): void;
  wake(): void;
  close(): Promise<void>;
}

/** The process and all it has started, by what Linux says. */
const familyOf = (pid: number): number[] => {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, number][] => {
      try {
        const after = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
        return [[Number(name), Number(after[1])]];
      } catch {
        return [];
      }
    });
  const family = [pid];
  for (const member of family) family.push(...parents.filter(([, parent]) => parent === member).map(([child]) => child));
  return family;
};

const listens = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /ws:\/\/\S+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error(`the browser ended: ${said}`)));
  });

export const openOwnBrowser = async (executablePath: string): Promise<OwnBrowser> => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-browser-'));
  const ownFlags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank'];
  const child = spawn(executablePath, [...flags, ...ownFlags], { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await listens(child);
  const http = `http://127.0.0.1:${new URL(address).port}/json`;
  const pid = child.pid ?? 0;
  const signal = (name: NodeJS.Signals): void => {
    for (const member of familyOf(pid)) process.kill(member, name);
  };
  return {
    drive: async (work) => {
      const browser = await chromium.connectOverCDP(address);
      try {
        const context = browser.contexts()[0];
        if (context === undefined) throw new Error('the browser has no window');
        return await work(context);
      } finally {
        // Ends the driving, not the browser.
        await browser.close();
      }
    },
    coverByTab: async () => {
      const made = (await (await fetch(`${http}/new?about:blank`, { method: 'PUT' })).json()) as { id: string };
      await fetch(`${http}/activate/${made.id}`);
    },
    sleep: () => signal('SIGSTOP'),
    wake: () => signal('SIGCONT'),
    close: async () => {
      signal('SIGCONT');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // Its helpers too: they write into the folder.
      signal('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};
