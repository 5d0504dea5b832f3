/** Operator's commands about devices and gateways. */
import { z } from 'zod';
import type { Device, Space } from '../contracts/place.ts';
import { idSchema } from '../contracts/values.ts';
import { codecById } from '../core/codecs/index.ts';
import { addDevice, addSpace } from '../core/enrol.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import { placeDevice } from '../core/world.ts';
import { command, type OperatorContext, operator, refuse, refuseIf } from './command.ts';

const types = ['sensor', 'detector', 'camera', 'gateway', 'button', 'other'] as const;

/** Topic prefixes as given, without a slash at their ends; else the one its software uses by default. */
const prefixesOf = (given: readonly string[], codec: string, gateway: string | undefined): string[] => {
  if (given.length > 0) return [...new Set(given.map((prefix) => prefix.replace(/\/+$/, '')))];
  const usual = codecById(codec)?.prefix ?? null;
  return usual !== null && gateway === undefined ? [usual] : [];
};

/** A room nobody has drawn yet: an import names and places it later. */
const bareRoom = (id: string, school: string): Space => ({
  id,
  school,
  parent: null,
  kind: 'room',
  name: id,
  use: 'other',
  outline: null,
  size: null,
  owner: null,
  foodPrincipal: null,
});

export const deviceAdd = command({
  name: 'device add',
  summary: 'registers a device or gateway; the secret of one that signs in itself is shown this once',
  args: z.strictObject({
    school: idSchema.describe('the school it belongs to'),
    id: idSchema.describe('its id, and its MQTT user name when it signs in itself'),
    gateway: idSchema.optional().describe('the gateway that speaks for it; without one it signs in itself'),
    codec: z.string().default('native').describe('the form of its messages: native, zigbee2mqtt, frigate'),
    space: idSchema.optional().describe('the room or place it is in; one that is not known yet is made'),
    reportInterval: z.coerce.number().int().min(1).max(604_800).default(300).describe('how often it reports, seconds'),
    type: z.enum(types).optional().describe('what it is; a gateway when it has topic prefixes, else a sensor'),
    source: z.string().min(1).max(200).optional().describe('what its gateway calls it in topics; without one, its id'),
    prefix: z.array(z.string().max(200)).default([]).describe('topic prefix a foreign system speaks in; may be repeated'),
    name: z.string().min(1).max(200).optional().describe('name for people; without one, its id'),
    model: z.string().max(200).optional().describe('maker and model'),
    snapshotUrl: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional()
      .describe('where a still picture of a camera can be fetched'),
  }),
  run: ({ clock, world, commit, credentials, enrolled }, args) => {
    const turn = newTurn(clock.now());
    const newRoom = args.space !== undefined && !world().spaces.has(args.space) ? args.space : null;
    if (newRoom !== null) refuseIf(addSpace(world(), turn, operator, bareRoom(newRoom, args.school)));
    const prefixes = prefixesOf(args.prefix, args.codec, args.gateway);
    const refusal = addDevice(world(), turn, operator, {
      id: args.id,
      school: args.school,
      space: args.space ?? null,
      gateway: args.gateway ?? null,
      codec: args.codec,
      source: args.source ?? args.id,
      name: args.name ?? args.id,
      type: args.type ?? (prefixes.length > 0 ? 'gateway' : 'sensor'),
      model: args.model ?? null,
      reportIntervalSeconds: args.reportInterval,
      position: null,
      snapshotUrl: args.snapshotUrl ?? null,
      prefixes,
      mapping: {},
    });
    if (refusal !== null && newRoom !== null) world().spaces.delete(newRoom);
    refuseIf(refusal);
    const device = world().devices.get(args.id);
    if (device) enrolled(turn, device);
    commit(turn);
    return { id: args.id, secret: args.gateway === undefined ? credentials.issue(args.id) : null };
  },
});

const deviceNamed = (context: OperatorContext, id: string): Device => context.world().devices.get(id) ?? refuse(`there is no device ${id}`);

const noteDevice = (turn: ReturnType<typeof newTurn>, act: string, device: Device): void => {
  turn.audit.push({ at: turn.at, actor: operator, act, subject: 'device', subjectId: device.id, school: device.school, detail: {} });
};

export const deviceSecret = command({
  name: 'device secret',
  summary: 'gives a device that signs in itself a new secret; the old one ends at once',
  args: z.strictObject({ id: idSchema.describe('its id') }),
  run: (context, { id }) => {
    const device = deviceNamed(context, id);
    if (device.gateway !== null) refuse(`${id} does not sign in itself; ${device.gateway} speaks for it`);
    const secret = context.credentials.issue(id);
    context.disconnect(id);
    const turn = newTurn(context.clock.now());
    noteDevice(turn, 'device.secret_issued', device);
    context.commit(turn);
    return { id, secret };
  },
});

export const deviceList = command({
  name: 'device list',
  summary: 'lists devices',
  args: z.strictObject({ school: idSchema.optional().describe('of one school only') }),
  run: ({ world }, { school }) => ({
    items: [...world().devices.values()]
      .filter((device) => school === undefined || device.school === school)
      .map(({ id, name, school, space, gateway, codec, type, availability, lastSeenAt }) => ({
        id,
        name,
        school,
        space,
        gateway,
        codec,
        type,
        availability,
        lastSeenAt,
      })),
  }),
});

export const deviceRevoke = command({
  name: 'device revoke',
  summary: 'takes a device out of service: its secret ends, its connection is closed; what it said stays',
  args: z.strictObject({ id: idSchema.describe('its id') }),
  run: (context, { id }) => {
    const device = deviceNamed(context, id);
    const turn = newTurn(context.clock.now());
    const revoked: Device = { ...device, version: device.version + 1, availability: 'out_of_service', availabilitySince: turn.at };
    placeDevice(context.world(), revoked);
    turn.put.device.set(id, revoked);
    noteChange(turn, 'device', revoked);
    noteDevice(turn, 'device.revoked', revoked);
    context.commit(turn);
    context.credentials.revoke(id);
    context.disconnect(id);
    return { id };
  },
});
