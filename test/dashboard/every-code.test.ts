/** Whatever the server can say by a code has words in both languages: the codes are read out of its source. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../dashboard/i18n/en.ts';
import type { Words } from '../../dashboard/i18n/words.ts';
import { zh } from '../../dashboard/i18n/zh.ts';
import { reasonText } from '../../dashboard/parts/timeline.tsx';
import { reportKinds } from '../../services/contracts/reporting.ts';
import { permissions } from '../../services/core/access/policy.ts';
import { root } from '../bench/ground.ts';

/** The text of every file below, by its path. */
const sources = (...folders: string[]): ReadonlyMap<string, string> =>
  new Map(
    folders
      .flatMap((folder) =>
        readdirSync(join(root, 'services', folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
      )
      .filter((path) => path.endsWith('.ts'))
      .map((path) => [path, readFileSync(join(root, 'services', path), 'utf8')]),
  );

const found = (texts: Iterable<string>, pattern: RegExp): Set<string> =>
  new Set([...texts].flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')));

const flows = sources('flows', 'core');
const known = new Set<string>(permissions);

/** `noun.did`, as acts are called; permissions are called alike. */
const acts = [...found(flows.values(), /'([a-z_]+\.[a-z_]+)'/g)].filter((act) => !known.has(act) && !act.endsWith('.ts'));

/** What lies in the inbox. */
const news = found(flows.values(), /inboxItem\.set\([^;]*?\bkind: '([a-z_]+)'/g);
const newsOf = found(flows.values(), /inboxItem\.set\([^;]*?\bsubject: '([a-zA-Z_]+)'/g);

/** Codecs refuse messages, not people: those codes are `open.reject`. */
const refusing = [...flows, ...sources('api')]
  .filter(([path]) => !path.includes('codecs') && !path.endsWith('topics.ts'))
  .map(([, text]) => text);
const refusals = new Set([...found(refusing, /\brefused?\(\s*(?:\d{3},\s*)?'([a-z_]+)'/g), ...found(refusing, /\bcode: '([a-z_]+)'/g)]);
/** Zod's own name of a rule of ours. */
refusals.delete('custom');

const findingSources = [...flows]
  .filter(([path]) => /reporting\/judge|evidence-acts|flows\/(upload|findings)/.test(path))
  .map(([, text]) => text);
const findingReasons = new Set([
  ...found(findingSources, /\breason: '([a-z_]+)'/g),
  ...['oral', 'written', 'follow_up', 'final'].map((name) => `late_${name}`),
  ...reportKinds.map((kind) => `incomplete_${kind}`),
]);

/** What receipts are refused with, providers are told. */
const notifying = [...sources('notify')].filter(([path]) => !path.endsWith('receipts.ts')).map(([, text]) => text);

/** What the timeline says of an act: why a siren stayed silent, a call was not made, a level was raised. */
const timelineReasons = new Set([
  ...found(flows.values(), /\b(?:failCall|cancel|cancelCalls|noteRefused)\([^;]*?'([a-z]+_[a-z_]+)'/g),
  ...found(notifying, /'([a-z]+(?:_[a-z]+)+)'/g),
  ...found(notifying, /\bfailed\('([a-z_]+)'/g),
  ...found(flows.values(), /\bdetail: \{[^}]*\breason: '([a-z_]+)'/g),
]);

// A device's availability, not a reason.
timelineReasons.delete('out_of_service');

const lacking = (group: Readonly<Record<string, unknown>>, codes: Iterable<string>): string[] =>
  [...codes].filter((code) => !Object.hasOwn(group, code)).sort();

describe.each<[string, Words]>([
  ['Chinese', zh],
  ['English', en],
])('every code of the server has words in %s', (_language, words) => {
  it('what was done', () => {
    expect(acts.length).toBeGreaterThan(40);
    expect(lacking(words.open.act, acts)).toEqual([]);
  });
  it('what lies in the inbox, and about what', () => {
    expect(news.size).toBeGreaterThan(5);
    expect(lacking(words.inbox.kind, news)).toEqual([]);
    expect(lacking(words.inbox.subject, newsOf)).toEqual([]);
  });
  it('why something is refused', () => {
    expect(refusals.size).toBeGreaterThan(40);
    expect(lacking({ ...words.open.problem, ...words.open.reason }, refusals)).toEqual([]);
  });
  it('the reason of an act in a timeline; an unknown code is never shown as it is', () => {
    expect(timelineReasons.size).toBeGreaterThan(10);
    const untold = [...timelineReasons].filter((code) => reasonText(code, words) === words.open.callReasonOther);
    // What a provider's receipt is refused with stands in no timeline.
    expect(untold.filter((code) => !Object.hasOwn(words.open.problem, code))).toEqual([]);
    expect(reasonText('of_next_year', words)).toBe(words.open.callReasonOther);
    expect(reasonText('校长要求', words)).toBe('校长要求');
  });
  it('what contradicts what was reported', () => {
    expect(findingReasons.size).toBeGreaterThan(10);
    expect(lacking(words.findings.reason, findingReasons)).toEqual([]);
  });
});
