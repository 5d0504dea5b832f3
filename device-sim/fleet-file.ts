/** Finds the fleet a command is about: a file, devices named on the command line, or one made up. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Fleet, type FleetDevice, fleetSchema, generateFleet } from './fleet.ts';
import type { Scenario } from './scenarios/scenario.ts';

export interface FleetChoice {
  readonly url?: string;
  readonly fleet?: string;
  readonly secrets?: string;
  readonly school: string;
  readonly identity?: string;
  readonly secret?: string;
  readonly device?: string[];
  readonly gateways?: number;
  readonly devices?: number;
  readonly interval: number;
}

/** Said to the person at the command line, without a stack. */
export class Unusable extends Error {}

const defaultUrl = 'mqtt://127.0.0.1:1883';
/** Where the demo leaves its fleet. */
const demoFleet = 'data-demo/fleet.json';

const readText = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
};

const parseFleet = (file: string, text: string | null): Fleet => {
  if (text === null) throw new Unusable(`cannot read ${file}`);
  try {
    return fleetSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Unusable(`${file}: ${error instanceof z.ZodError ? z.prettifyError(error) : 'not JSON'}`);
  }
};

const secretLine = z.object({ id: z.string(), secret: z.string() });

/** Lines `{"id","secret"}`, as `campus device add --json` prints them. */
const readSecrets = async (file: string): Promise<Map<string, string>> => {
  const text = await readText(file);
  if (text === null) throw new Unusable(`cannot read ${file}`);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line, i) => {
      try {
        const { id, secret } = secretLine.parse(JSON.parse(line));
        return [id, secret] as const;
      } catch {
        throw new Unusable(`${file}:${i + 1}: not {"id","secret"}`);
      }
    }),
  );
};

const models: Readonly<Record<string, Pick<FleetDevice, 'type' | 'model'>>> = {
  smoke: { type: 'detector', model: 'JTY-GD' },
  heat: { type: 'detector', model: 'JTW' },
  gas: { type: 'detector', model: 'JT-T' },
  climate: { type: 'sensor', model: 'WSD' },
  call: { type: 'button', model: 'J-SAP' },
  panic: { type: 'button', model: 'SOS' },
  camera: { type: 'camera', model: 'IPC' },
};
export const kinds = Object.keys(models);

/** `ID` or `ID:KIND`, all in one room. */
const namedDevice = (text: string, choice: FleetChoice): FleetDevice => {
  const [id = '', kind = 'smoke'] = text.split(':');
  const model = models[kind];
  if (!model) throw new Unusable(`--device ${text}: the kind is one of ${kinds.join(', ')}`);
  return {
    id,
    school: choice.school,
    space: 'room',
    use: 'kitchen',
    codec: 'native',
    source: '',
    reportIntervalSeconds: choice.interval,
    mapping: {},
    ...model,
  };
};

const withSecrets = (fleet: Fleet, secrets: ReadonlyMap<string, string>): Fleet => ({
  ...fleet,
  identities: fleet.identities.map((identity) => ({ ...identity, secret: secrets.get(identity.id) ?? identity.secret })),
});

const fromChoice = async (choice: FleetChoice, shape: Scenario['fleet']): Promise<Fleet> => {
  const url = choice.url ?? defaultUrl;
  if (choice.fleet !== undefined) return parseFleet(choice.fleet, await readText(choice.fleet));
  if (choice.device && choice.device.length > 0) {
    const devices = choice.device.map((text) => namedDevice(text, choice));
    const id = choice.identity ?? devices[0]?.id ?? '';
    const identity = {
      id,
      secret: choice.secret ?? '',
      school: choice.school,
      codec: 'native',
      prefixes: [],
      reportIntervalSeconds: 60,
      devices,
    };
    return parseFleet('--device', JSON.stringify({ url, identities: [identity] }));
  }
  const madeUp = choice.gateways !== undefined || choice.devices !== undefined || choice.url !== undefined;
  const demo = madeUp ? null : await readText(demoFleet);
  if (demo !== null) return parseFleet(demoFleet, demo);
  const secretOf = (): string => choice.secret ?? randomBytes(16).toString('base64url');
  const identities = generateFleet({
    gateways: choice.gateways ?? shape.gateways,
    devices: choice.devices ?? shape.devices,
    school: choice.school,
    intervalSeconds: choice.interval,
    secretOf,
    ...(shape.only ? { only: shape.only } : {}),
  });
  return { url, picturesPort: 0, identities };
};

export const findFleet = async (choice: FleetChoice, shape: Scenario['fleet']): Promise<Fleet> => {
  const fleet = await fromChoice(choice, shape);
  const known = choice.secrets === undefined ? fleet : withSecrets(fleet, await readSecrets(choice.secrets));
  return { ...known, url: choice.url ?? known.url };
};
