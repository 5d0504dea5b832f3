/**
 * `npm run bundle`: one archive for a school without internet, with the built program, the packages it runs with, the
 * configuration and the systemd unit. It fits the system and processor it is made on.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
const say = (text) => process.stderr.write(`bundle: ${text}\n`);

const run = (program, args, cwd) => {
  const done = spawnSync(program, args, { cwd, stdio: ['ignore', 'pipe', 2], encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${path.basename(program)} ${args.join(' ')} ended with ${done.status ?? done.signal}`);
  return done.stdout;
};

const { version, dependencies, ...described } = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
const name = `campus-watch-${version}-${process.platform}${musl ? '-musl' : ''}-${process.arch}`;

/** Packages that run, as the lock file says, each without what is nested in it: that has its own entry. */
const copyPackages = (folder) => {
  const { packages } = JSON.parse(fs.readFileSync(at('package-lock.json'), 'utf8'));
  let count = 0;
  for (const [where, { dev }] of Object.entries(packages)) {
    if (where === '' || dev || !fs.existsSync(at(where))) continue;
    const from = at(where);
    fs.cpSync(from, path.join(folder, where), {
      recursive: true,
      filter: (file) => path.relative(from, file).split(path.sep)[0] !== 'node_modules',
    });
    count += 1;
  }
  return count;
};

const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'campus-watch-bundle-'));
try {
  const folder = path.join(stage, 'campus-watch');
  for (const part of ['dist', 'config', '.env.example', 'LICENSE', 'THIRD-PARTY-NOTICES', 'services/setup.mjs']) {
    fs.cpSync(at(part), path.join(folder, part), { recursive: true });
  }
  for (const text of ['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'UPGRADE.md'])
    if (fs.existsSync(at(text))) fs.cpSync(at(text), path.join(folder, text));
  fs.renameSync(path.join(folder, 'config', 'systemd', 'INSTALL.md'), path.join(folder, 'INSTALL.md'));
  delete described.devDependencies;
  fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({ ...described, version, dependencies }, null, 2)}\n`);
  const count = copyPackages(folder);
  // It must run from where it will lie: without sources, without development packages.
  const checked = JSON.parse(run(process.execPath, ['dist/services/cli.js', 'config', 'check', '--json'], folder));
  if (checked.ok !== true) throw new Error('the staged program does not accept its own configuration');
  const file = at(`${name}.tar.gz`);
  run('tar', ['-czf', file, '-C', stage, 'campus-watch'], stage);
  say(`${path.relative(process.cwd(), file)}: ${(fs.statSync(file).size / 1e6).toFixed(1)} MB, ${count} packages`);
} finally {
  fs.rmSync(stage, { recursive: true, force: true });
}
