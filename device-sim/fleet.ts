/** Who takes part in a simulation: identities that sign in at the broker, and the devices each speaks for. */
import { z } from 'zod';
import { deviceSchema, spaceSchema } from '../services/contracts/place.ts';
import { idSchema } from '../services/contracts/values.ts';

export const fleetDeviceSchema = z.object({
  id: idSchema,
  school: idSchema,
  type: deviceSchema.shape.type,
  space: idSchema.nullable().default(null),
  /** What the space is used for: a kitchen burns otherwise than a dormitory. */
  use: spaceSchema.shape.use.default('other'),
  /** Type designation; its first word says what the device senses (`catalogue.ts`). */
  model: z.string().nullable().default(null),
  codec: z.string().default('native'),
  /** What its gateway calls it in topics; empty = its id. */
  source: z.string().default(''),
  reportIntervalSeconds: z.number().positive().default(300),
  /** Mapping details of its codec, e.g. Frigate's zones. */
  mapping: z.record(z.string(), z.array(z.string())).default({}),
});
export type FleetDevice = z.infer<typeof fleetDeviceSchema>;

export const fleetIdentitySchema = z.object({
  /** User name at the broker. */
  id: idSchema,
  secret: z.string(),
  school: idSchema,
  codec: z.string().default('native'),
  /** Topic prefixes of a foreign system; the first one is used. Empty = its software's default. */
  prefixes: z.array(z.string()).default([]),
  reportIntervalSeconds: z.number().positive().default(60),
  /** Devices it speaks for; a device that signs in itself stands here alone under its own id. */
  devices: z.array(fleetDeviceSchema),
});
export type FleetIdentity = z.infer<typeof fleetIdentitySchema>;

/** The fleet file: made by the demo server, by an installer, or by `npm run sim -- fleet`. */
export const fleetSchema = z.object({
  url: z.string(),
  /** Port on which the simulator serves the cameras' pictures; 0 takes a free one. */
  picturesPort: z.number().int().min(0).max(65535).default(0),
  identities: z.array(fleetIdentitySchema).min(1),
});
export type Fleet = z.infer<typeof fleetSchema>;

/** What of an enrolled device the simulator needs. */
export type EnrolledDevice = Omit<FleetDevice, 'use'> & { readonly gateway: string | null; readonly prefixes: readonly string[] };

/** An organisation's devices as a fleet: one identity for each that signs in itself, with those it speaks for. */
export const fleetFrom = (
  devices: readonly EnrolledDevice[],
  useOf: (space: string | null) => FleetDevice['use'],
  secretOf: (identity: string) => string,
): FleetIdentity[] =>
  devices
    .filter((device) => device.gateway === null)
    .map((identity) => {
      const children = devices.filter((device) => device.gateway === identity.id);
      const spoken = identity.type === 'gateway' ? children : [identity, ...children];
      return fleetIdentitySchema.parse({
        ...identity,
        secret: secretOf(identity.id),
        devices: spoken.map((device) => ({ ...device, use: useOf(device.space) })),
      });
    });

export interface FleetShape {
  readonly gateways: number;
  readonly devices: number;
  readonly school: string;
  readonly intervalSeconds: number;
  /** Secret of the identity with this id. */
  secretOf(identity: string): string;
  /** Every device a smoke detector (for a storm), or a mixture as in a school. */
  readonly only?: 'smoke';
}

const rooms = [
  { use: 'kitchen', fourth: { type: 'detector', model: 'JT-T gas' } },
  { use: 'dormitory', fourth: { type: 'button', model: 'J-SAP call point' } },
  { use: 'classroom', fourth: { type: 'button', model: 'SOS panic' } },
  { use: 'corridor', fourth: { type: 'camera', model: 'IPC camera' } },
] as const;

const smoke = { type: 'detector', model: 'JTY-GD smoke' } as const;
const climate = { type: 'sensor', model: 'WSD climate' } as const;

/** N gateways with M devices each: rooms of four devices, two of them smoke detectors. */
export const generateFleet = (shape: FleetShape): FleetIdentity[] =>
  Array.from({ length: shape.gateways }, (_, g) => {
    const id = `${shape.school}-gw-${String(g + 1).padStart(2, '0')}`;
    const devices = Array.from({ length: shape.devices }, (_, d): FleetDevice => {
      const room = rooms[Math.floor(d / 4) % rooms.length] ?? rooms[0];
      const kind = shape.only === 'smoke' || d % 4 < 2 ? smoke : d % 4 === 2 ? climate : room.fourth;
      return {
        id: `${id}-d${String(d + 1).padStart(3, '0')}`,
        school: shape.school,
        type: kind.type,
        model: kind.model,
        space: `${id}-room-${Math.floor(d / 4) + 1}`,
        use: room.use,
        codec: 'native',
        source: '',
        reportIntervalSeconds: shape.intervalSeconds,
        mapping: {},
      };
    });
    return { id, secret: shape.secretOf(id), school: shape.school, codec: 'native', prefixes: [], reportIntervalSeconds: 60, devices };
  });

/** The identity as a device of its own: the gateway that reports its own state. */
export const selfOf = (identity: FleetIdentity): FleetDevice =>
  identity.devices.find((device) => device.id === identity.id) ?? {
    id: identity.id,
    school: identity.school,
    type: 'gateway',
    model: null,
    space: null,
    use: 'other',
    codec: identity.codec,
    source: '',
    reportIntervalSeconds: identity.reportIntervalSeconds,
    mapping: {},
  };
