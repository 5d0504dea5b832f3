/** Acknowledged QoS 1 messages a second through the whole pipeline, beside a bare Aedes that only counts. */
import type { Benchmark } from './benchmark.ts';
import { pause, progress, say } from './benchmark.ts';
import type { Ground } from './ground.ts';
import { layOut } from './ground.ts';
import type { Client } from './http.ts';
import { clientOf, metricsOf } from './http.ts';
import type { Load, LoadIdentity } from './load.ts';
import { openLoad, readingsPerMessage } from './load.ts';
import type { CpuShare } from './machine.ts';
import { watchCpu } from './machine.ts';
import type { Reference } from './reference.ts';
import { startReference } from './reference.ts';
import type { ServerChild } from './server.ts';
import { startServer } from './server.ts';
import { fixed, median, table, thousands, verdict } from './table.ts';

const clients = 1000;
const windows = [1, 20] as const;
const pairs = 5;
/** A pair measured while others used more than this of a core is shown, and left out of the median where others are not. */
const busyPercent = 40;
const warmUpMs = 1500;
const measuredMs = 3000;
/** Issue: at least this part of a bare Aedes in the same run. */
const target = 0.6;
const school = 'bench';

interface Window {
  readonly perSecond: number;
  readonly cpu: CpuShare;
}

const measure = async (load: Load, pid: number): Promise<Window> => {
  load.saturate();
  await pause(warmUpMs);
  const cpu = watchCpu(pid);
  const [started, before] = [performance.now(), load.acked()];
  await pause(measuredMs);
  const perSecond = ((load.acked() - before) * 1000) / (performance.now() - started);
  const share = cpu();
  await load.drain();
  return { perSecond, cpu: share };
};

const percent = (value: number | null): string => (value === null ? '-' : `${Math.round(value)} %`);

interface Cell {
  readonly acked: number;
  readonly outOfOrder: number;
  readonly ackedOf: ReadonlyMap<string, number>;
}

/** One window size: product and reference in turn, both connected all the time. */
const runCell = async (inFlight: number, identities: readonly LoadIdentity[], product: ServerChild, bare: Reference): Promise<Cell> => {
  const ours = await openLoad({ port: product.ports.mqtt, school, identities, inFlight });
  const theirs = await openLoad({ port: bare.mqtt, school, identities, inFlight });
  const rows: string[][] = [];
  const measured: { ratio: number; busy: boolean }[] = [];
  for (let pair = 1; pair <= pairs; pair++) {
    progress(`ingest: ${inFlight} in flight, pair ${pair} of ${pairs}`);
    const a = await measure(ours, product.pid);
    const b = await measure(theirs, bare.pid);
    const ratio = a.perSecond / b.perSecond;
    const foreign = Math.max(a.cpu.others ?? 0, b.cpu.others ?? 0);
    const busy = foreign > busyPercent;
    measured.push({ ratio, busy });
    rows.push([
      String(pair),
      thousands(a.perSecond),
      thousands(b.perSecond),
      fixed(ratio),
      percent(a.cpu.process),
      percent(b.cpu.process),
      percent(a.cpu.others === null ? null : foreign),
      busy ? 'busy machine' : '',
    ]);
  }
  say(`\n${clients} clients, ${inFlight} in flight, 150-byte telemetry, QoS 1: acknowledged messages a second`);
  say(table(['pair', 'campus-watch', 'bare aedes', 'ratio', 'CPU ours', 'CPU theirs', 'foreign CPU', ''], rows));
  const quiet = measured.filter(({ busy }) => !busy);
  const counted = quiet.length > 0 ? quiet : measured;
  const middle = median(counted.map(({ ratio }) => ratio));
  say(
    `median ratio ${fixed(middle)} of ${counted.length} ${quiet.length > 0 ? 'quiet' : 'disturbed'} pairs (target ≥ ${target}: ${verdict(middle >= target)})`,
  );
  const ackedOf = new Map(identities.map(({ id }) => [id, ours.ackedOf(id)]));
  const cell = { acked: ours.acked(), outOfOrder: ours.outOfOrder(), ackedOf };
  ours.close();
  theirs.close();
  return cell;
};

/** What was acknowledged is stored: by the server's own count, and by reading some devices back. */
const checkStored = async (cells: readonly Cell[], product: ServerChild, client: Client): Promise<void> => {
  const acked = cells.reduce((sum, cell) => sum + cell.acked, 0);
  const metrics = await metricsOf(product.ports.http);
  const readings = metrics.get('campus_readings_total') ?? 0;
  say(
    `\nstored: ${thousands(readings)} readings for ${thousands(acked)} acknowledged messages × ${readingsPerMessage} (${verdict(readings === acked * readingsPerMessage)})`,
  );
  const sample = [...(cells[0]?.ackedOf.keys() ?? [])].filter((_, at) => at % 250 === 0);
  for (const id of sample) {
    const sent = cells.reduce((sum, cell) => sum + (cell.ackedOf.get(id) ?? 0), 0);
    const stored = await countPoints(client, id);
    say(`  ${id}: ${thousands(stored)} read back, ${thousands(sent)} acknowledged (${verdict(stored === sent)})`);
  }
  say(`acknowledgements out of order: ${cells.reduce((sum, cell) => sum + cell.outOfOrder, 0)}`);
};

/** Raw points come as such only while there are no more of them than asked for: halves until they are. */
const countPoints = async (client: Client, device: string): Promise<number> => {
  const count = async (from: number, to: number): Promise<number> => {
    const points = await client.points(device, 'temperature', from, to);
    const raw = points.every(([, min, mean, max]) => min === mean && mean === max) && points.length < 2000;
    if (raw || to - from <= 1000) return points.length;
    const middle = Math.floor((from + to) / 2);
    return (await count(from, middle)) + (await count(middle, to));
  };
  const now = Date.now();
  return count(now - 10 * 60_000, now + 60_000);
};

const withServers = async (ground: Ground, identities: readonly LoadIdentity[]): Promise<void> => {
  const product = await startServer(ground.folder);
  const bare = await startReference();
  try {
    const cells: Cell[] = [];
    for (const inFlight of windows) cells.push(await runCell(inFlight, identities, product, bare));
    await checkStored(cells, product, clientOf(product.ports.http, await product.token('bureau-admin')));
    for (const complaint of product.complaints) say(`the server complained: ${complaint}`);
  } finally {
    bare.stop();
    await product.stop();
  }
};

export const ingest: Benchmark = {
  name: 'ingest',
  summary: 'acknowledged messages a second: whole pipeline beside bare Aedes, A B A B',
  run: async () => {
    const ids = Array.from({ length: clients }, (_, i) => `dev-${String(i).padStart(4, '0')}`);
    const ground = await layOut({ schools: [school], devices: ids.map((id) => ({ id, type: 'sensor' as const })) });
    try {
      await withServers(
        ground,
        ids.map((id) => ({ id, secret: ground.secretOf(id) })),
      );
    } finally {
      ground.remove();
    }
  },
};
