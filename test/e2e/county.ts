/** The demo county on a data folder of its own: real rooms, devices and people, with sign-ins and a camera that answers. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { parse } from 'yaml';
import { operatorRoot } from '../../services/app.ts';
import type { OrganisationPart } from '../../services/contracts/organisation.ts';
import { joinOrganisation, organisationPartSchema, organisationSchema } from '../../services/contracts/organisation.ts';
import { importOrganisation } from '../../services/core/import-organisation.ts';
import { newTurn } from '../../services/core/turn.ts';
import { ownConfig, root } from '../bench/ground.ts';

/** Longer than any test: no device falls silent by itself. */
const reportIntervalSeconds = 3600;

export const password = 'the duty room at night';

export interface County {
  readonly folder: string;
  /** Its own copy of `config/`, with the camera's address allowed. */
  readonly configFolder: string;
  /** Whose credential carries the messages of this device, and of which school it is. */
  sender(device: string): { readonly identity: string; readonly secret: string; readonly school: string };
  remove(): void;
}

const readCounty = (folder: string): OrganisationPart =>
  organisationSchema.parse(
    joinOrganisation(
      readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => organisationPartSchema.parse(parse(readFileSync(join(folder, name), 'utf8')))),
    ),
  );

/** A camera: the same grey picture whenever it is asked. */
const openCamera = async (): Promise<{ readonly host: string; close(): void }> => {
  const picture = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#78828c' } })
    .jpeg()
    .toBuffer();
  const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
};

export const layOutCounty = async (people: readonly string[]): Promise<County> => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-e2e-'));
  const configFolder = mkdtempSync(join(tmpdir(), 'campus-e2e-config-'));
  const camera = await openCamera();
  cpSync(join(root, 'config'), configFolder, { recursive: true });
  const settings = readFileSync(join(configFolder, 'settings.yaml'), 'utf8');
  writeFileSync(join(configFolder, 'settings.yaml'), settings.replace('allowedHosts: []', `allowedHosts: ['${camera.host}']`));

  const county = readCounty(join(configFolder, 'demo'));
  const snapshotUrl = `http://${camera.host}/latest.jpg`;
  const devices = county.devices.map((device) => ({
    ...device,
    reportIntervalSeconds,
    ...(device.type === 'camera' && device.codec === 'native' ? { snapshotUrl } : {}),
  }));
  const opened = operatorRoot.openAlone(ownConfig(folder));
  if (!opened.ok) throw new Error(opened.detail);
  const { context } = opened;
  const turn = newTurn(context.clock.now());
  const outcome = importOrganisation(context.world(), turn, 'operator', { ...county, devices }, () => null);
  if (!outcome.ok) throw new Error(outcome.faults.join('\n'));
  for (const device of outcome.imported.newDevices) context.enrolled(turn, device);
  context.commit(turn);
  const secrets = new Map(devices.filter(({ gateway }) => gateway === null).map(({ id }) => [id, context.credentials.issue(id)]));
  for (const person of people) await context.accounts.setPassword(person, password);
  opened.close();

  return {
    folder,
    configFolder,
    sender: (id) => {
      const device = devices.find((candidate) => candidate.id === id);
      const identity = device?.gateway ?? id;
      const secret = secrets.get(identity);
      if (device === undefined || secret === undefined) throw new Error(`the demo county has no device ${id}`);
      return { identity, secret, school: device.school };
    },
    remove: () => {
      camera.close();
      for (const each of [folder, configFolder]) rmSync(each, { recursive: true, force: true });
    },
  };
};
