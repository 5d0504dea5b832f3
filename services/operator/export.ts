/**
 * An export: JSON Lines that anyone can read, with what was recorded between two moments. Its audit entries are a
 * section of the chain, so the file proves by itself that none of them was changed, left out or put elsewhere.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import readline from 'node:readline';
import { z } from 'zod';
import { type ChainPlace, type ChainRow, type ChainVerdict, chainStart, type SaidRow, verifyRecord } from '../core/audit.ts';
import type { EventRow, Noun, NounTypes, RawPoints } from '../ports.ts';
import { refuse } from './command.ts';

/** The part of `store/view.ts` that an export reads. */
export interface ExportView {
  chain(): Iterable<ChainRow>;
  said(): Iterable<SaidRow>;
  docs<N extends Noun>(noun: N): Iterable<NounTypes[N]>;
  events(from: number, to: number): Iterable<EventRow>;
  series(): Iterable<{ readonly device: string; readonly metric: string }>;
  readings(device: string, metric: string, from: number, to: number): RawPoints;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Readings of one series on one line. */
const readingsPerLine = 1000;

interface Section {
  readonly after: ChainPlace;
  readonly rows: readonly ChainRow[];
}

/** The unbroken stretch of the chain from the first entry at or after `from` to the last one before `to`. */
const sectionOf = (chain: Iterable<ChainRow>, from: number, to: number): Section => {
  let after: ChainPlace = { seq: 0, hash: chainStart };
  const rows: ChainRow[] = [];
  let inside = 0;
  for (const row of chain) {
    if (rows.length === 0 && row.at < from) after = { seq: row.seq, hash: row.hash };
    else {
      rows.push(row);
      if (row.at < to) inside = rows.length;
    }
  }
  return { after, rows: rows.slice(0, inside) };
};

/** What was said with the entries of the section; of what was erased, that it was. */
function* saidWith(view: ExportView, rows: readonly ChainRow[]): Generator<SaidRow> {
  const [first, last] = [rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? -1];
  for (const row of view.said()) {
    if (row.seq > last) return;
    if (row.seq >= first) yield row;
  }
}

type Line = Readonly<Record<string, unknown>> & { readonly type: string };

function* readingLines(view: ExportView, from: number, to: number): Generator<Line> {
  for (const { device, metric } of view.series()) {
    const { at, value } = view.readings(device, metric, from, to);
    for (let i = 0; i < at.length; i += readingsPerLine) {
      const points = at.slice(i, i + readingsPerLine).map((t, j) => [t, value[i + j]]);
      yield { type: 'readings', device, metric, points };
    }
  }
}

function* linesOf(view: ExportView, from: number, to: number): Generator<Line> {
  const within = (at: number): boolean => at >= from && at < to;
  const { after, rows } = sectionOf(view.chain(), from, to);
  const head = rows.at(-1)?.hash ?? after.hash;
  yield { type: 'export', format: 1, from, to, chain: { after, entries: rows.length, head } };
  for (const row of rows) yield { type: 'audit', ...row };
  for (const row of saidWith(view, rows)) yield { type: 'said', ...row };
  for (const org of view.docs('org')) yield { type: 'org', org };
  for (const space of view.docs('space')) yield { type: 'space', space };
  for (const device of view.docs('device')) yield { type: 'device', device };
  for (const alarm of view.docs('alarm')) if (within(alarm.eventAt)) yield { type: 'alarm', alarm };
  for (const incident of view.docs('incident')) if (within(incident.openedAt)) yield { type: 'incident', incident };
  for (const hazard of view.docs('hazard')) if (within(hazard.reportedAt)) yield { type: 'hazard', hazard };
  for (const event of view.events(from, to)) yield { type: 'event', event };
  yield* readingLines(view, from, to);
}

export interface ExportAnswer {
  readonly file: string;
  readonly lines: number;
  readonly from: number;
  readonly to: number;
}

/** Writes from ≤ time < to into a new file. People’s names and telephone numbers stay out of it. */
export const exportTo = async (view: ExportView, file: string, from: number, to: number): Promise<ExportAnswer> => {
  if (fs.existsSync(file)) refuse(`${file} exists already`);
  const part = `${file}.part`;
  fs.rmSync(part, { force: true });
  const out = fs.createWriteStream(part, { flags: 'wx', mode: 0o600 });
  const digest = createHash('sha256');
  let lines = 0;
  const put = async (line: Line): Promise<void> => {
    const text = `${JSON.stringify(line)}\n`;
    digest.update(text);
    lines += 1;
    if (!out.write(text)) await once(out, 'drain');
  };
  for (const line of linesOf(view, from, to)) await put(line);
  out.end(`${JSON.stringify({ type: 'end', lines, sha256: digest.digest('hex') })}\n`);
  await once(out, 'finish');
  fs.renameSync(part, file);
  return { file, lines: lines + 1, from, to };
};

const headSchema = z.object({
  type: z.literal('export'),
  chain: z.object({ after: z.object({ seq: z.number(), hash: z.string() }), entries: z.number(), head: z.string() }),
});
const rowSchema = z.object({
  type: z.literal('audit'),
  seq: z.number(),
  at: z.number(),
  actor: z.string(),
  act: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  school: z.string().nullable(),
  detail: z.string(),
  prevHash: z.string(),
  hash: z.string(),
});
const saidSchema = z.object({
  type: z.literal('said'),
  seq: z.number(),
  field: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  salt: z.string().nullable(),
  value: z.string().nullable(),
  erasedAt: z.number().nullable(),
});
const endSchema = z.object({ type: z.literal('end'), lines: z.number(), sha256: z.string() });

const broken = (entries: number, brokenAt: number, why: string): ChainVerdict => ({ ok: false, entries, brokenAt, why });

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};

/** Checks an export with nothing but the file: the chain's section, then that no line was changed or cut off. */
export const verifyFile = async (file: string): Promise<ChainVerdict> => {
  const digest = createHash('sha256');
  let head: z.infer<typeof headSchema> | null = null;
  let end: z.infer<typeof endSchema> | null = null;
  let lines = 0;
  let sum = '';
  const rows: ChainRow[] = [];
  const said: SaidRow[] = [];
  for await (const line of readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const value = parsed(line);
    const type = z.object({ type: z.string() }).safeParse(value).data?.type;
    if (lines === 0) {
      const first = headSchema.safeParse(value);
      if (!first.success) return refuse(`${file} is no export of Campus Watch`);
      head = first.data;
    }
    if (type === 'end') {
      end = endSchema.safeParse(value).data ?? null;
      sum = digest.copy().digest('hex');
      continue;
    }
    lines += 1;
    digest.update(`${line}\n`);
    if (type === undefined) return broken(rows.length, lines, `line ${lines} is not readable`);
    if (type === 'said') {
      const told = saidSchema.safeParse(value);
      if (!told.success) return broken(rows.length, lines, `line ${lines} is nothing that was said`);
      said.push(told.data);
    }
    if (type !== 'audit') continue;
    const row = rowSchema.safeParse(value);
    if (!row.success) return broken(rows.length, lines, `line ${lines} is no audit entry`);
    rows.push(row.data);
  }
  if (head === null) return refuse(`${file} is empty`);
  const verdict = verifyRecord(rows, said, sha256, { anchor: head.chain, after: head.chain.after });
  if (!verdict.ok) return verdict;
  if (end === null) return broken(rows.length, lines + 1, 'the file is cut off: its last line is missing');
  const whole = end.lines === lines && end.sha256 === sum;
  return whole ? verdict : broken(rows.length, lines, 'the audit entries are whole, but another line of the file was changed');
};
