/** `org import` and `org export`: the whole organisation as one YAML file, or as a workbook (.xlsx). */
import fs from 'node:fs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { organisationPartSchema } from '../contracts/organisation.ts';
import { wholeInstallation } from '../core/access/policy.ts';
import { importOrganisation } from '../core/import-organisation.ts';
import { readSheets, sheetFault } from '../core/organisation/read-sheets.ts';
import { scopeFaults } from '../core/organisation/scope.ts';
import { sheetsOf } from '../core/organisation/sheets.ts';
import { organisationOf } from '../core/organisation/written.ts';
import { heldInWorld } from '../core/responsibility/holdings.ts';
import type { SheetOf } from '../core/responsibility/keep.ts';
import { newTurn } from '../core/turn.ts';
import type { OperatorContext } from './command.ts';
import { binaryPrefix, command, operator, refuse } from './command.ts';

type Part = z.output<typeof organisationPartSchema>;

const sheetsStored =
  ({ facts }: OperatorContext): SheetOf =>
  (id) =>
    facts.get('dutySheet', id);

const readPart = (text: string): Part => {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    return refuse(`not readable as YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const part = organisationPartSchema.safeParse(document);
  return part.success ? part.data : refuse(z.prettifyError(part.error));
};

/** A workbook against the present organisation; its faults by sheet, row and column. */
const readBook = async (context: OperatorContext, bytes: Uint8Array): Promise<Part> => {
  const book = await context.workbooks.readWorkbook(bytes);
  if (!book.ok) return refuse(`the workbook cannot be read: ${book.code}`);
  const world = context.world();
  const present = organisationOf(world, sheetsStored(context));
  const read = readSheets(book.sheets, present);
  const holds = (id: string): boolean => Object.values(heldInWorld(world, id)).some((held) => held.length > 0);
  const scoped = scopeFaults(world, { role: 'bureau-admin', org: wholeInstallation }, read.part, present, holds);
  const faults = [...read.faults, ...scoped.map((fault) => sheetFault(read, fault))];
  return faults.length === 0 ? read.part : refuse(faults.map((f) => `${f.sheet} ${f.row} ${f.column}: ${f.message.en}`).join('\n'));
};

export const orgImport = command({
  name: 'org import',
  summary: 'adds and changes schools, spaces, people, devices and duties from a YAML file or a workbook (.xlsx); takes nothing away',
  args: z.strictObject({ file: z.string().describe('the organisation, YAML or .xlsx') }),
  positional: ['file'],
  textOf: 'file',
  run: async (context, { file: text }) => {
    const { clock, world, commit, credentials, enrolled } = context;
    const isBook = text.startsWith(binaryPrefix);
    const part = isBook ? await readBook(context, Buffer.from(text.slice(binaryPrefix.length), 'base64')) : readPart(text);
    const turn = newTurn(clock.now());
    const outcome = importOrganisation(world(), turn, operator, part, sheetsStored(context));
    if (!outcome.ok) return refuse(outcome.faults.join('\n'));
    const { added, changed, newDevices } = outcome.imported;
    for (const device of newDevices) enrolled(turn, device);
    commit(turn);
    if (turn.put.person.size + turn.put.org.size > 0) context.rightsChanged();
    const secrets = newDevices.filter((device) => device.gateway === null).map(({ id }) => ({ id, secret: credentials.issue(id) }));
    return { added, changed, secrets };
  },
});

const isBookName = (file: string): boolean => file.toLowerCase().endsWith('.xlsx');

export const orgExport = command({
  name: 'org export',
  summary: 'writes the organisation as a YAML file, or as a workbook when the name ends in .xlsx; `org import` reads both',
  args: z.strictObject({ file: z.string().describe('the new file') }),
  positional: ['file'],
  run: async (context, { file }) => {
    const organisation = organisationOf(context.world(), sheetsStored(context));
    if (!isBookName(file)) return { text: stringify(organisation, { lineWidth: 0 }) };
    return { book: Buffer.from(await context.workbooks.writeWorkbook(sheetsOf(organisation))).toString('base64') };
  },
  after: (answer, { file }) => {
    const { text, book } = z.object({ text: z.string().optional(), book: z.string().optional() }).parse(answer);
    const bytes = book === undefined ? Buffer.from(text ?? '') : Buffer.from(book, 'base64');
    fs.writeFileSync(String(file), bytes, { flag: 'wx', mode: 0o600 });
    return { file, bytes: bytes.length };
  },
});
