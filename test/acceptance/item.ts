/** The shape of a row of the acceptance table. */

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A test that shows it, by the name that stands in its file. */
export interface Shown {
  readonly file: string;
  readonly name: string;
}

export interface Item {
  readonly item: number;
  /** As the source documents say it. */
  readonly phrase: string;
  readonly english: string;
  /** `open` = not begun, or not whole yet; `not_done` = will not be done, and why. */
  readonly state: 'works' | 'open' | 'not_done';
  readonly where: readonly string[];
  readonly tests: readonly Shown[];
  /** Why not; or, of one that works, where it ends. */
  readonly because?: Words;
}

export const works = (
  item: number,
  phrase: string,
  english: string,
  where: readonly string[],
  tests: Readonly<Record<string, readonly string[]>>,
  because?: Words,
): Item => ({
  item,
  phrase,
  english,
  state: 'works',
  where,
  tests: Object.entries(tests).flatMap(([file, names]) => names.map((name) => ({ file, name }))),
  ...(because ? { because } : {}),
});

export const open = (item: number, phrase: string, english: string, because: Words, where: readonly string[] = []): Item => ({
  item,
  phrase,
  english,
  state: 'open',
  where,
  tests: [],
  because,
});
