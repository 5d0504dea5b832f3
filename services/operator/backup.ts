/**
 * Backups: one `.tar.gz` with a copy of the database, the evidence and the config folder. No secret in clear: passwords,
 * tokens and device secrets are hashes already; the key those device hashes are made with goes in sealed by a
 * passphrase or not at all; private TLS keys never do (a new certificate is made).
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { refuse } from './command.ts';
import { seal, unseal } from './sealing.ts';
import { readTar, tarWriter, writeNewFile } from './tar.ts';

const format = 1;
const sealedKeyName = 'installation.key.sealed';

const manifestSchema = z.object({
  format: z.literal(format, `this backup is of a form that this version does not know; it reads form ${format}`),
  madeAt: z.number(),
  version: z.string(),
  credentials: z.number(),
});

/** What a backup takes in; `services/app.ts` knows where it lies. */
export interface BackupSource {
  readonly database: string;
  readonly installationKey: string;
  readonly evidence: string;
  readonly configFolder: string;
  /** Copies the database into a new file, beside a server that goes on writing. */
  readonly copyDatabase: (file: string) => void;
  readonly credentialCount: () => number;
  readonly version: string;
}

/** Files below a folder as archive names; half-written ones (`.part`, `.new`) are not yet anything. */
const filesBelow = (folder: string, name: string): { name: string; file: string; size: number }[] =>
  fs.existsSync(folder)
    ? fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return filesBelow(file, `${name}/${entry.name}`);
        return entry.isFile() && !/\.(part|new|tmp)$/.test(entry.name)
          ? [{ name: `${name}/${entry.name}`, file, size: fs.statSync(file).size }]
          : [];
      })
    : [];

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const part of fs.createReadStream(file) as AsyncIterable<Buffer>) hash.update(part);
  return hash.digest('hex');
};

export interface BackupAnswer {
  readonly file: string;
  readonly bytes: number;
  readonly files: number;
  /** Whether devices can sign in after a restore without new secrets. */
  readonly withDeviceKey: boolean;
}

export const backup = async (source: BackupSource, file: string, passphrase: string | null, now: number): Promise<BackupAnswer> => {
  if (fs.existsSync(file)) refuse(`${file} exists already`);
  const part = `${file}.part`;
  const copy = `${file}.db.part`;
  for (const left of [part, copy]) fs.rmSync(left, { force: true });
  try {
    source.copyDatabase(copy);
    const members = [
      { name: 'campus.db', file: copy, size: fs.statSync(copy).size },
      ...filesBelow(source.evidence, 'evidence'),
      ...filesBelow(source.configFolder, 'config'),
    ];
    const gzip = createGzip({ level: 6 });
    const written = pipeline(gzip, fs.createWriteStream(part, { flags: 'wx', mode: 0o600 }));
    const tar = tarWriter(gzip, now);
    await tar.addText(
      'manifest.json',
      JSON.stringify({ format, madeAt: now, version: source.version, credentials: source.credentialCount() }),
    );
    const withDeviceKey = passphrase !== null && fs.existsSync(source.installationKey);
    if (withDeviceKey) await tar.addText(sealedKeyName, seal(fs.readFileSync(source.installationKey), passphrase));
    const sums: Record<string, string> = {};
    for (const member of members) {
      await tar.addFile(member.name, member.file, member.size);
      sums[member.name] = await sha256Of(member.file);
    }
    await tar.addText('sums.json', JSON.stringify(sums));
    tar.end();
    await written;
    fs.renameSync(part, file);
    return { file, bytes: fs.statSync(file).size, files: members.length, withDeviceKey };
  } finally {
    for (const left of [part, copy]) fs.rmSync(left, { force: true });
  }
};

/** Only these may be in a backup; nothing in one can be placed outside the folder it is unpacked into. */
const knownName = /^(manifest\.json|sums\.json|campus\.db|installation\.key\.sealed|(evidence|config)(\/(?!\.\.?(\/|$))[^/\\\0]+)+)$/;

const unpack = async (file: string, folder: string): Promise<void> => {
  const source = fs.createReadStream(file);
  const gunzip = createGunzip();
  source.once('error', (error) => gunzip.destroy(error));
  await readTar(source.pipe(gunzip), async ({ name }, content) => {
    if (!knownName.test(name)) refuse(`${file} is no backup of Campus Watch: it holds '${name.slice(0, 100)}'`);
    const target = path.join(folder, name);
    fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
    await writeNewFile(target, content);
  });
};

const readJson = (file: string): unknown => {
  if (!fs.existsSync(file)) return refuse('the backup is not complete');
  return JSON.parse(fs.readFileSync(file, 'utf8'));
};

const checkSums = async (folder: string): Promise<void> => {
  const sums = z.record(z.string(), z.string()).parse(readJson(path.join(folder, 'sums.json')));
  if (!sums['campus.db']) refuse('the backup holds no database');
  for (const [name, sum] of Object.entries(sums)) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file) || (await sha256Of(file)) !== sum) refuse(`the backup is damaged: ${name}`);
  }
};

export interface RestoreTarget {
  readonly dataFolder: string;
  readonly database: string;
  readonly installationKey: string;
  readonly evidence: string;
  /** What lies in a data folder that nobody has used yet. */
  readonly unused: (name: string) => boolean;
}

export interface RestoreAnswer {
  readonly madeAt: number;
  readonly version: string;
  /** Devices and gateways that cannot sign in until they get a new secret. */
  readonly needNewSecrets: number;
  /** Where the backup's config files were put, to be compared with those in use. */
  readonly config: string | null;
}

/** The caller holds the data folder's lock. All is checked in a folder aside before anything is put in its place. */
export const restore = async (target: RestoreTarget, file: string, passphrase: string | null): Promise<RestoreAnswer> => {
  if (!fs.existsSync(file)) refuse(`there is no file ${file}`);
  const aside = path.join(target.dataFolder, 'restoring');
  fs.rmSync(aside, { recursive: true, force: true });
  const inUse = fs.readdirSync(target.dataFolder).find((name) => !target.unused(name));
  if (inUse !== undefined) refuse(`the data folder ${target.dataFolder} is not empty (${inUse}); restore into an empty one`);
  try {
    fs.mkdirSync(aside, { mode: 0o700 });
    await unpack(file, aside);
    const manifest = manifestSchema.safeParse(readJson(path.join(aside, 'manifest.json')));
    if (!manifest.success) return refuse(manifest.error.issues.map((issue) => issue.message).join('; '));
    await checkSums(aside);
    const sealed = path.join(aside, sealedKeyName);
    const key = passphrase !== null && fs.existsSync(sealed) ? unseal(fs.readFileSync(sealed), passphrase) : null;
    if (passphrase !== null && key === null)
      refuse(fs.existsSync(sealed) ? 'this is not the passphrase of the backup' : 'the backup was made without a passphrase');
    if (key !== null) fs.writeFileSync(target.installationKey, key, { mode: 0o600, flag: 'wx' });
    const place = (name: string, to: string): boolean => {
      const from = path.join(aside, name);
      if (!fs.existsSync(from)) return false;
      fs.renameSync(from, to);
      return true;
    };
    place('evidence', target.evidence);
    const config = path.join(target.dataFolder, 'config-of-backup');
    const withConfig = place('config', config);
    // Last: a folder without a database is still an empty one when this is cut short.
    place('campus.db', target.database);
    const { madeAt, version, credentials } = manifest.data;
    return { madeAt, version, needNewSecrets: key === null ? credentials : 0, config: withConfig ? config : null };
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
};
