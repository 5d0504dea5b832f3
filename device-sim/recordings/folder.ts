/** Reads recordings from a data folder: one sub-folder a layout, found by its name. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { layoutOf, layouts, type Recording } from './index.ts';

const textsIn = async (folder: string): Promise<Map<string, string>> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return new Map(names.map((name, i) => [name, texts[i] ?? '']));
};

export interface FoundRecording extends Recording {
  readonly layout: string;
}

/** Recordings of one folder, if its name is a known layout's. */
export const recordingsIn = async (folder: string): Promise<FoundRecording[]> => {
  const layout = layoutOf(basename(resolve(folder)));
  if (!layout) return [];
  return layout.parse(await textsIn(folder)).map((recording) => ({ ...recording, layout: layout.folder }));
};

/** All recordings under a data folder, in the order of the layouts. */
export const recordingsUnder = async (data: string): Promise<FoundRecording[]> => {
  const present = new Set((await readdir(data, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name));
  const found = await Promise.all(
    layouts.filter((layout) => present.has(layout.folder)).map((layout) => recordingsIn(join(data, layout.folder))),
  );
  return found.flat();
};
