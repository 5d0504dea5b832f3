/** The device simulator's command line: `npm run sim -- list`. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { runCounty } from './county.ts';
import { type Fleet, type FleetIdentity, fleetSchema } from './fleet.ts';
import { type FleetChoice, findFleet, kinds, Unusable } from './fleet-file.ts';
import { serveOrShare, servePictures } from './pictures/server.ts';
import type { Verdict } from './player.ts';
import { isGood, showProgress, verdictLines } from './progress.ts';
import { recordingsIn, recordingsUnder } from './recordings/folder.ts';
import { layoutOf, type Recording } from './recordings/index.ts';
import { columnAs, durationOf, plainRecording, playedBy, type Recorded, recordedId, replay, withLeadIn } from './replay.ts';
import { scenarios } from './scenarios/index.ts';
import { CastMissing, type Scenario } from './scenarios/scenario.ts';
import { simulate } from './simulation.ts';

interface Common extends FleetChoice {
  readonly speed?: number;
  readonly seed: number;
  readonly inFlight: number;
  readonly giveUp: number;
  readonly ca?: string;
  readonly picturesPort?: number;
  readonly json?: boolean;
}

const number = (least: number, whole: boolean) => (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || (whole && !Number.isInteger(value)))
    throw new InvalidArgumentError(`a ${whole ? 'whole ' : ''}number of at least ${least}`);
  return value;
};
const speed = (text: string): number => (text === 'max' ? Number.POSITIVE_INFINITY : number(0.01, false)(text));
const brokerUrl = (text: string): string => {
  if (!/^(mqtts?|wss?):\/\/[^/]/.test(text)) throw new InvalidArgumentError('mqtt://HOST:PORT, mqtts://…, ws://… or wss://…');
  return text;
};
const collect = (text: string, before: string[] = []): string[] => [...before, text];

const withCommon = (command: Command): Command =>
  command
    .option('--url <url>', 'broker, mqtt:// or mqtts:// (default: the fleet file’s, else mqtt://127.0.0.1:1883)', brokerUrl)
    .option('--speed <n>', 'simulated seconds a second, or max', speed)
    .option('--seed <n>', 'same seed, same messages', number(0, true), 1)
    .option('--fleet <file>', 'fleet file (default: data-demo/fleet.json of a running demo, if there is one)')
    .option('--secrets <file>', 'lines {"id","secret"} as `campus device add --json` prints them')
    .option('--school <id>', 'school of devices named or made up', 'demo-school')
    .option('--device <id[:kind]>', `a device by name, repeatable; kinds: ${kinds.join(', ')}`, collect)
    .option('--identity <id>', 'who signs in for the named devices (default: the first device itself)')
    .option('--secret <text>', 'secret of the named or made-up identities')
    .option('--gateways <n>', 'make up a fleet of so many gateways', number(1, true))
    .option('--devices <n>', 'devices a made-up gateway has', number(1, true))
    .option('--interval <seconds>', 'report interval of named or made-up devices', number(1, false), 60)
    .option('--in-flight <n>', 'unacknowledged messages a connection may have', number(1, true), 20)
    .option('--give-up <seconds>', 'stop when nothing was acknowledged for so long', number(1, false), 30)
    .option('--pictures-port <n>', 'port of the simulated cameras’ pictures on 127.0.0.1 (default: a free one)', number(0, true))
    .option('--ca <file>', 'certificate authority for mqtts://, PEM')
    .option('--json', 'summary as one JSON object on stdout');

const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
};

/** Time for whoever was told of a picture to fetch it. */
const pictureGraceMs = 3_000;

interface Piece extends Pick<Scenario, 'name' | 'durationMs' | 'play'> {
  readonly speed: number;
  readonly fleet: Fleet;
}

