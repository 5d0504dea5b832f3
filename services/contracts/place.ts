import { z } from 'zod';
import { callSchema } from './call.ts';
import { deviceAvailabilities, idSchema, roles, timeSchema } from './values.ts';

export const orgKinds = ['city', 'bureau', 'township', 'school'] as const;
export const schoolKinds = ['kindergarten', 'primary', 'middle', 'nine_year', 'high', 'vocational', 'special', 'training'] as const;

/** 市 → 县教体局 → 乡镇 → 学校. A person sees the branch below their own place in it, nothing beside it. */
export const orgSchema = z.object({
  id: idSchema,
  kind: z.enum(orgKinds),
  parent: idSchema.nullable(),
  name: z.string().min(1).max(200),
  schoolKind: z.enum(schoolKinds).nullable(),
  ownership: z.enum(['public', 'private']).nullable(),
  /** Middle of the campus and how far it reaches: inside it a picture counts as taken on site. */
  location: z.object({ latitude: z.number(), longitude: z.number(), radiusMetres: z.number().positive() }).nullable(),
});
export type Org = z.infer<typeof orgSchema>;

const coordinate = z.tuple([z.number(), z.number()]);

/** A node of building → floor → room. Outlines are metres in the plan of the enclosing floor (rooms) or campus (buildings). */
export const spaceSchema = z.object({
  id: idSchema,
  school: idSchema,
  parent: idSchema.nullable(),
  kind: z.enum(['campus', 'building', 'floor', 'room']),
  name: z.string().min(1).max(200),
  /** What happens there decides severities: sleeping rooms and kindergartens are life-safety rooms. */
  use: z.enum([
    'dormitory',
    'kindergarten',
    'classroom',
    'laboratory',
    'canteen',
    'kitchen',
    'office',
    'corridor',
    'stairs',
    'storage',
    'plant',
    'outdoor',
    'other',
  ]),
  outline: z.array(coordinate).nullable(),
  /** Plan size in metres, for campuses and floors. */
  size: coordinate.nullable(),
  /** 产权人: who owns the building where the school does not; hazards of its structure go to them (item #15). */
  owner: z.string().max(200).nullable(),
  /** 食品安全校长: the named responsible principal of a canteen (item #14). */
  foodPrincipal: idSchema.nullable(),
});
export type Space = z.infer<typeof spaceSchema>;

export const deviceSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  school: idSchema,
  space: idSchema.nullable(),
  /** Identity that speaks for it; null = it signs in itself. */
  gateway: idSchema.nullable(),
  codec: z.string(),
  /** What its gateway calls it in topics (Zigbee2MQTT friendly name, Frigate camera). */
  source: z.string().max(200),
  name: z.string().max(200),
  type: z.enum(['sensor', 'detector', 'camera', 'gateway', 'button', 'other']),
  model: z.string().max(200).nullable(),
  reportIntervalSeconds: z.number().int().positive(),
  position: coordinate.nullable(),
  /** Where a camera's still picture can be fetched from; the host must be on the allowed list. */
  snapshotUrl: z.string().max(2048).nullable(),
  /** Topic prefixes an identity may speak and listen in, for foreign systems. */
  prefixes: z.array(z.string().max(200)),
  /** Mapping details a codec may use, e.g. Frigate zones that count as intrusion. */
  mapping: z.record(z.string(), z.array(z.string())),
  availability: z.enum(deviceAvailabilities),
  availabilitySince: timeSchema,
  lastSeenAt: timeSchema.nullable(),
  firmware: z.string().nullable(),
  rssi: z.number().nullable(),
  /** It sends QoS 0: its messages are not acknowledged and may be lost on the way. */
  unacknowledged: z.boolean(),
  /** Its clock was seen more than 120 s ahead. */
  clockAhead: z.boolean(),
  lastTestAt: timeSchema.nullable(),
});
export type Device = z.infer<typeof deviceSchema>;

export const deviceViewSchema = deviceSchema.extend({
  latest: z.record(z.string(), z.object({ value: z.number(), at: timeSchema })),
  /** Open alarms of this device, ids. */
  alarms: z.array(z.string()),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

/** `[t, min, mean, max]` */
export const seriesSchema = z.object({
  points: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
});
export type SeriesPoint = [number, number, number, number];

export const personSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(100),
  role: z.enum(roles),
  org: idSchema,
  phone: z.string().max(40).nullable(),
  email: z.string().max(200).nullish(),
  active: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

export const rejectedSchema = z.object({
  id: z.number().int(),
  at: timeSchema,
  lastAt: timeSchema,
  count: z.number().int(),
  topic: z.string(),
  identity: z.string(),
  school: z.string().nullable(),
  /** Stable code, e.g. `bad_json`, `unknown_device`, `not_yours`. */
  reason: z.string(),
  detail: z.string(),
  bytes: z.number().int(),
  /** First bytes of the payload: text where it is text, else hexadecimal. */
  copy: z.string(),
});
export type Rejected = z.infer<typeof rejectedSchema>;

/** One gate on the way from an alarm to a person, with its verdict. */
export const whySchema = z.object({
  alarm: z.string(),
  person: z.string(),
  told: z.boolean(),
  at: timeSchema.nullable(),
  gates: z.array(z.object({ gate: z.string(), passed: z.boolean(), reason: z.string() })),
  /** Every attempt to reach the person about it, oldest first. */
  calls: z.array(callSchema),
});
export type Why = z.infer<typeof whySchema>;
