/** Operator's commands that need no server: they look at the data folder from beside it, or only at files. */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { verifyRecord } from '../core/audit.ts';
import type { Outcome } from '../environment.ts';
import { maskEnvironment } from '../environment.ts';
import { type ArchiveView, archiveTo, isArchive, verifyArchive } from './archive.ts';
import { type BackupSource, backup, type RestoreTarget, restore } from './backup.ts';
import { type Args, command as anyCommand, type Command, refuse } from './command.ts';
import { type ExportView, exportTo, sha256, verifyFile } from './export.ts';
import { rulesTest } from './rules.ts';

/** What a data folder offers from beside a server; `services/app.ts` provides it. */
export interface BesideServer {
  view(): ExportView & ArchiveView & { close(): void };
  readonly backupSource: BackupSource;
  readonly restoreTarget: RestoreTarget;
  /** Runs `work` while no server can; refuses when one does. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export interface LocalContext {
  readonly now: number;
  readonly config: Outcome<Config>;
  readonly beside: (config: Config) => Promise<BesideServer>;
}

type Local = Command<Args, LocalContext>;
const command = <A extends Args>(spec: Command<A, LocalContext>): Local => anyCommand(spec);

const configOf = (context: LocalContext): Config => (context.config.ok ? context.config.value : refuse(context.config.errors.join('\n')));
const besideServer = (context: LocalContext): Promise<BesideServer> => context.beside(configOf(context));

const passphraseFile = z.string().optional().describe('file whose first line is the passphrase that locks the key of the devices’ secrets');

const passphraseIn = (file: string | undefined): string | null => {
  if (file === undefined) return null;
  const passphrase = fs.readFileSync(file, 'utf8').split('\n')[0]?.trim() ?? '';
  return passphrase.length >= 12 ? passphrase : refuse(`the passphrase in ${file} has fewer than 12 characters`);
};

/** A moment as people write it: epoch ms, or ISO 8601; without a zone it is China's. */
const moment = z.string().transform((text, context) => {
  const zoned = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00+08:00` : /T.*([zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}+08:00`;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(zoned);
  if (Number.isFinite(at)) return at;
  context.addIssue('a time: 2026-09-01, 2026-09-01T08:00, or epoch milliseconds');
  return z.NEVER;
});

const verify = command({
  name: 'verify',
  summary: 'checks the audit chain and what was said with it, here or in an export; says where it breaks',
  args: z.strictObject({ file: z.string().optional().describe('an export or an archive; without one, the data folder') }),
  positional: ['file'],
  good: (answer) => 'ok' in answer && answer.ok === true,
  run: async (context, { file }) => {
    if (file !== undefined) return isArchive(file) ? verifyArchive(file) : verifyFile(file);
    const view = (await besideServer(context)).view();
    const verdict = verifyRecord(view.chain(), view.said(), sha256);
    view.close();
    return verdict;
  },
});

const backupCommand = command({
  name: 'backup',
  summary: 'copies database, evidence and config into one .tar.gz, beside a running server or without one',
  args: z.strictObject({ file: z.string().describe('the new file'), passphraseFile }),
  positional: ['file'],
  run: async (context, args) =>
    backup((await besideServer(context)).backupSource, path.resolve(args.file), passphraseIn(args.passphraseFile), context.now),
});

const restoreCommand = command({
  name: 'restore',
  summary: 'puts a backup into an empty data folder; refuses while a server runs there',
  args: z.strictObject({ file: z.string().describe('the backup'), passphraseFile }),
  positional: ['file'],
  run: async (context, args) => {
    const beside = await besideServer(context);
    return beside.alone(() => restore(beside.restoreTarget, path.resolve(args.file), passphraseIn(args.passphraseFile)));
  },
});

const exportCommand = command({
  name: 'export',
  summary: 'writes what was recorded between two moments as JSON Lines that `verify` can check',
  args: z.strictObject({
    file: z.string().describe('the new file'),
    from: moment.optional().describe('from this time on; without it, from the beginning'),
    to: moment.optional().describe('up to before this time; without it, up to now'),
  }),
  positional: ['file'],
  run: async (context, { file, from, to }) => {
    const view = (await besideServer(context)).view();
    try {
      return await exportTo(view, path.resolve(file), from ?? 0, to ?? context.now + 1);
    } finally {
      view.close();
    }
  },
});

const archiveCommand = command({
  name: 'archive',
  summary: 'writes a school’s hazards, documents and pictures into one .tar that `verify` can check',
  args: z.strictObject({
    file: z.string().describe('the new file'),
    school: z.string().describe('the school'),
    from: moment.optional().describe('hazards reported from this time on; without it, from the beginning'),
    to: moment.optional().describe('up to before this time; without it, up to now'),
  }),
  positional: ['file'],
  run: async (context, { file, school, from, to }) => {
    const beside = await besideServer(context);
    const view = beside.view();
    try {
      const known = [...view.docs('org')].some(({ id, kind }) => id === school && kind === 'school');
      if (!known) refuse(`there is no school ${school}`);
      const order = { school, from: from ?? 0, to: to ?? context.now + 1, now: context.now, evidenceFolder: beside.backupSource.evidence };
      return await archiveTo(view, path.resolve(file), order);
    } finally {
      view.close();
    }
  },
});

const configCheck = command({
  name: 'config check',
  summary: 'checks environment, settings.yaml, rules.yaml, channels.yaml and the others; tells every error at once',
  args: z.strictObject({}),
  run: (context) => {
    const config = configOf(context);
    return {
      ok: true,
      environment: maskEnvironment(config.environment),
      settings: config.settings,
      rules: config.rules.rules.length,
      channels: config.channels.map(({ channel: { id, kind, form } }) => `${id}: ${kind} (${form})`),
    };
  },
});

export const localCommands: readonly Local[] = [
  verify,
  backupCommand,
  restoreCommand,
  exportCommand,
  archiveCommand,
  configCheck,
  command({ ...rulesTest, run: (context, args) => rulesTest.run(configOf(context).rules, args) }),
];
