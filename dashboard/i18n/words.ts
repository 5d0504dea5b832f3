import type { zh } from './zh.ts';

/** The key set of the Chinese dictionary with its texts widened: English must have exactly the same keys. */
export type Widen<T> = T extends string
  ? string
  : T extends (...inputs: infer A) => string
    ? (...inputs: A) => string
    : { readonly [K in keyof T]: Widen<T[K]> };

export type Words = Widen<typeof zh>;
export type Language = 'zh' | 'en';

/** Word for a code of an open list; `fallback` stands for codes this build does not know yet, never the raw code. */
export const wordFor = (group: Readonly<Record<string, string>>, code: string, fallback: string): string =>
  Object.hasOwn(group, code) ? (group[code] ?? fallback) : fallback;
