/** The rounds of `kill`, shared with the short version in the fault tests. */
import mqtt, { type MqttClient } from 'mqtt';
import { nativeTopic } from '../../services/contracts/uplink.ts';
import { pause } from './benchmark.ts';
import type { Ground } from './ground.ts';
import { layOut } from './ground.ts';
import type { Client } from './http.ts';
import { clientOf } from './http.ts';
import type { ServerChild } from './server.ts';
import { startServer } from './server.ts';

const school = 'bench';
const publishers = 20;
const messagesPerSecond = 2000;
const detectorsPerRound = 5;
const eventsPerSecond = 100;
const killBetweenMs: readonly [number, number] = [5, 800];

export interface RoundResult {
  readonly killedAfterMs: number;
  readonly acked: number;
  readonly events: number;
  readonly resent: number;
  readonly missing: number;
  readonly storedTwice: number;
  readonly doubledAlarms: number;
  readonly shiftedAlarms: number;
  readonly readyMs: number;
  /** What exactly was wrong, for people. */
  readonly faults: readonly string[];
}

interface Sent {
  readonly device: string;
  readonly leaf: 'telemetry' | 'event';
  readonly ts: number;
  readonly value: number;
  readonly body: string;
  acked: boolean;
}

const publisherOf = (i: number): string => `pub-${i}`;
const gateway = 'kill-gw';
const detectorOf = (round: number, i: number): string => `det-${round}-${i}`;

const connectAs = (port: number, id: string, secret: string): Promise<MqttClient> =>
  mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
    clientId: id,
    username: id,
    password: secret,
    protocolVersion: 4,
    reconnectPeriod: 0,
    queueQoSZero: false,
  });

/** Sends until the connection breaks; what was acknowledged is marked. */
const publish = (client: MqttClient, sent: Sent): void => {
  client.publish(nativeTopic(school, sent.device, sent.leaf), sent.body, { qos: 1 }, (error) => {
    if (!error) sent.acked = true;
  });
};

class Round {
  readonly sent: Sent[] = [];
  readonly lanes: MqttClient[];
  private readonly number: number;
  private seq = 0;
  private lastTs = 0;

  constructor(number: number, lanes: MqttClient[]) {
    this.number = number;
    this.lanes = lanes;
  }

  /** A time of its own for every message: the stored reading is then found by it. */
  private nextTs(): number {
    this.lastTs = Math.max(this.lastTs + 1, Date.now());
    return this.lastTs;
  }

  private say(sent: Omit<Sent, 'acked'>, lane: MqttClient | undefined): void {
    const kept = { ...sent, acked: false };
    this.sent.push(kept);
    if (lane) publish(lane, kept);
  }

  telemetry(i: number): void {
    const [ts, seq] = [this.nextTs(), this.seq++];
    const value = 20 + (seq % 400) / 100;
    this.say(
      {
        device: publisherOf(i),
        leaf: 'telemetry',
        ts,
        value,
        body: JSON.stringify({ ts, seq, boot: this.number, values: { temperature: value, humidity: 45 } }),
      },
      this.lanes[i],
    );
  }

  event(i: number): void {
    const [ts, seq] = [this.nextTs(), this.seq++];
    const body = JSON.stringify({ ts, seq, boot: this.number, type: 'smoke_alarm', state: 'active' });
    this.say({ device: detectorOf(this.number, i), leaf: 'event', ts, value: 0, body }, this.lanes[publishers]);
  }

  /** Load until `afterMs`, then the kill. */
  async run(server: ServerChild, afterMs: number): Promise<void> {
    const started = performance.now();
    let [told, rang] = [0, 0];
    const timer = setInterval(() => {
      const elapsed = performance.now() - started;
      for (; told < (elapsed * messagesPerSecond) / 1000; told++) this.telemetry(told % publishers);
      for (; rang < (elapsed * eventsPerSecond) / 1000; rang++) this.event(rang % detectorsPerRound);
    }, 1);
    await pause(afterMs);
    await server.kill();
    clearInterval(timer);
  }
}

const openLanes = async (server: ServerChild, ground: Ground): Promise<MqttClient[]> => {
  const ids = [...Array.from({ length: publishers }, (_, i) => publisherOf(i)), gateway];
  const lanes = await Promise.all(ids.map((id) => connectAs(server.ports.mqtt, id, ground.secretOf(id))));
  // The end of a connection is the subject here, not an error.
  for (const lane of lanes) lane.on('error', () => undefined);
  return lanes;
};

/** What was not acknowledged is sent again, byte for byte, as a device does: it must be stored once whichever came first. */
const resend = async (server: ServerChild, ground: Ground, unacked: readonly Sent[]): Promise<void> => {
  const lanes = await openLanes(server, ground);
  await Promise.all(
    unacked.map(async (sent) => {
      const lane = lanes[sent.leaf === 'event' ? publishers : Number(sent.device.slice('pub-'.length))];
      await lane?.publishAsync(nativeTopic(school, sent.device, sent.leaf), sent.body, { qos: 1 });
      sent.acked = true;
    }),
  );
  await Promise.all(lanes.map((lane) => lane.endAsync()));
};

