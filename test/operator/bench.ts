/** A data folder with a command line over it: the real store, the real socket, no server. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Config, loadConfig } from '../../services/config.ts';
import { armLease } from '../../services/flows/availability.ts';
import type { OperatorContext } from '../../services/operator/command.ts';
import { type OperatorRoot, runCommandLine } from '../../services/operator/command-line.ts';
import type { Clock } from '../../services/ports.ts';
import { readWorkbook, writeWorkbook } from '../../services/sheets/workbook.ts';
import { besideServer } from '../../services/store/beside.ts';
import { openStore, type Store } from '../../services/store/open.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const contextOf = (config: Config, store: Store, clock: Clock, gone: (identity: string) => void): OperatorContext => ({
  clock,
  world: store.world,
  commit: store.commit,
  facts: store.facts,
  workbooks: { readWorkbook, writeWorkbook },
  credentials: store.credentials,
  accounts: store.accounts,
  enrolled: (turn, device) => armLease({ rules: config.rules }, turn, device, turn.at),
  disconnect: gone,
  rightsChanged: () => undefined,
});

export const bench = () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'operator-'));
  const env: Record<string, string> = { CAMPUS_DATA: path.join(folder, 'data') };
  const clock = { now: () => Date.now() };
  const configNow = () => loadConfig(env);
  const config = (): Config => {
    const loaded = configNow();
    if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
    return loaded.value;
  };
  const disconnected: string[] = [];
  const open = () => openStore({ dataFolder: config().dataFolder, use: 'real', clock, seriesRetentionDays: 1000, checkpoints: false });
  const root: OperatorRoot = {
    openAlone: (given) => {
      const opened = open();
      if (!opened.ok) return opened;
      return { ok: true, context: contextOf(given, opened.store, clock, (id) => disconnected.push(id)), close: () => opened.store.close() };
    },
    beside: (given) => besideServer(given, '0.0.0-test'),
  };
  const campus = async (...argv: string[]): Promise<Said> => {
    let out = '';
    let err = '';
    const code = await runCommandLine(argv, {
      config: configNow(),
      loadRoot: () => Promise.resolve(root),
      now: () => clock.now(),
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
    return { code, out, err };
  };
  /** Runs a command with `--json`; what it answered. */
  const json = async (...argv: string[]): Promise<Record<string, unknown>> => {
    const said = await campus(...argv, '--json');
    return JSON.parse(said.out) as Record<string, unknown>;
  };
  const file = (name: string): string => path.join(folder, name);
  const useData = (name: string): void => {
    env['CAMPUS_DATA'] = path.join(folder, name);
  };
  /** The store opened as a server would hold it. */
  const store = (): Store => {
    const opened = open();
    if (!opened.ok) throw new Error(opened.detail);
    return opened.store;
  };
  const serving = (held: Store): OperatorContext => contextOf(config(), held, clock, (id) => disconnected.push(id));
  return {
    env,
    file,
    useData,
    campus,
    json,
    store,
    serving,
    disconnected,
    config,
    clear: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
};
