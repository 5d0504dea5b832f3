/** The fonts that PDF documents carry in themselves, so that they look alike wherever they are opened. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Covers } from '../core/documents/glyphs.ts';
import { coverageOf } from '../core/documents/glyphs.ts';

const fileOf = (name: string): string => fileURLToPath(new URL(`./fonts/${name}.ttf`, import.meta.url));

/**
 * Tried in this order for each character. `Sans` has the 6,763 characters of GB 2312, `Rare` what Noto Sans SC has
 * beyond them (names!); it has one weight and is opened only when a text needs it.
 */
export const fontFiles = {
  Sans: { normal: fileOf('NotoSansSC-Regular'), bold: fileOf('NotoSansSC-Bold') },
  Rare: { normal: fileOf('NotoSansSC-Rare'), bold: fileOf('NotoSansSC-Rare') },
} as const;

export const fontNames = ['Sans', 'Rare'] as const satisfies readonly (keyof typeof fontFiles)[];

let known: readonly Covers[] | null = null;

/** What each font can draw; read once. */
export const fontCoverage = (): readonly Covers[] => {
  known ??= fontNames.map((name) => coverageOf(readFileSync(fontFiles[name].normal)));
  return known;
};