const perform = async (piece: Piece, common: Common): Promise<void> => {
  const { fleet, durationMs } = piece;
  const pictures = await (common.picturesPort === undefined ? serveOrShare(fleet.picturesPort) : servePictures(common.picturesPort));
  let shown = 0;
  try {
    const devices = fleet.identities.reduce((sum, identity) => sum + identity.devices.length, 0);
    console.error(
      `${piece.name}: ${fleet.identities.length} identities, ${devices} devices → ${fleet.url} at ${piece.speed}×, seed ${common.seed}`,
    );
    const verdict = await simulate({
      url: fleet.url,
      identities: fleet.identities,
      seed: common.seed,
      speed: piece.speed,
      durationMs,
      inFlight: common.inFlight,
      giveUpMs: common.giveUp * 1000,
      ca: common.ca === undefined ? undefined : await readFile(common.ca, 'utf8'),
      signal: interruption(),
      onProgress: showProgress(durationMs),
      pictureUrl: (...view) => {
        shown++;
        return pictures.pictureUrl(...view);
      },
      play: piece.play,
    });
    if (shown > 0 && !verdict.stopped) await sleep(pictureGraceMs);
    conclude(piece.name, verdict, common);
  } finally {
    await pictures.close();
  }
};

const conclude = (name: string, verdict: Verdict, common: Common): void => {
  if (process.stderr.isTTY) process.stderr.write('\n');
  for (const line of verdictLines(verdict)) console.error(line);
  if (common.json === true) console.log(JSON.stringify({ name, seed: common.seed, ...verdict }));
  process.exitCode = isGood(verdict) ? 0 : 2;
};

const program = new Command('sim')
  .description('校园守望 设备模拟器：模拟设备经 MQTT 上报 · Campus Watch device simulator')
  .addHelpText(
    'after',
    '\nExit code 0: every message was acknowledged · 2: some were not · 1: could not start.\nTime stamps keep the simulated spacing and end now.',
  );

program
  .command('list')
  .description('场景清单 · the scenarios')
  .action(() => {
    for (const { name, title, defaultSpeed } of scenarios)
      console.log(`${name.padEnd(22)} ${title.zh}\n${''.padEnd(22)} ${title.en} (${defaultSpeed}×)`);
    console.log(`${'replay'.padEnd(22)} 回放录得的数据（CSV → MQTT）\n${''.padEnd(22)} recordings played back, 1–1000× or max`);
    console.log(
      `${'county'.padEnd(22)} 演示县：日常与轮番事件，直到停止\n${''.padEnd(22)} the demo county: normal life and things happening, until stopped`,
    );
  });

for (const scenario of scenarios)
  withCommon(program.command(scenario.name).description(`${scenario.title.zh} · ${scenario.title.en}`)).action(async (common: Common) => {
    const fleet = await findFleet(common, scenario.fleet);
    await perform({ ...scenario, fleet, speed: common.speed ?? scenario.defaultSpeed }, common);
  });

interface ReplayOptions extends Common {
  readonly file?: string;
  readonly data?: string;
  readonly name?: string;
  readonly time?: string;
  readonly as?: string[];
  readonly leadIn: number;
  readonly noise: number;
}

const chooseRecording = async (options: ReplayOptions): Promise<Recording> => {
  const columns = (options.as ?? []).map(columnAs).filter((as) => as !== null);
  const known = options.file === undefined ? undefined : layoutOf(basename(dirname(resolve(options.file))));
  if (options.file !== undefined && (columns.length > 0 || !known)) {
    if (columns.length === 0) throw new Unusable('say which column is what: --as COLUMN=DEVICE:METRIC[:F|od|K]');
    const text = await readFile(options.file, 'utf8');
    const made = plainRecording(basename(options.file, '.csv'), text, options.time, columns);
    if (typeof made === 'string') throw new Unusable(made);
    return made;
  }
  const found =
    options.file !== undefined ? await recordingsIn(dirname(resolve(options.file))) : await recordingsUnder(options.data ?? '.');
  const wanted = options.name ?? (options.file === undefined ? undefined : basename(options.file, '.csv'));
  const chosen =
    found.find(({ name }) => name === wanted) ?? (wanted === undefined ? undefined : found.find(({ name }) => name.startsWith(wanted)));
  if (!chosen) throw new Unusable(`--name is one of ${found.map(({ name }) => name).join(', ')}`);
  return chosen;
};

