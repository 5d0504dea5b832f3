/** The house's own files, read once. */
import fs from 'node:fs';
import path from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.git']);

/** Files below a folder of the root, as paths with `/`. */
export const filesBelow = (folder: string): string[] =>
  fs.existsSync(folder)
    ? fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.posix.join(folder, entry.name);
        if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(file);
        return [file];
      })
    : [];

export const codeFolders = ['services', 'device-sim', 'dashboard', 'test'];
export const codeFiles = (): string[] =>
  codeFolders.flatMap(filesBelow).filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.mts'));
export const sources = (): Map<string, string> => new Map(codeFiles().map((file) => [file, fs.readFileSync(file, 'utf8')]));
