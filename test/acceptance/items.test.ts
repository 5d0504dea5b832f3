/**
 * The table of acceptance says only what is so: the files are there, the tests stand in them and are not skipped. The
 * table for readers is drawn from the rows (after a change: npx vitest run test/acceptance -u).
 */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { items, required } from './items.ts';
import { testNames } from './names.ts';
import { tableOf } from './table.ts';

const namesIn = new Map<string, ReadonlySet<string>>();
const namesOf = (file: string): ReadonlySet<string> => {
  const known = namesIn.get(file) ?? new Set(testNames(fs.readFileSync(file, 'utf8')));
  namesIn.set(file, known);
  return known;
};

const isFile = (file: string): boolean => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;

describe('the table of acceptance', () => {
  it('has every item from 1 to 112 once, each with its words', () => {
    expect(items.map(({ item }) => item)).toEqual(Array.from({ length: 112 }, (_, i) => i + 1));
    const wordless = items.filter(({ phrase, english }) => !/\p{Script=Han}/u.test(phrase) || !/^[a-z]/i.test(english));
    expect(wordless.map(({ item }) => item)).toEqual([]);
    expect(items.filter(({ because }) => because !== undefined && (because.zh === '' || because.en === ''))).toEqual([]);
  });

  it('names only files that are there', () => {
    const lost = items.flatMap(({ item, where, tests }) =>
      [...where, ...tests.map(({ file }) => file)].filter((file) => !isFile(file)).map((file) => `${item}: ${file}`),
    );
    expect(lost).toEqual([]);
  });

  it('names only tests that stand in their files and run', () => {
    const lost = items.flatMap(({ item, tests }) =>
      tests.filter(({ file, name }) => !namesOf(file).has(name)).map(({ file, name }) => `${item}: ${file}: ${name}`),
    );
    expect(lost).toEqual([]);
  });

  it('shows what works, and says why of everything else', () => {
    const unproved = items.filter(({ state, where, tests }) => state === 'works' && (where.length === 0 || tests.length === 0));
    expect(unproved.map(({ item }) => item)).toEqual([]);
    const silent = items.filter(({ state, because }) => state !== 'works' && because === undefined);
    expect(silent.map(({ item }) => item)).toEqual([]);
  });

  it('at least nine in ten of what the closed loop needs work', () => {
    const wanted = items.filter(({ item }) => required.has(item));
    const working = wanted.filter(({ state }) => state === 'works');
    expect(wanted).toHaveLength(34);
    expect(working.length / wanted.length).toBeGreaterThanOrEqual(0.9);
  });

  it('is what README.md beside it says', async () => {
    await expect(tableOf(items, required)).toMatchFileSnapshot(path.resolve('test/acceptance/README.md'));
  });
});

describe('names of tests', () => {
  it('are found with and without rows, in any quotes, and not where they do not run', () => {
    const text = [
      "it('one', () => {});",
      'test("two, and “more”", async () => {});',
      "it.each([['a (', 1], ['b)', 2]])('rows %s', () => {});",
      "test.each(looks)('$language', { timeout: 5 }, () => {});",
      "it.each`a | b\n${1} | ${')'}`('three', () => {});",
      "it('it\\'s four', () => {});",
      "it.skip('skipped', () => {});",
      "it.todo('later');",
      "// it('spoken of', () => {});",
      "emit('no test');",
    ].join('\n');
    expect(testNames(text)).toEqual(['one', 'two, and “more”', 'rows %s', '$language', 'three', "it's four"]);
  });
});
