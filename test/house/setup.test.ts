import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../../services/setup.mjs';

const run = promisify(execFile);

/** A house of its own with a compiler that only counts how often it is called. */
let house: string;
const at = (...parts: string[]): string => path.join(house, ...parts);
const write = (file: string, text: string): void => {
  fs.mkdirSync(path.dirname(at(file)), { recursive: true });
  fs.writeFileSync(at(file), text);
};
const compiler = `
const fs = require('node:fs');
fs.appendFileSync('calls', 'x');
setTimeout(() => { fs.mkdirSync('dist/services', { recursive: true }); fs.writeFileSync('dist/services/main.js', ''); }, 300);
`;
const setup = (...steps: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, [at('services', 'setup.mjs'), ...steps], { cwd: os.tmpdir() });
const calls = (): number => (fs.existsSync(at('calls')) ? fs.readFileSync(at('calls'), 'utf8').length : 0);

beforeEach(() => {
  house = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'house-')));
  fs.mkdirSync(at('services'));
  fs.copyFileSync('services/setup.mjs', at('services', 'setup.mjs'));
});
afterEach(() => fs.rmSync(house, { recursive: true, force: true }));

const withSources = (): void => {
  const locked = {
    packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win32': { version: '2.0.0', optional: true } },
  };
  write('package-lock.json', JSON.stringify(locked));
  write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
  write('node_modules/typescript/bin/tsc', compiler);
  write('tsconfig.json', '{}');
  write('services/tsconfig.json', '{}');
  write('services/main.ts', 'export {};');
  write('services/store/worker.js', '// as it is');
};

describe('the set-up', () => {
  it('builds once, then only when a source has changed, is new or is gone; on stderr alone', async () => {
    withSources();
    const first = await setup('build');
    expect([first.stdout, calls()]).toEqual(['', 1]);
    expect(first.stderr).toContain('building the server');
    expect(fs.readFileSync(at('dist', 'services', 'store', 'worker.js'), 'utf8')).toBe('// as it is');
    expect(await setup('build')).toEqual({ stdout: '', stderr: '' });
    expect(calls()).toBe(1);
    write('services/main.ts', 'export const changed = 1;');
    await setup('build');
    write('services/more.ts', '');
    await setup('build');
    fs.rmSync(at('services', 'more.ts'));
    await setup('build');
    expect(calls()).toBe(4);
  });

  it('does the work once when two commands start together', async () => {
    withSources();
    const said = await Promise.all([setup('build'), setup('build'), setup('build')]);
    expect(calls()).toBe(1);
    expect(said.filter(({ stderr }) => stderr.includes('building the server'))).toHaveLength(1);
  });

  it('takes packages installed by other hands as they are, where they agree with the lock file', async () => {
    withSources();
    expect(await setup('install')).toEqual({ stdout: '', stderr: '' });
  });

  it('builds again after a build that failed', async () => {
    withSources();
    write('node_modules/typescript/bin/tsc', 'process.exit(3)');
    await expect(setup('build')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('ended with 3') });
    write('node_modules/typescript/bin/tsc', compiler);
    await setup('build');
    expect(calls()).toBe(1);
  });

  it('has nothing to do in a bundle: no lock file, no sources, no compiler', async () => {
    write('dist/services/main.js', '');
    expect(await setup('build')).toEqual({ stdout: '', stderr: '' });
  });

  it('names its steps when it is asked for another', async () => {
    await expect(setup('polish')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('one of install, build, browser, influx'),
    });
  });
});

it('a browser is looked for where CHROME_PATH says first', () => {
  const before = process.env['CHROME_PATH'];
  process.env['CHROME_PATH'] = process.execPath;
  expect(findBrowser()).toBe(process.execPath);
  if (before === undefined) delete process.env['CHROME_PATH'];
  else process.env['CHROME_PATH'] = before;
});
