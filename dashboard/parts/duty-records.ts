/** How a record is called where it is chosen as what shows a duty done. Pure. */
import type { Shown, ShownBy } from '../api/office-queries.ts';
import { type Words, wordFor } from '../i18n/words.ts';
import { dayOf, fullTime } from './format.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const time = (value: unknown, write: (at: number) => string): string => (typeof value === 'number' ? write(value) : '');

const labels: Readonly<Record<ShownBy, (one: Shown, words: Words) => readonly string[]>> = {
  hazard: (one, words) => [
    time(one['reportedAt'], fullTime),
    wordFor(words.codes.hazardCategory, text(one['category']), words.common.unknown),
    // What the system reports itself has facts instead of a text.
    text(one['reportedBy']) === 'system' ? '' : text(one['description']).slice(0, 40),
  ],
  gridCell: (one, words) => [
    text(one['name']),
    one['lastPatrolAt'] === null ? words.grid.never : words.grid.last(time(one['lastPatrolAt'], fullTime)),
  ],
  risk: (one) => [text(one['source'])],
  incident: (one, words) => [time(one['openedAt'], fullTime), wordFor(words.codes.kind, text(one['kind']), words.common.unknown)],
  document: (one, words) => [time(one['issuedAt'], dayOf), wordFor(words.codes.documentKind, text(one['kind']), words.common.unknown)],
};

export const shownLabel = (by: ShownBy, one: Shown, words: Words): string =>
  labels[by](one, words)
    .filter((part) => part !== '')
    .join(' · ');

/** One duty a line; empty lines and the numbers people put before them are no part of a duty. */
export const dutiesIn = (typed: string): string[] =>
  typed
    .split('\n')
    .map((line) => line.replace(/^\s*\d+\s*[.、．)）]\s*/, '').trim())
    .filter((line) => line !== '');
