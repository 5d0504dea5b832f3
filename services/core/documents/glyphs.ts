/**
 * Which characters a font can draw, read from its `cmap` table (OpenType 1.9, formats 4 and 12): a character without a
 * glyph would be printed as nothing at all.
 */

export type Covers = (codePoint: number) => boolean;

/** Begin and end of each stretch of characters that the font maps, ends included. */
type Ranges = [from: number, to: number][];

const fromFormat4 = (view: DataView, at: number): Ranges => {
  const count = view.getUint16(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + 2 * count + 2;
  const ranges: Ranges = [];
  for (let i = 0; i < count; i += 1) {
    const range: Ranges[number] = [view.getUint16(starts + 2 * i), view.getUint16(ends + 2 * i)];
    if (range[0] !== 0xffff) ranges.push(range);
  }
  return ranges;
};

const fromFormat12 = (view: DataView, at: number): Ranges =>
  Array.from({ length: view.getUint32(at + 12) }, (_, i) => [view.getUint32(at + 16 + 12 * i), view.getUint32(at + 20 + 12 * i)]);

const tableAt = (view: DataView, tag: string): number | null => {
  for (let i = 0, count = view.getUint16(4); i < count; i += 1) {
    const at = 12 + 16 * i;
    const name = String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
    if (name === tag) return view.getUint32(at + 8);
  }
  return null;
};

/** Reads a TrueType or OpenType font's character map. */
export const coverageOf = (font: Uint8Array): Covers => {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, 'cmap');
  if (cmap === null) throw new Error('a font without a cmap table');
  const ranges: Ranges = [];
  for (let i = 0, count = view.getUint16(cmap + 2); i < count; i += 1) {
    const at = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    const format = view.getUint16(at);
    if (format === 4) ranges.push(...fromFormat4(view, at));
    if (format === 12) ranges.push(...fromFormat12(view, at));
  }
  ranges.sort((a, b) => a[0] - b[0]);
  return (codePoint) => {
    let [low, high] = [0, ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = ranges[middle];
      if (!range) return false;
      if (codePoint < range[0]) high = middle - 1;
      else if (codePoint > range[1]) low = middle + 1;
      else return true;
    }
    return false;
  };
};

export interface Run {
  readonly text: string;
  /** Place in the list of fonts. */
  readonly font: number;
}

/** What stands for a character that no font can draw: a box and its code, so that nobody takes the text for whole. */
const missing = (codePoint: number): string => `□(U+${codePoint.toString(16).toUpperCase().padStart(4, '0')})`;

/** The text cut into runs of one font each: the first of the list that has the character. The first has ASCII and □. */
export const runsOf = (text: string, fonts: readonly Covers[]): Run[] => {
  const runs: { text: string; font: number }[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const found = fonts.findIndex((covers) => covers(codePoint));
    const [font, drawn] = found === -1 ? [0, missing(codePoint)] : [found, character];
    const last = runs.at(-1);
    if (last?.font === font) last.text += drawn;
    else runs.push({ text: drawn, font });
  }
  return runs;
};
