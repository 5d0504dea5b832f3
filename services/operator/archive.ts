/**
 * A school's archive (印证材料): hazards with their histories, formal documents and the pictures themselves in one tar,
 * with a manifest of SHA-256 sums. Checking it needs nothing but the file.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { Evidence } from '../contracts/evidence.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { AuditEntry, Noun, NounTypes } from '../ports.ts';
import { refuse } from './command.ts';
import { readTar, tarWriter } from './tar.ts';

/** What an archive is made from; `store/view.ts` has it, at one moment of the database. */
export interface ArchiveView {
  docs<N extends Noun>(noun: N): Iterable<NounTypes[N]>;
  timeline(subject: string, subjectId: string): readonly AuditEntry[];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const format = 1;
const manifestName = 'manifest.json';
/** The manifest's own sum, as `sha256sum` writes it. */
const sumName = 'manifest.json.sha256';
const sumOf = (manifest: Uint8Array): string => `${sha256(manifest)}  ${manifestName}\n`;

const manifestSchema = z.object({
  type: z.literal('campus-watch archive'),
  format: z.literal(format),
  school: z.string(),
  from: z.number(),
  to: z.number(),
  madeAt: z.number(),
  /** Pictures that belong here and are not: deleted when their time was over, or damaged. */
  missing: z.array(z.object({ evidence: z.string(), why: z.enum(['deleted', 'damaged']) })),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});
type Manifest = z.infer<typeof manifestSchema>;

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

export interface ArchiveOrder {
  readonly school: string;
  /** Hazards reported from ≤ time < to. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** Where pictures are kept. */
  readonly evidenceFolder: string;
}

const hazardsOf = (view: ArchiveView, { school, from, to }: ArchiveOrder): Hazard[] =>
  [...view.docs('hazard')].filter((hazard) => hazard.school === school && hazard.reportedAt >= from && hazard.reportedAt < to);

/** The picture's bytes; null = it is gone, or no longer what was kept. */
const pictureOf = (folder: string, { file, sha256: expected }: Evidence): Buffer | null => {
  if (file === null || expected === null || !/^[\w-]+\/[\w-]+\.jpg$/.test(file)) return null;
  const path = `${folder}/${file}`;
  const bytes = fs.existsSync(path) ? fs.readFileSync(path) : null;
  return bytes && sha256(bytes) === expected ? bytes : null;
};

function* parts(view: ArchiveView, order: ArchiveOrder, missing: Manifest['missing']): Generator<{ name: string; bytes: Buffer }> {
  const hazards = hazardsOf(view, order);
  const ids = new Set(hazards.map(({ id }) => id));
  for (const hazard of hazards) {
    yield { name: `hazards/${hazard.id}.json`, bytes: json({ hazard, history: view.timeline('hazard', hazard.id) }) };
  }
  for (const document of view.docs('document')) {
    if (document.hazard !== null && ids.has(document.hazard)) yield { name: `documents/${document.id}.json`, bytes: json(document) };
  }
  for (const evidence of view.docs('evidence')) {
    if (evidence.hazard === null || !ids.has(evidence.hazard)) continue;
    yield { name: `evidence/${evidence.id}.json`, bytes: json({ evidence, history: view.timeline('evidence', evidence.id) }) };
    if (evidence.state !== 'stored') {
      missing.push({ evidence: evidence.id, why: 'deleted' });
      continue;
    }
    const bytes = pictureOf(order.evidenceFolder, evidence);
    if (bytes) yield { name: `evidence/${evidence.id}.jpg`, bytes };
    else missing.push({ evidence: evidence.id, why: 'damaged' });
  }
}

export interface ArchiveAnswer {
  readonly file: string;
  readonly files: number;
  readonly bytes: number;
  readonly missing: number;
}

/** Writes the archive into a new file, its manifest last. */
export const archiveTo = async (view: ArchiveView, file: string, order: ArchiveOrder): Promise<ArchiveAnswer> => {
  if (fs.existsSync(file)) refuse(`${file} exists already`);
  const part = `${file}.part`;
  fs.rmSync(part, { force: true });
  const out = fs.createWriteStream(part, { flags: 'wx', mode: 0o600 });
  const tar = tarWriter(out, order.now);
  const files: Manifest['files'] = [];
  const missing: Manifest['missing'] = [];
  for (const { name, bytes } of parts(view, order, missing)) {
    files.push({ name, bytes: bytes.length, sha256: sha256(bytes) });
    await tar.addText(name, bytes);
  }
  const { school, from, to, now } = order;
  const manifest: Manifest = { type: 'campus-watch archive', format, school, from, to, madeAt: now, missing, files };
  const text = json(manifest);
  await tar.addText(manifestName, text);
  await tar.addText(sumName, sumOf(text));
  tar.end();
  await finished(out);
  fs.renameSync(part, file);
  return { file, files: files.length, bytes: files.reduce((sum, each) => sum + each.bytes, 0), missing: missing.length };
};

export interface ArchiveVerdict {
  readonly ok: boolean;
  readonly files: number;
  /** The first file that is not as the manifest says. */
  readonly file?: string;
  readonly why?: string;
}

/** Is it a tar? Its first header says so at a fixed place (POSIX ustar). */
export const isArchive = (file: string): boolean => {
  const descriptor = fs.openSync(file, 'r');
  try {
    const head = Buffer.alloc(262);
    return fs.readSync(descriptor, head, 0, head.length, 0) === head.length && head.toString('latin1', 257, 262) === 'ustar';
  } finally {
    fs.closeSync(descriptor);
  }
};

const manifestIn = (bytes: Buffer | null): Manifest | null => {
  try {
    return bytes && manifestSchema.parse(JSON.parse(bytes.toString()));
  } catch {
    return null;
  }
};

/** Checks an archive with nothing but the file; says which of its files is not what the manifest says. */
export const verifyArchive = async (file: string): Promise<ArchiveVerdict> => {
  const seen = new Map<string, { bytes: number; sha256: string }>();
  const broken = (name: string, why: string): ArchiveVerdict => ({ ok: false, files: seen.size, file: name, why });
  let last = 'the first file';
  let manifestBytes: Buffer | null = null;
  let sum = '';
  try {
    await readTar(fs.createReadStream(file), async ({ name }, content) => {
      last = name;
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (name === manifestName) manifestBytes = bytes;
      else if (name === sumName) sum = bytes.toString();
      else seen.set(name, { bytes: bytes.length, sha256: sha256(bytes) });
    });
  } catch (error) {
    return broken(last, `the archive cannot be read from here on: ${error instanceof Error ? error.message : String(error)}`);
  }
  const manifest = manifestIn(manifestBytes);
  if (!manifest || !manifestBytes) return broken(manifestName, 'the manifest is missing or not readable');
  if (sum !== sumOf(manifestBytes)) return broken(manifestName, 'the manifest, or its own sum beside it, was changed');
  for (const { name, bytes, sha256: expected } of manifest.files) {
    const found = seen.get(name);
    if (!found) return broken(name, 'the file is missing');
    if (found.bytes !== bytes || found.sha256 !== expected) return broken(name, 'the file was changed: its SHA-256 is not the manifest’s');
  }
  const listed = new Set(manifest.files.map(({ name }) => name));
  const stranger = [...seen.keys()].find((name) => !listed.has(name));
  return stranger === undefined ? { ok: true, files: seen.size } : broken(stranger, 'the file is not in the manifest');
};
