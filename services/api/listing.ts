/** Lists as the contract has them: `limit` (≤ 500) and `cursor` in, `{items, next}` out. */
import { z } from 'zod';
import type { Page } from '../ports.ts';

/** A page of things kept in memory, ordered by id; the cursor is the last id of the page before. */
export const pageById = <T extends { readonly id: string }>(
  all: Iterable<T>,
  limit: number,
  cursor: string | undefined,
  wanted: (item: T) => boolean,
): Page<T> => {
  const rest: T[] = [];
  for (const item of all) if ((cursor === undefined || item.id > cursor) && wanted(item)) rest.push(item);
  rest.sort((a, b) => (a.id < b.id ? -1 : 1));
  const items = rest.slice(0, limit);
  return { items, next: rest.length > limit ? (items.at(-1)?.id ?? null) : null };
};

/** `true` or `false` in a query; z.coerce would take "false" for true. */
export const flagSchema = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The filters that were given, for an equality query. */
export const given = (
  filters: Readonly<Record<string, string | number | boolean | undefined>>,
): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined));

/** `If-Match: "7"` or `7`; null = absent or `*`, undefined = not a version. */
export const versionSeen = (header: string | undefined): number | null | undefined => {
  if (header === undefined || header.trim() === '*') return null;
  const match = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim());
  return match ? Number(match[1]) : undefined;
};
