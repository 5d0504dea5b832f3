/** What the emergency scenarios are laid out on: schools with people who can be called, responders, and providers that answer. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { operatorRoot } from '../../../services/app.ts';
import type { Person } from '../../../services/contracts/place.ts';
import type { Role } from '../../../services/contracts/values.ts';
import { addPerson } from '../../../services/core/enrol.ts';
import { newTurn } from '../../../services/core/turn.ts';
import type { Ground, GroundDevice, Plan } from '../../bench/ground.ts';
import { layOut, ownConfig, root } from '../../bench/ground.ts';
import { password } from '../../e2e/county.ts';
import { openProvider, type Provider } from '../../notify/stub.ts';

export const campus = { latitude: 30.25, longitude: 120.17, radiusMetres: 150 };

export const smsSecret = 'the gateway of the scenarios';

export interface EmergencyPlan {
  readonly schools: readonly string[];
  readonly rooms: NonNullable<Plan['rooms']>;
  readonly devices: readonly GroundDevice[];
  /** Who signs in, beside the first seat of each school. */
  readonly signIn?: readonly string[];
}

export interface EmergencyGround extends Ground {
  /** Its own copy of `config/`: one gateway for messages, responders on this machine. */
  readonly configFolder: string;
  /** Where messages to telephones arrive. */
  readonly sms: Provider;
  /** What a server of this ground needs in its environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Everybody a school needs in an emergency; ids are `school-post`, telephones tell them apart. */
const crew: readonly (readonly [post: string, role: Role])[] = [
  ['first', 'duty-officer'],
  ['second', 'duty-officer'],
  ['spare', 'duty-officer'],
  ['leader', 'duty-leader'],
  ['principal', 'principal'],
  ['safety', 'safety-officer'],
  ['repairer', 'repairer'],
];

export const phoneOf = (school: number, post: string): string =>
  `1380000${String(school).padStart(2, '0')}${String(crew.findIndex(([name]) => name === post)).padStart(2, '0')}`;

const scenarioConfig = (sms: Provider): string => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-emergency-config-'));
  cpSync(join(root, 'config'), folder, { recursive: true });
  const change = (name: string, edit: (document: Record<string, never>) => object): void => {
    const file = join(folder, name);
    writeFileSync(file, stringify(edit(parse(readFileSync(file, 'utf8')) as Record<string, never>)));
  };
  const gateway = { id: 'sms', kind: 'sms', form: 'http', allowPrivate: true, settings: { url: `${sms.url}sms` } };
  change('channels.yaml', () => ({ channels: [gateway] }));
  change('linkage.yaml', (linkage) => ({ ...linkage, privateHosts: ['127.0.0.1'] }));
  return folder;
};

/** Schools get a place on the map and people with telephones and a password. */
const settle = async (folder: string, { schools, signIn = [] }: EmergencyPlan): Promise<void> => {
  const opened = operatorRoot.openAlone(ownConfig(folder));
  if (!opened.ok) throw new Error(opened.detail);
  const { context } = opened;
  const world = context.world();
  const turn = newTurn(context.clock.now());
  const people: Person[] = [];
  for (const [i, school] of schools.entries()) {
    const org = world.orgs.get(school);
    if (!org) throw new Error(`no school ${school}`);
    world.orgs.set(school, { ...org, location: campus });
    turn.put.org.set(school, { ...org, location: campus });
    for (const [post, role] of crew)
      people.push({ id: `${school}-${post}`, name: `${post} ${school}`, role, org: school, phone: phoneOf(i, post), active: true });
  }
  const above = world.orgs.get(schools[0] ?? '')?.parent ?? '';
  people.push({ id: 'inspector', name: 'inspector', role: 'bureau-inspector', org: above, phone: null, active: true });
  people.push({ id: 'head', name: 'head', role: 'bureau-leader', org: above, phone: '13900000000', active: true });
  for (const person of people) {
    const refusal = addPerson(world, turn, 'operator', person);
    if (refusal !== null) throw new Error(refusal);
  }
  context.commit(turn);
  for (const id of [...schools.map((school) => `${school}-first`), ...signIn]) await context.accounts.setPassword(id, password);
  opened.close();
};

export const layOutEmergency = async (plan: EmergencyPlan): Promise<EmergencyGround> => {
  const sms = await openProvider();
  const configFolder = scenarioConfig(sms);
  const ground = await layOut(plan);
  await settle(ground.folder, plan);
  return {
    ...ground,
    configFolder,
    sms,
    environment: { CAMPUS_CONFIG: configFolder, CAMPUS_CHANNEL_SMS_SECRET: smsSecret },
    remove: () => {
      ground.remove();
      rmSync(configFolder, { recursive: true, force: true });
      void sms.close();
    },
  };
};

/** A smoke and a heat detector of one kitchen, each with a line of its own, and its siren. */
export const kitchenOf = (school: string): Pick<EmergencyPlan, 'rooms' | 'devices'> => ({
  rooms: [{ school, id: `${school}-kitchen`, use: 'kitchen' }],
  devices: [
    { id: `${school}-smoke`, school, space: `${school}-kitchen` },
    { id: `${school}-heat`, school, space: `${school}-kitchen` },
    { id: `${school}-horn`, school, space: `${school}-kitchen`, type: 'other', mapping: { commands: ['siren'] } },
  ],
});
