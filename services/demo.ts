/**
 * The demo: the same server on a folder of its own, with the demo county imported like any organisation, sign-ins made
 * for this installation alone, and the simulated county beside it.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { App, AppOptions } from './app.ts';
import { createApp } from './app.ts';
import type { Config, ListenAddress } from './config.ts';
import type { OrganisationPart } from './contracts/organisation.ts';
import { joinOrganisation, organisationPartSchema, organisationSchema } from './contracts/organisation.ts';
import type { Person } from './contracts/place.ts';
import { dayMs, dayOf } from './core/calendar.ts';
import { importOrganisation } from './core/import-organisation.ts';
import { newTurn } from './core/turn.ts';
import { liveYear } from './demo-history.ts';
import { historyDays } from './demo-plan.ts';
import type { Stage } from './demo-stage.ts';

interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly role: Person['role'];
  readonly password: string;
}

interface Kept {
  readonly picturesPort: number;
  readonly accounts: readonly DemoAccount[];
  /** Has the year before the first start been lived to its end? */
  readonly lived?: boolean;
}

/** One person each of the roles a visitor will want to try, from the school where the demo's fire is; between them they walk a hazard. */
const shownAccounts = [
  'shiyan-duty1',
  'shiyan-dutyleader',
  'shiyan-safety',
  'shiyan-principal',
  'shiyan-teacher',
  'shiyan-grid',
  'shiyan-repairer',
  'qingshi-admin',
  'qingshi-leader',
  'qingshi-inspector1',
];

/** The next port that is free, from the wanted one on; the kernel's choice when none of the next hundred is. */
const freePort = async (wanted: ListenAddress): Promise<number> => {
  const tryPort = (port: number): Promise<number | null> =>
    new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen({ host: wanted.host, port }, () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
      });
    });
  if (wanted.port === 0) return 0;
  for (let port = wanted.port; port < wanted.port + 100; port++) if ((await tryPort(port)) !== null) return port;
  return 0;
};

const readOrganisation = (folder: string): OrganisationPart => {
  const parts = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => organisationPartSchema.parse(parse(readFileSync(join(folder, name), 'utf8'))));
  return organisationSchema.parse(joinOrganisation(parts));
};

const keptFile = (config: Config): string => join(config.dataFolder, 'demo.json');

const keep = (config: Config, kept: Kept): void => {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  writeFileSync(keptFile(config), JSON.stringify(kept, null, 1), { mode: 0o600 });
};

/** Sign-ins are random and made once an installation; nothing of the demo is a default anywhere. */
const keptOf = async (config: Config, people: readonly Person[]): Promise<Kept> => {
  const file = keptFile(config);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  const accounts = shownAccounts.flatMap((id) => {
    const person = people.find((candidate) => candidate.id === id);
    return person ? [{ id, name: person.name, role: person.role, password: randomBytes(6).toString('base64url') }] : [];
  });
  const kept: Kept = { picturesPort: await freePort({ host: '127.0.0.1', port: 18_400 }), accounts, lived: false };
  keep(config, kept);
  return kept;
};

const bring = ({ store, operator }: App, organisation: OrganisationPart): void => {
  const turn = newTurn(operator.clock.now());
  const outcome = importOrganisation(store.world(), turn, 'operator', organisation, (id) => store.facts.get('dutySheet', id));
  if (!outcome.ok) throw new Error(`config/demo: ${outcome.faults.join('\n')}`);
  for (const device of outcome.imported.newDevices) operator.enrolled(turn, device);
  operator.commit(turn);
};

/** Where and under what name pictures are kept (`media/media.ts`); not flushed one by one, the year can be lived again. */
const keepIn =
  (folder: string): Stage['keepPicture'] =>
  (bytes, at) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const month = dayOf(at).slice(0, 7);
    mkdirSync(join(folder, month), { recursive: true, mode: 0o700 });
    const file = `${month}/${sha256}-${sha256.slice(0, 8)}.jpg`;
    writeFileSync(join(folder, file), bytes, { mode: 0o600 });
    return { file, sha256 };
  };

/** The year before the first start, lived by the county's people. */
const liveFirstYear = async (
  { store, flows }: App,
  { config, log }: AppOptions,
  gridCells: Stage['gridCells'],
  turnClock: (at: number) => void,
  now: number,
): Promise<void> => {
  const started = performance.now();
  const { refused, ...lived } = await liveYear(
    {
      acts: flows.acts,
      tick: flows.tick,
      take: flows.take,
      facts: store.facts,
      world: store.world,
      commit: store.commit,
      turnClock,
      keepPicture: keepIn(join(config.dataFolder, 'evidence')),
      gridCells,
    },
    now,
  );
  if (refused.length > 0) log.warn({ refused }, 'steps of the demo year were refused');
  log.info({ ...lived, ms: Math.round(performance.now() - started) }, 'the demo county has lived its year');
};

