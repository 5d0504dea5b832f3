/** Reads a folder of recordings in the layout of this one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Recording, readFsri, readMotes, readNab, readNist } from './recording.ts';

const filesIn = (folder: string, pattern: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .sort()
        .map((name) => join(folder, name))
    : [];

const text = (path: string): string => readFileSync(path, 'utf8');
const nameOf = (path: string): string => basename(path, '.csv');

export const readRecordings = (folder: string): Recording[] => {
  const nist = join(folder, 'nist-smoke-alarms');
  return [
    ...filesIn(nist, /^SDC\d+\.csv$/).flatMap((path) => readNist(nameOf(path), text(path), text(join(nist, 'activation-times.csv')))),
    ...filesIn(join(folder, 'fsri-compartment-fires'), /_\d+\.csv$/).map((path) => readFsri(nameOf(path), text(path))),
    ...filesIn(join(folder, 'nab-temperature'), /temperature.*\.csv$/).map((path) => readNab(nameOf(path), text(path))),
    ...filesIn(join(folder, 'single-hop-motes'), /^motes.*\.csv$/).flatMap((path) => readMotes(nameOf(path), text(path))),
  ];
};