/** Recorded device → device of the fleet: as said by `--as RECORDED=DEVICE`, else of the same id. */
const castRecording = (
  recording: Recording,
  identities: readonly FleetIdentity[],
  as: readonly string[],
): ReadonlyMap<string, Recorded> => {
  const named = new Map(as.filter((text) => columnAs(text) === null).map((text) => text.split('=', 2) as [string, string]));
  const all = new Map(identities.flatMap((identity) => identity.devices.map((device) => [device.id, { identity, device }] as const)));
  const cast = new Map<string, Recorded>();
  const missing: string[] = [];
  for (const { suffix } of recording.devices) {
    const id = named.get(suffix) ?? (all.has(suffix) ? suffix : recordedId(recording, suffix));
    const actor = all.get(id);
    if (actor) cast.set(suffix, actor);
    else if (named.size === 0) missing.push(id);
  }
  if (missing.length > 0) throw new Unusable(`the fleet has no ${missing.join(', ')}; say who plays them with --as RECORDED=DEVICE`);
  return cast;
};

withCommon(
  program
    .command('replay')
    .description('回放录得的数据 · play a recording back, its time stamps keeping the recorded spacing and ending now'),
)
  .option('--file <csv>', 'a CSV file, of a known layout by its folder’s name, or any with --as')
  .option('--data <dir>', 'folder of recordings by layout; choose one with --name')
  .option('--name <name>', 'recording of the folder')
  .option('--time <column>', 'time column of a plain CSV: seconds or civil time (default: the first)')
  .option('--as <mapping>', 'COLUMN=DEVICE:METRIC[:F|od|K] for a plain CSV; RECORDED=DEVICE for a known layout; repeatable', collect)
  .option('--lead-in <minutes>', 'quiet time before it: the first reading held', number(0, false), 10)
  .option('--noise <part>', 'of a sensor’s usual noise in the lead-in', number(0, false), 0)
  .action(async (options: ReplayOptions) => {
    const recording = await chooseRecording(options);
    const full = withLeadIn(recording, { ms: options.leadIn * 60_000, noise: options.noise, seed: options.seed });
    const fleet = await findFleet(options, { gateways: 1, devices: 4 });
    const cast = castRecording(full, fleet.identities, options.as ?? []);
    const played = playedBy(full, cast);
    const speed = options.speed ?? 60;
    await perform({ name: `replay ${full.name}`, durationMs: durationOf(played), play: () => replay(played, cast), speed, fleet }, options);
  });

withCommon(program.command('county').description('演示县 · the demo county, until stopped')).action(async (common: Common) => {
  const fleet = await findFleet(common, { gateways: 4, devices: 16 });
  const verdict = await runCounty({
    url: fleet.url,
    identities: fleet.identities,
    speed: common.speed ?? 1,
    seed: common.seed,
    signal: interruption(),
    picturesPort: common.picturesPort ?? fleet.picturesPort,
    ca: common.ca === undefined ? undefined : await readFile(common.ca, 'utf8'),
    onProgress: showProgress(Number.POSITIVE_INFINITY, 60),
  });
  conclude('county', verdict, common);
});

withCommon(program.command('fleet').description('编一个设备队并打印其文件 · make up a fleet and print its file')).action(
  async (common: Common) => {
    const fleet = await findFleet({ ...common, gateways: common.gateways ?? 2 }, { gateways: 2, devices: 10 });
    console.log(JSON.stringify(fleetSchema.parse(fleet), null, 1));
  },
);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Unusable || error instanceof CastMissing)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
