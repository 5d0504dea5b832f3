/**
 * Sets up what a command needs, on Node's own modules alone (it runs before anything is installed):
 *
 *   node services/setup.mjs install   node_modules as package-lock.json says
 *   node services/setup.mjs build     … and dist/ from the sources
 *   node services/setup.mjs browser   … and a Chrome, Edge or Chromium for the browser tests, where that is possible
 *   node services/setup.mjs influx    … and Debian's InfluxDB 1.x for the tests against a real engine (used by .ci/run)
 *
 * It says what it does on stderr only: stdout belongs to the command that follows. When nothing has changed it costs
 * one look at the sources' times.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
const say = (text) => process.stderr.write(`setup: ${text}\n`);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const readText = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null);

/** Runs a program with its stdout on our stderr; throws when it fails. */
const run = (program, args, env = {}) => {
  const done = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${path.basename(program)} ${args.join(' ')} ended with ${done.status ?? done.signal}`);
};

// ---- install --------------------------------------------------------------------------------------------------

const lockFile = at('package-lock.json');
const installStamp = at('node_modules', '.campus-watch');

/** Does what npm says it installed agree with the lock file, whoever ran npm? Other platforms' packages may be missing. */
const agreesWithLock = (lockText) => {
  const hidden = readText(at('node_modules', '.package-lock.json'));
  if (hidden === null) return false;
  const installed = JSON.parse(hidden).packages;
  return Object.entries(JSON.parse(lockText).packages).every(
    ([where, wanted]) => where === '' || wanted.optional || wanted.devOptional || installed[where]?.version === wanted.version,
  );
};

const installIsCurrent = () => {
  const lockText = readText(lockFile);
  // An offline bundle carries its node_modules and no lock file.
  if (lockText === null) return true;
  const wanted = sha256(lockText);
  if (readText(installStamp) === wanted) return true;
  if (!agreesWithLock(lockText)) return false;
  fs.writeFileSync(installStamp, wanted);
  return true;
};

const install = () => {
  if (installIsCurrent()) return;
  say('installing packages (npm ci) …');
  const started = Date.now();
  // No package here needs an install script, so none is run; npm 12 would block them anyway.
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) run(process.execPath, [npm, ...args]);
  else if (process.platform === 'win32') run('cmd', ['/c', 'npm', ...args]);
  else run('npm', args);
  fs.writeFileSync(installStamp, sha256(readText(lockFile)));
  say(`packages installed in ${seconds(started)}`);
};

const seconds = (started) => `${((Date.now() - started) / 1000).toFixed(1)} s`;

// ---- build ----------------------------------------------------------------------------------------------------

/** Every file below, as [path, size, time of change]. */
const filesBelow = (folder, found = []) => {
  if (!fs.existsSync(folder)) return found;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) filesBelow(file, found);
    else found.push(file);
  }
  return found;
};

const fingerprint = (files) => {
  const hash = createHash('sha256')
    .update(readText(lockFile) ?? '')
    .update(process.version);
  for (const file of files.sort()) {
    const { size, mtimeMs } = fs.statSync(file);
    hash.update(`${path.relative(root, file)}|${size}|${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

const isTest = (file) => /\.test\.tsx?$/.test(file);
const isSource = (file) => /\.(ts|tsx|mts|mjs)$/.test(file) || path.basename(file) === 'tsconfig.json';
const serverFolders = ['services', 'device-sim'];

const parts = [
  {
    name: 'server',
    present: () => fs.existsSync(at('services', 'tsconfig.json')),
    sources: () => [
      at('tsconfig.json'),
      ...serverFolders.flatMap((folder) => filesBelow(at(folder))),
      ...filesBelow(at('test')).filter((file) => file.endsWith('.ts') && !isTest(file)),
    ],
    build: () => {
      for (const folder of [...serverFolders, 'test']) fs.rmSync(at('dist', folder), { recursive: true, force: true });
      run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', at('services', 'tsconfig.json')]);
      for (const file of serverFolders.flatMap((folder) => filesBelow(at(folder)))) {
        if (!isSource(file)) fs.cpSync(file, at('dist', path.relative(root, file)));
      }
    },
  },
  {
    name: 'dashboard',
    present: () => fs.existsSync(at('dashboard', 'index.html')),
    sources: () => [
      at('tsconfig.json'),
      ...['dashboard', 'services/contracts', 'services/core'].flatMap((folder) => filesBelow(at(folder))),
    ],
    build: () => {
      const vite = at('node_modules', 'vite', 'bin', 'vite.js');
      run(process.execPath, [vite, 'build', at('dashboard'), '--outDir', at('dist', 'dashboard'), '--emptyOutDir', '--logLevel', 'warn']);
    },
  },
];

const stampOf = (part) => at('dist', `.${part.name}`);
const outdated = () => parts.filter((part) => part.present() && readText(stampOf(part)) !== fingerprint(part.sources()));

const build = () => {
  for (const part of outdated()) {
    say(`building the ${part.name} …`);
    const started = Date.now();
    // Taken before: what changes while it builds makes the next look build again. Gone meanwhile: half a build is none.
    const stamp = fingerprint(part.sources());
    fs.rmSync(stampOf(part), { force: true });
    part.build();
    fs.mkdirSync(at('dist'), { recursive: true });
    fs.writeFileSync(stampOf(part), stamp);
    say(`${part.name} built in ${seconds(started)}`);
  }
};

// ---- programs tests can use -----------------------------------------------------------------------------------

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, process.platform === 'win32' ? `${name}.exe` : name))
    .find((file) => fs.existsSync(file));

