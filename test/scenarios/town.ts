/** The whole app in this process, real sockets on every side, for one test file. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import type { App } from '../../services/app.ts';
import { createApp } from '../../services/app.ts';
import { nativeTopic } from '../../services/contracts/uplink.ts';
import type { Role } from '../../services/contracts/values.ts';
import type { Ground, Plan } from '../bench/ground.ts';
import { layOut, ownConfig } from '../bench/ground.ts';
import type { Client } from '../bench/http.ts';
import { clientOf } from '../bench/http.ts';
import type { Screen } from '../bench/live.ts';
import { openScreen } from '../bench/live.ts';

export interface Town {
  readonly app: App;
  readonly ground: Ground;
  /** Faults after which the app would have ended its process; empty in a good test. */
  readonly broken: unknown[];
  token(role: Role, org?: string): string;
  client(role: Role, org?: string): Client;
  screen(role: Role, org?: string, since?: number): Promise<Screen>;
  /** Signs in over plain MQTT unless `url` says otherwise. */
  connect(identity: string, options?: IClientOptions & { url?: string }): Promise<MqttClient>;
  /** Ends the app and starts it again on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const openTown = async (plan: Plan): Promise<Town> => {
  const ground = await layOut(plan);
  const clients: MqttClient[] = [];
  const screens: Screen[] = [];
  const broken: unknown[] = [];
  const start = async (): Promise<App> => {
    const created = await createApp({
      config: ownConfig(ground.folder),
      log: pino({ level: 'silent' }),
      failStop: (error) => void broken.push(error),
    });
    if (!created.ok) throw new Error(created.detail);
    return created.app;
  };
  const hangUp = async (): Promise<void> => {
    for (const screen of screens.splice(0)) screen.close();
    await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
  };
  const town = { app: await start(), ground, broken };
  const token = (role: Role, org?: string): string => town.app.operator.accounts.createToken(role, org ?? null, 'test').token;
  return Object.assign(town, {
    token,
    client: (role: Role, org?: string) => clientOf(town.app.addresses.http, token(role, org)),
    screen: async (role: Role, org?: string, since?: number) => {
      const screen = await openScreen(town.app.addresses.http, token(role, org), since);
      screens.push(screen);
      return screen;
    },
    connect: async (identity: string, { url, ...options }: IClientOptions & { url?: string } = {}) => {
      const door = url ?? `mqtt://127.0.0.1:${town.app.addresses.mqtt}`;
      const signIn = {
        username: identity,
        password: ground.secretOf(identity),
        reconnectPeriod: 0,
        protocolVersion: 4 as const,
        ...options,
      };
      const client = await mqtt.connectAsync(door, signIn, false);
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    restart: async () => {
      await hangUp();
      await town.app.stop();
      town.app = await start();
    },
    close: async () => {
      await hangUp();
      await town.app.stop();
      ground.remove();
    },
  });
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Publishes as the native form has it and waits for the acknowledgement. */
export const tell = async (
  client: MqttClient,
  school: string,
  device: string,
  leaf: 'telemetry' | 'event' | 'status',
  body: object,
): Promise<void> => {
  await client.publishAsync(nativeTopic(school, device, leaf), JSON.stringify(body), { qos: 1 });
};

/** Asks again until it holds. */
export const eventually = async <T>(ask: () => Promise<T> | T, holds: (answer: T) => boolean, withinMs = 10_000): Promise<T> => {
  for (const until = Date.now() + withinMs; ; ) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > until)
      throw new Error(`it did not become so within ${withinMs} ms; the last answer: ${JSON.stringify(answer).slice(0, 2000)}`);
    await pause(25);
  }
};
