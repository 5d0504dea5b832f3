/** What a cell of the spreadsheet may hold: how a value is written into it, and how it is read again. */
import type { Bilingual } from '../../contracts/values.ts';
import { idSchema } from '../../contracts/values.ts';

export type Reading = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: Bilingual };

/** One kind of cell. Text comes tidied; '' is an empty cell. */
export interface Kind {
  readonly write: (value: unknown) => string;
  readonly read: (text: string) => Reading;
}

const fine = (value: unknown): Reading => ({ ok: true, value });
const wrong = (zh: string, en: string): Reading => ({ ok: false, message: { zh, en } });
const needed = wrong('不能为空', 'may not be empty');

/** As a workbook keeps it: no character that XML does not know, one kind of line ending, nothing around it. */
export const tidy = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .trim();

const written = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export const text = (longest: number, isNeeded = true): Kind => ({
  write: written,
  read: (cell) => {
    if (cell === '') return isNeeded ? needed : fine(null);
    return cell.length > longest ? wrong(`最多 ${longest} 个字`, `at most ${longest} characters`) : fine(cell);
  },
});

const badId: Reading = wrong(
  '编号只能用字母、数字、点、下划线、连字符，1–64 个字符',
  'an id has letters, digits, dot, underscore, hyphen; 1–64 characters',
);

export const id = (isNeeded = true): Kind => ({
  write: written,
  read: (cell) => {
    if (cell === '') return isNeeded ? needed : fine(null);
    return idSchema.safeParse(cell).success ? fine(cell) : badId;
  },
});

/** A closed list of words: its code or its word. */
export const choice = (words: Readonly<Record<string, string>>, isNeeded = true): Kind => ({
  write: (value) => (typeof value === 'string' ? (words[value] ?? value) : ''),
  read: (cell) => {
    if (cell === '') return isNeeded ? needed : fine(null);
    const code = Object.keys(words).find((one) => one === cell.toLowerCase() || words[one] === cell);
    return code === undefined
      ? wrong(`“${cell}”不在可选项中：${Object.values(words).join('、')}`, `'${cell}' is none of: ${Object.keys(words).join(', ')}`)
      : fine(code);
  },
});

export const number = (lowest: number, highest: number, whole: boolean, isNeeded = true): Kind => ({
  write: written,
  read: (cell) => {
    if (cell === '') return isNeeded ? needed : fine(null);
    const value = Number(cell);
    const fits = Number.isFinite(value) && value >= lowest && value <= highest && (!whole || Number.isInteger(value));
    return fits
      ? fine(value)
      : wrong(`须为 ${lowest} 到 ${highest} 的${whole ? '整数' : '数'}`, `a ${whole ? 'whole ' : ''}number from ${lowest} to ${highest}`);
  },
});

export const yesNo: Kind = {
  write: (value) => (value === false ? '否' : '是'),
  read: (cell) => {
    if (['', '是', 'yes', 'true', '1'].includes(cell.toLowerCase())) return fine(true);
    return ['否', 'no', 'false', '0'].includes(cell.toLowerCase()) ? fine(false) : wrong('请填“是”或“否”', 'yes or no');
  },
};

/** Several values in one cell, one a line or set apart by commas and the like. */
export const several = (one: Kind, isNeeded: boolean, apart = /[\n、,，;；]/): Kind => ({
  write: (value) => (Array.isArray(value) ? value.map((part) => one.write(part)).join(apart.test('、') ? '、' : '\n') : ''),
  read: (cell) => {
    const parts = cell
      .split(apart)
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (parts.length === 0) return isNeeded ? needed : fine([]);
    const readings = parts.map((part) => one.read(part));
    const bad = readings.find((reading) => !reading.ok);
    return bad ?? fine([...new Set(readings.flatMap((reading) => (reading.ok ? [reading.value] : [])))]);
  },
});
