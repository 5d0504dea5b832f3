/** A data folder laid out before its server starts: schools, spaces, devices and people, by the operator's own parts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operatorRoot } from '../../services/app.ts';
import type { Config } from '../../services/config.ts';
import { loadConfig } from '../../services/config.ts';
import type { Space } from '../../services/contracts/place.ts';
import type { Role } from '../../services/contracts/values.ts';
import type { DeviceDraft } from '../../services/core/enrol.ts';
import { addDevice, addOrg, addPerson, addSpace, ensureRoot } from '../../services/core/enrol.ts';
import { newTurn } from '../../services/core/turn.ts';

/** The package's own folder, from the sources as from the build. */
export const root: string = fileURLToPath(new URL(import.meta.url.includes('/dist/test/') ? '../../..' : '../..', import.meta.url));

/** Environment of a server of its own: free ports, loopback only, nothing of the caller's settings. */
export const ownEnvironment = (dataFolder: string): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('CAMPUS_')),
  ),
  CAMPUS_DATA: dataFolder,
  CAMPUS_CONFIG: join(root, 'config'),
  CAMPUS_HTTP_PORT: '0',
  CAMPUS_HTTPS_PORT: '0',
  CAMPUS_MQTT_PORT: '0',
  CAMPUS_MQTTS_PORT: '0',
  CAMPUS_HOST: '127.0.0.1',
  CAMPUS_MQTT_HOST: '127.0.0.1',
  CAMPUS_LOG_LEVEL: 'info',
});

export const ownConfig = (dataFolder: string): Config => {
  const loaded = loadConfig(ownEnvironment(dataFolder));
  if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
  return loaded.value;
};

export type GroundDevice = Pick<DeviceDraft, 'id'> & Partial<DeviceDraft>;

export interface Plan {
  readonly schools: readonly string[];
  /** Rooms as `school`, `id` and, where it matters, what they are used for. */
  readonly rooms?: readonly { readonly school: string; readonly id: string; readonly use?: Space['use'] }[];
  readonly devices?: readonly GroundDevice[];
  readonly people?: readonly { readonly id: string; readonly role: Role; readonly org: string; readonly password: string }[];
}

export interface Ground {
  readonly folder: string;
  secretOf(identity: string): string;
  remove(): void;
}

const draftOf = (device: GroundDevice, school: string): DeviceDraft => ({
  school,
  space: null,
  gateway: null,
  codec: 'native',
  source: device.id,
  name: device.id,
  type: 'detector',
  model: null,
  reportIntervalSeconds: 300,
  position: null,
  snapshotUrl: null,
  prefixes: [],
  mapping: {},
  ...device,
});

/** Lays out `plan` in a new folder (or adds to one). Everything goes in one transaction, secrets aside. */
export const layOut = async (plan: Plan, folder = mkdtempSync(join(tmpdir(), 'campus-bench-'))): Promise<Ground> => {
  const opened = operatorRoot.openAlone(ownConfig(folder));
  if (!opened.ok) throw new Error(opened.detail);
  const { context } = opened;
  const world = context.world();
  const turn = newTurn(context.clock.now());
  const refusals: (string | null)[] = [];
  const above = ensureRoot(world, turn, 'operator').id;
  for (const id of plan.schools)
    refusals.push(
      addOrg(world, turn, 'operator', {
        id,
        kind: 'school',
        parent: above,
        name: id,
        schoolKind: 'primary',
        ownership: 'public',
        location: null,
      }),
    );
  for (const { school, id, use } of plan.rooms ?? []) {
    refusals.push(
      addSpace(world, turn, 'operator', {
        id,
        school,
        parent: null,
        kind: 'room',
        name: id,
        use: use ?? 'classroom',
        outline: null,
        size: null,
        owner: null,
        foodPrincipal: null,
      }),
    );
  }
  for (const device of plan.devices ?? []) {
    refusals.push(addDevice(world, turn, 'operator', draftOf(device, plan.schools[0] ?? '')));
    const made = world.devices.get(device.id);
    if (made) context.enrolled(turn, made);
  }
  for (const { id, role, org } of plan.people ?? [])
    refusals.push(addPerson(world, turn, 'operator', { id, name: id, role, org, phone: null, active: true }));
  const refusal = refusals.find((text) => text !== null);
  if (refusal) throw new Error(refusal);
  context.commit(turn);
  const identities = (plan.devices ?? []).filter((device) => (device.gateway ?? null) === null);
  const secrets = new Map(identities.map(({ id }) => [id, context.credentials.issue(id)]));
  for (const { id, password } of plan.people ?? []) await context.accounts.setPassword(id, password);
  opened.close();
  return {
    folder,
    secretOf: (identity) => secrets.get(identity) ?? '',
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
