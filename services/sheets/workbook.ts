/** Workbooks (.xlsx) read and written with exceljs. Cells are text and stay text: nothing that looks like a formula is one. */
import ExcelJS from 'exceljs';
import type { SheetOffice } from '../acts/organisation.ts';
import type { SheetRows, SheetTable } from '../core/organisation/sheets.ts';
import type { ZipEntry } from './zip.ts';
import { unpacked } from './zip.ts';

/** A county of 200 schools with all their rooms, people and devices is about 2 MiB. */
export const limits = {
  bytes: 5 * 1024 * 1024,
  unpackedBytes: 64 * 1024 * 1024,
  rows: 20_000,
  /** Twenty columns a row. */
  cells: 400_000,
  /** Cells under defined names, which exceljs writes out one by one. */
  namedCells: 1_000_000,
} as const;

const count = (text: string, tag: RegExp): number => text.match(tag)?.length ?? 0;

const columnNumber = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

const namedCells = (workbook: string): number => {
  let cells = 0;
  for (const [, left, top, right, bottom] of workbook.matchAll(/\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})/g))
    cells += (Math.abs(columnNumber(right ?? '') - columnNumber(left ?? '')) + 1) * (Math.abs(Number(bottom) - Number(top)) + 1);
  return cells;
};

/** What the library would choke on, said before it is asked. */
const refusal = (entries: readonly ZipEntry[]): 'not_a_workbook' | 'too_large' | 'too_many_rows' | null => {
  const workbook = entries.find(({ name }) => name.replace(/^\//, '') === 'xl/workbook.xml');
  if (!workbook) return 'not_a_workbook';
  if (namedCells(workbook.text) > limits.namedCells) return 'too_large';
  const sheets = entries.filter(({ name }) => /xl\/worksheets\/[^/]*\.xml$/.test(name));
  const sum = (tag: RegExp): number => sheets.reduce((total, { text }) => total + count(text, tag), 0);
  if (sum(/<(?:\w+:)?row[\s>/]/g) > limits.rows) return 'too_many_rows';
  return sum(/<(?:\w+:)?c[\s>/]/g) > limits.cells ? 'too_large' : null;
};

/** Parts of a sheet that say nothing about its text; some of them span whole columns cell by cell. */
const ignoreNodes = [
  'dataValidations',
  'mergeCells',
  'conditionalFormatting',
  'hyperlinks',
  'drawing',
  'picture',
  'tableParts',
  'extLst',
  'rowBreaks',
  'colBreaks',
];

/** A day as people write it; a moment with time as ISO. */
const dateText = (date: Date): string => date.toISOString().replace('T00:00:00.000Z', '');

const cellText = (value: ExcelJS.CellValue): string | null => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return cellText(value.text as ExcelJS.CellValue);
  // Formulas, errors: whatever they show now they may show something else tomorrow.
  return null;
};

const rowsOf = (sheet: ExcelJS.Worksheet): SheetRows => {
  const rows: SheetRows['rows'][number][] = [];
  sheet.eachRow((row, number) => {
    const values = Array.isArray(row.values) ? row.values.slice(1) : [];
    rows.push({ row: number, cells: Array.from(values, (value) => cellText(value as ExcelJS.CellValue)) });
  });
  return { name: sheet.name, rows };
};

export const readWorkbook: SheetOffice['readWorkbook'] = async (bytes) => {
  if (bytes.byteLength > limits.bytes) return { ok: false, code: 'too_large' };
  const entries = await unpacked(bytes, limits.unpackedBytes);
  if (entries === null) return { ok: false, code: 'not_a_workbook' };
  if (entries === 'too_large') return { ok: false, code: 'too_large' };
  const code = refusal(entries);
  if (code !== null) return { ok: false, code };
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(Buffer.from(bytes) as unknown as Parameters<typeof workbook.xlsx.load>[0], { ignoreNodes });
  } catch {
    return { ok: false, code: 'not_a_workbook' };
  }
  return workbook.worksheets.length === 0 ? { ok: false, code: 'not_a_workbook' } : { ok: true, sheets: workbook.worksheets.map(rowsOf) };
};

/** As wide as its words, Chinese ones counted double. */
const widthOf = (rows: SheetTable['rows'], column: number): number =>
  Math.min(
    60,
    Math.max(8, ...rows.slice(0, 200).map((row) => [...(row[column] ?? '')].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 2))),
  );

/** exceljs reads `_x0041_` as the letter A: text that has such a thing in it is written so that it comes back. */
const escaped = (text: string): string => text.replace(/_x([0-9A-Fa-f]{4})_/g, '_x005F_x$1_');

export const writeWorkbook: SheetOffice['writeWorkbook'] = async (sheets) => {
  const workbook = new ExcelJS.Workbook();
  for (const { name, rows } of sheets) {
    const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    // Format '@': Excel keeps what is typed as text, so that `=1+1` or `007` stays what it is.
    sheet.columns = (rows[0] ?? []).map((_, i) => ({
      width: widthOf(rows, i),
      style: { numFmt: '@', alignment: { vertical: 'top', wrapText: true } },
    }));
    for (const row of rows) sheet.addRow(row.map((cell) => (cell === '' ? null : escaped(cell))));
    sheet.getRow(1).font = { bold: true };
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
};
