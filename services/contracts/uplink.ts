/** The native form of the contract: `campus/v1/{school}/{device}/{telemetry|event|status|command|reply}`. */
import { z } from 'zod';
import { eventTypes } from './values.ts';

export const nativeRoot = 'campus/v1/';
export const nativeLeaves = ['telemetry', 'event', 'status', 'command', 'reply'] as const;
export type NativeLeaf = (typeof nativeLeaves)[number];

/** Largest payload the broker takes, bytes (contract, MQTT). */
export const maxPayloadBytes = 64 * 1024;

/** A device clock further ahead than this is wrong: kept, flagged, ordered by receipt (contract, MQTT). */
export const maxClockLeadMs = 120_000;

const ts = z.union([z.number(), z.string()]).nullish();
const counter = z.union([z.number(), z.string()]).nullish();

export const mediaSchema = z.object({
  kind: z.enum(['snapshot', 'clip', 'stream']),
  url: z.string().max(2048),
});
export type Media = z.infer<typeof mediaSchema>;

export const telemetrySchema = z.object({
  ts,
  seq: counter,
  boot: counter,
  values: z.record(z.string().min(1).max(64), z.union([z.number(), z.boolean(), z.string(), z.null()])),
});

export const eventSchema = z.object({
  ts,
  seq: counter,
  boot: counter,
  type: z.enum(eventTypes),
  state: z.enum(['active', 'cleared']).default('active'),
  confidence: z.number().min(0).max(1).nullish(),
  text: z.string().max(2000).nullish(),
  media: z.array(mediaSchema).max(16).nullish(),
});

export const statusSchema = z.object({
  online: z.boolean(),
  firmware: z.string().max(200).nullish(),
  rssi: z.number().nullish(),
});

/** Answer to a command, by its id. */
export const replySchema = z.object({
  ts,
  seq: counter,
  boot: counter,
  id: z.string().min(1).max(100),
  /** false: understood and not done. */
  ok: z.boolean().default(true),
});

export const nativeTopic = (school: string, device: string, leaf: NativeLeaf): string => `${nativeRoot}${school}/${device}/${leaf}`;