const browserNames =
  'google-chrome-stable google-chrome chromium chromium-browser microsoft-edge-stable microsoft-edge chrome msedge'.split(' ');

const usualPlaces = () => {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Microsoft Edge', 'Chromium'].map((name) => `Applications/${name}.app/Contents/MacOS/${name}`);
    return [...apps.map((app) => `/${app}`), ...apps.map((app) => path.join(os.homedir(), app))];
  }
  if (process.platform === 'win32') {
    const bases = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean);
    return bases.flatMap((base) => [
      path.join(base, 'Google/Chrome/Application/chrome.exe'),
      path.join(base, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
  }
  return ['/usr/lib/chromium/chromium', '/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'];
};

/** The browser for the tests: its path, or null. `CHROME_PATH` comes first. */
export const findBrowser = () => {
  const candidates = [process.env.CHROME_PATH, ...browserNames.map(onPath), ...usualPlaces()];
  return candidates.find((file) => file && fs.existsSync(file)) ?? null;
};

/** Where apt-get can install something: root on Debian or Ubuntu; else the reason why not. */
const whyNotApt = () => {
  if (process.platform !== 'linux') return `this is ${process.platform}, not Debian or Ubuntu`;
  const release = readText('/etc/os-release') ?? '';
  if (!/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release) || !onPath('apt-get')) return 'this is not Debian or Ubuntu';
  return process.getuid?.() === 0 ? null : 'not running as root';
};

const aptInstall = (packages) => {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], env);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env);
};

/** Installs unless `present`; says why when it cannot. Never fails: the tests concerned are skipped with the reason. */
const tryApt = (present, packages, purpose, otherwise) => {
  if (present()) return;
  const refusal = whyNotApt();
  if (refusal !== null) return say(`${otherwise} (${refusal})`);
  say(`installing ${packages.join(' and ')} with apt-get ${purpose} …`);
  try {
    aptInstall(packages);
  } catch (error) {
    say(`apt-get could not install them: ${error.message}`);
  }
  if (!present()) say(otherwise);
};

const browser = () =>
  tryApt(
    () => findBrowser() !== null,
    ['chromium', 'fonts-noto-cjk'],
    'for the browser tests',
    'no Chrome, Edge or Chromium found and none installed: the browser tests will be skipped. CHROME_PATH names one elsewhere',
  );

const influx = () =>
  tryApt(
    () => onPath('influxd') !== undefined || fs.existsSync('/usr/sbin/influxd'),
    ['influxdb'],
    'for the tests against a real InfluxDB 1.x',
    'no influxd found and none installed: the tests against a real InfluxDB 1.x will be skipped',
  );

// ---- one at a time --------------------------------------------------------------------------------------------

/** A name the kernel frees when its holder ends, however it ends. */
const lockName = () => {
  const name = `campus-watch-setup-${sha256(root).slice(0, 16)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), `${name}.sock`);
};

const tryLock = (name) =>
  new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.end());
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(name, () => resolve(server));
  });

const isAnswered = (name) =>
  new Promise((resolve) => {
    const socket = net.connect(name, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });

/** Holds the set-up lock while `work` runs; waits while another process holds it. */
const alone = async (work) => {
  const name = lockName();
  let server = await tryLock(name);
  if (server === null) say('another set-up is running here; waiting for it …');
  while (server === null) {
    // Only where the name is a file can it outlive its holder.
    if (process.platform !== 'linux' && process.platform !== 'win32' && !(await isAnswered(name))) fs.rmSync(name, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    server = await tryLock(name);
  }
  try {
    work();
  } finally {
    server.close();
  }
};

const steps = {
  install: { done: () => installIsCurrent(), work: install },
  build: {
    done: () => installIsCurrent() && outdated().length === 0,
    work: () => {
      install();
      build();
    },
  },
  browser: { done: () => findBrowser() !== null, work: browser },
  influx: { done: () => onPath('influxd') !== undefined, work: influx },
};

const main = async (names) => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new Error(`Node 20.19 or newer is needed; this is ${process.version}`);
  for (const name of names) {
    if (!(name in steps)) throw new Error(`unknown step '${name}': one of ${Object.keys(steps).join(', ')}`);
  }
  const open = names.map((name) => steps[name]).filter((step) => !step.done());
  if (open.length > 0) await alone(() => open.forEach((step) => step.work()));
};

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  main(process.argv.slice(2)).catch((error) => {
    say(`failed: ${error.message}`);
    process.exit(1);
  });
}
