/** What every list of the facts has in common: equality filters, the asker's branch, and where the page before ended. */
import type { ListQuery } from '../ports.ts';
import type { Cell } from './sqlite.ts';

export interface Terms {
  readonly text: readonly string[];
  readonly cells: readonly Cell[];
}

/** `school IN (…)` for a branch; a person who may see none sees none. */
export const branch = (column: string | null, schools: readonly string[] | null): Terms => {
  if (schools === null || column === null) return { text: [], cells: [] };
  return { text: [`${column} IN (SELECT value FROM json_each(?))`], cells: [JSON.stringify(schools)] };
};

export const filters = (where: ListQuery['where']): Terms => ({
  text: Object.keys(where ?? {}).map((name) => `${name} = ?`),
  cells: Object.values(where ?? {}).map((value) => (typeof value === 'boolean' ? Number(value) : value)),
});

/** Cursors are opaque: the order column's value and the id of the last row of the page before. */
export const encodeCursor = (order: unknown, id: unknown): string => Buffer.from(JSON.stringify([order, id])).toString('base64url');

export const decodeCursor = (cursor: string): [Cell, Cell] | null => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) && parsed.length === 2 ? (parsed as [Cell, Cell]) : null;
  } catch {
    return null;
  }
};