interface Findings {
  missing: number;
  storedTwice: number;
  doubledAlarms: number;
  shiftedAlarms: number;
  readonly faults: string[];
}

const keyOf = (ts: number, value: number): string => `${ts}=${value}`;

const checkReadings = async (
  client: Client,
  sent: readonly Sent[],
  acknowledgedAtKill: ReadonlySet<Sent>,
  found: Findings,
): Promise<void> => {
  for (let i = 0; i < publishers; i++) {
    const mine = sent.filter((one) => one.device === publisherOf(i));
    if (mine.length === 0) continue;
    const times = mine.map(({ ts }) => ts);
    const points = await client.points(publisherOf(i), 'temperature', Math.min(...times), Math.max(...times) + 1);
    const stored = new Map<string, number>();
    for (const [t, value] of points) stored.set(keyOf(t, value), (stored.get(keyOf(t, value)) ?? 0) + 1);
    for (const one of mine) {
      const count = stored.get(keyOf(one.ts, one.value)) ?? 0;
      if (count === 0) {
        found.missing++;
        found.faults.push(
          `${one.device} ${one.body}: acknowledged ${acknowledgedAtKill.has(one) ? 'before the kill' : 'after the restart'} and missing`,
        );
      }
      if (count > 1) found.storedTwice++;
    }
  }
};

const checkEvents = async (client: Client, round: number, sent: readonly Sent[], found: Findings): Promise<void> => {
  for (let i = 0; i < detectorsPerRound; i++) {
    const device = detectorOf(round, i);
    const mine = sent.filter((one) => one.device === device);
    if (mine.length === 0) continue;
    const stored = (await client.events(device)).map(({ at }) => at);
    const missing = mine.filter(({ ts }) => !stored.includes(ts));
    found.missing += missing.length;
    found.faults.push(...missing.map(({ body }) => `${device} ${body}: event missing`));
    found.storedTwice += stored.length - new Set(stored).size;
    const alarms = await client.alarms(`?device=${device}&kind=smoke`);
    found.doubledAlarms += Math.max(0, alarms.length - 1);
    const [alarm] = alarms;
    const first = Math.min(...mine.map(({ ts }) => ts));
    if (alarm?.eventAt === first && alarm.count === mine.length) continue;
    found.shiftedAlarms++;
    found.faults.push(`${device}: alarm says ${alarm?.eventAt}, count ${alarm?.count}; the first of ${mine.length} events was at ${first}`);
  }
};

const oneRound = async (number: number, ground: Ground, server: ServerChild): Promise<{ result: RoundResult; next: ServerChild }> => {
  const [soonest, latest] = killBetweenMs;
  const killedAfterMs = Math.round(soonest + Math.random() * (latest - soonest));
  const round = new Round(number, await openLanes(server, ground));
  await round.run(server, killedAfterMs);
  for (const lane of round.lanes) lane.end(true);
  const ackedAtKill = new Set(round.sent.filter(({ acked }) => acked));
  const next = await startServer(ground.folder);
  const unacked = round.sent.filter(({ acked }) => !acked);
  const client = clientOf(next.ports.http, await next.token('bureau-admin'));
  const found: Findings = { missing: 0, storedTwice: 0, doubledAlarms: 0, shiftedAlarms: 0, faults: [] };
  // First as the kill left it, then with what the devices send again.
  await checkReadings(
    client,
    [...ackedAtKill].filter(({ leaf }) => leaf === 'telemetry'),
    ackedAtKill,
    found,
  );
  await resend(next, ground, unacked);
  await checkReadings(
    client,
    round.sent.filter(({ leaf }) => leaf === 'telemetry'),
    ackedAtKill,
    found,
  );
  await checkEvents(client, number, round.sent, found);
  const result = {
    killedAfterMs,
    acked: ackedAtKill.size,
    events: [...ackedAtKill].filter(({ leaf }) => leaf === 'event').length,
    resent: unacked.length,
    readyMs: next.readyMs,
    ...found,
  };
  return { result, next };
};

/** Kills a server so many times on one folder. */
export const kills = async (options: {
  rounds: number;
  onRound?: (number: number, result: RoundResult) => void;
}): Promise<RoundResult[]> => {
  const rounds = Array.from({ length: options.rounds }, (_, i) => i + 1);
  const ground = await layOut({
    schools: [school],
    devices: [
      ...Array.from({ length: publishers }, (_, i) => ({ id: publisherOf(i), type: 'sensor' as const })),
      { id: gateway, type: 'gateway' },
      ...rounds.flatMap((round) => Array.from({ length: detectorsPerRound }, (_, i) => ({ id: detectorOf(round, i), gateway }))),
    ],
  });
  let server = await startServer(ground.folder);
  const results: RoundResult[] = [];
  try {
    for (const number of rounds) {
      const { result, next } = await oneRound(number, ground, server);
      server = next;
      results.push(result);
      options.onRound?.(number, result);
    }
  } finally {
    await server.stop();
    ground.remove();
  }
  return results;
};