/** Imports the county with everything but its grid cells; cameras get the addresses of the simulator's pictures. */
const settle = async (app: App, organisation: OrganisationPart, kept: Kept): Promise<void> => {
  const pictures = `http://127.0.0.1:${kept.picturesPort}`;
  const withPictures = {
    ...organisation,
    gridCells: [],
    devices: organisation.devices.map((device) => {
      if (device.type !== 'camera') return device;
      const mapping = device.codec === 'frigate' ? { ...device.mapping, baseUrl: [pictures] } : device.mapping;
      return { ...device, mapping, snapshotUrl: `${pictures}/cameras/${encodeURIComponent(device.id)}/latest.jpg` };
    }),
  };
  bring(app, withPictures);
  await Promise.all(kept.accounts.map((account) => app.store.accounts.setPassword(account.id, account.password)));
};

/** New secrets for every identity at each start, handed to the simulator in a file only its owner can read. */
const writeFleet = (app: App, kept: Kept, file: string): void => {
  const world = app.store.world();
  const devices = [...world.devices.values()];
  const identities = devices
    .filter((device) => device.gateway === null)
    .map((identity) => {
      const speaksFor = devices.filter((device) => device.gateway === identity.id);
      return {
        id: identity.id,
        secret: app.operator.credentials.issue(identity.id),
        school: identity.school,
        codec: identity.codec,
        prefixes: identity.prefixes,
        reportIntervalSeconds: identity.reportIntervalSeconds,
        devices: (speaksFor.length > 0 ? speaksFor : [identity]).map((device) => ({
          ...device,
          use: world.spaces.get(device.space ?? '')?.use ?? 'other',
        })),
      };
    });
  writeFileSync(file, JSON.stringify({ url: `mqtt://127.0.0.1:${app.addresses.mqtt}`, picturesPort: kept.picturesPort, identities }), {
    mode: 0o600,
  });
};

const startSimulator = (fleetFile: string, log: AppOptions['log']): ChildProcess => {
  const entry = fileURLToPath(new URL('../device-sim/main.js', import.meta.url));
  const child = spawn(process.execPath, [entry, 'county', '--fleet', fleetFile], { stdio: ['ignore', 'ignore', 'inherit'] });
  child.on('exit', (code) => log.info({ code }, 'the simulated county has stopped'));
  return child;
};

const welcome = (app: App, kept: Kept): void => {
  const line = '─'.repeat(72);
  const accounts = kept.accounts.map((a) => `  ${a.id.padEnd(20)} ${a.password.padEnd(12)} ${a.name}（${a.role}）`).join('\n');
  process.stderr.write(
    `\n${line}\n校园守望演示已就绪 · the Campus Watch demo is ready\n\n  http://127.0.0.1:${app.addresses.http}/\n\n演示账号 · demo sign-ins\n${accounts}\n\n约 15 秒后食堂厨房起火，1 分钟后一台网关断线，1 分半后摄像机报警。\nA kitchen fire follows in about 15 s, a lost gateway after 1 min, a camera alarm after 1½ min.\n${line}\n\n`,
  );
};

export const startDemo = async (options: AppOptions): Promise<Awaited<ReturnType<typeof createApp>>> => {
  const organisation = readOrganisation(join(options.config.configFolder, 'demo'));
  const kept = await keptOf(options.config, organisation.people);
  const ports = await Promise.all([options.config.http, options.config.https, options.config.mqtt, options.config.mqtts].map(freePort));
  const at = (listen: ListenAddress, i: number): ListenAddress => ({ ...listen, port: ports[i] ?? 0 });
  const { settings } = options.config;
  const config: Config = {
    ...options.config,
    http: at(options.config.http, 0),
    https: at(options.config.https, 1),
    mqtt: at(options.config.mqtt, 2),
    mqtts: at(options.config.mqtts, 3),
    settings: {
      ...settings,
      media: { ...settings.media, allowedHosts: [...settings.media.allowedHosts, `127.0.0.1:${kept.picturesPort}`] },
    },
  };
  let turned: number | null = null;
  const clock = { now: () => turned ?? Date.now() };
  const started = await createApp({ ...options, config, clock, demoAccounts: kept.accounts });
  if (!started.ok) return started;
  const { app } = started;
  if (app.store.world().orgs.size === 0) {
    const now = Date.now();
    turned = now - historyDays * dayMs;
    // Nothing of the year is lost that cannot be lived again.
    app.store.sql.exec('PRAGMA synchronous=OFF');
    await settle(app, organisation, kept);
    await liveFirstYear(app, options, organisation.gridCells, (at) => (turned = at), now);
    turned = null;
    app.store.sql.exec('PRAGMA synchronous=FULL');
    keep(config, { ...kept, lived: true });
  } else if (kept.lived === false) {
    // Nothing else keeps the process awake until the checkpoint thread has ended.
    const awake = setInterval(() => undefined, 1000);
    await app.stop();
    clearInterval(awake);
    return { ok: false, detail: `${config.dataFolder}: the first start of the demo was interrupted; delete this folder and start again` };
  }
  const fleetFile = join(config.dataFolder, 'fleet.json');
  writeFleet(app, kept, fleetFile);
  const simulator = startSimulator(fleetFile, options.log);
  welcome(app, kept);
  const stop = async (): Promise<void> => {
    simulator.kill('SIGTERM');
    await app.stop();
  };
  return { ok: true, app: { ...app, stop } };
};
