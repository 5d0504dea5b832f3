/** The native form, `campus/v1/{school}/{device}/{leaf}`: the hot path of the whole system (50,000 readings a second). */
import { z } from 'zod';
import { eventSchema, nativeLeaves, replySchema, statusSchema, telemetrySchema } from '../../contracts/uplink.ts';
import type { Codec, CodecContext, Decoded, RejectReason } from './codec.ts';
import { nativeSamples } from './samples/native.ts';
import { describe, isMetricName, isRecord, noMarks, Outcome, readJson, readNumber, readTime, refused } from './wire.ts';

/** @param at where in the message the element stands, for people: empty, or `[3] ` in a backlog */
type Reader = (element: unknown, source: string, at: string, out: Outcome) => void;

export const native: Codec = { id: 'native', prefix: null, decode, samples: nativeSamples };

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['telemetry', readTelemetry],
  ['event', readEvent],
  ['status', readStatus],
  ['reply', readReply],
]);

function decode(path: string, payload: Uint8Array, context: CodecContext): Decoded {
  const read = readers.get(path);
  if (read === undefined) {
    const known = nativeLeaves.some((leaf) => leaf === path);
    return known ? refused('not_telemetry', `${path} is not a report of the device`) : refused('unknown_topic', `no such topic: ${path}`);
  }
  const json = readJson(payload);
  if (!json.ok) return refused(json.reason, json.detail);
  const out = new Outcome();
  if (!Array.isArray(json.value)) read(json.value, context.source, '', out);
  else if (json.value.length === 0) return refused('empty', 'the backlog has no elements');
  else json.value.forEach((element, index) => read(element, context.source, `[${index}] `, out));
  return out.done();
}

/** Telemetry but for its single values: one that is no reading is refused alone, the others stand. */
export const telemetryEnvelope = telemetrySchema.extend({ values: z.record(z.string(), z.unknown()) });
type Envelope = z.infer<typeof telemetryEnvelope>;

/** The same verdict as `telemetryEnvelope`, some twenty times as fast; a property test holds the two together. */
export function looksLikeTelemetry(element: unknown): element is Envelope {
  return isRecord(element) && isMark(element.ts) && isMark(element.seq) && isMark(element.boot) && isRecord(element.values);
}

function isMark(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}

const mark = (value: string | number | null | undefined): string | null => (value === undefined || value === null ? null : String(value));

function readTelemetry(element: unknown, source: string, at: string, out: Outcome): void {
  if (!looksLikeTelemetry(element)) return refuseShape(telemetryEnvelope.safeParse(element).error, at, out);
  const ts = readTime(element.ts);
  if (ts === undefined) return refuseTime(element.ts, at, out);
  const names = Object.keys(element.values);
  if (names.length === 0) return out.refuse('empty', () => `${at}values is empty`);
  const values: (readonly [string, number])[] = [];
  let bad = 0;
  for (const name of names) {
    const raw = element.values[name];
    // Null is "not measured", never 0.
    if (raw === null) continue;
    const number = readNumber(raw);
    if (number !== undefined && isMetricName(name)) {
      values.push([name, number]);
    } else {
      bad += 1;
      const fault = number === undefined ? `${describe(raw)} is no reading` : 'not a name for a metric';
      out.refuse('bad_value', () => `${at}values.${describe(name)}: ${fault}`);
    }
  }
  // Nothing but nulls: no reading, yet a sign of life. Nothing but garbage is neither.
  if (values.length > 0 || bad === 0) {
    out.uplinks.push({ type: 'readings', source, values, ts, boot: mark(element.boot), seq: mark(element.seq) });
  }
}

function readEvent(element: unknown, source: string, at: string, out: Outcome): void {
  const event = eventSchema.safeParse(element);
  if (!event.success) return refuseShape(event.error, at, out);
  const { type, state, confidence, text, media } = event.data;
  const ts = readTime(event.data.ts);
  if (ts === undefined) return refuseTime(event.data.ts, at, out);
  out.uplinks.push({
    type: 'event',
    source,
    event: type,
    state,
    confidence: confidence ?? null,
    text: text ?? null,
    media: media ?? [],
    stateful: false,
    ts,
    boot: mark(event.data.boot),
    seq: mark(event.data.seq),
  });
}

function readStatus(element: unknown, source: string, at: string, out: Outcome): void {
  const status = statusSchema.safeParse(element);
  if (!status.success) return refuseShape(status.error, at, out);
  const { online, firmware, rssi } = status.data;
  out.uplinks.push({ type: 'status', source, online, firmware: firmware ?? null, rssi: rssi ?? null, ...noMarks });
}

function readReply(element: unknown, source: string, at: string, out: Outcome): void {
  const reply = replySchema.safeParse(element);
  if (!reply.success) return refuseShape(reply.error, at, out);
  const ts = readTime(reply.data.ts);
  if (ts === undefined) return refuseTime(reply.data.ts, at, out);
  const { id, ok, boot, seq } = reply.data;
  out.uplinks.push({ type: 'reply', source, command: id, done: ok, ts, boot: mark(boot), seq: mark(seq) });
}

function refuseTime(value: unknown, at: string, out: Outcome): void {
  out.refuse('bad_time', () => `${at}ts ${describe(value)} is neither epoch ms nor an ISO 8601 date and time`);
}

function refuseShape(error: z.core.$ZodError | undefined, at: string, out: Outcome): void {
  const issue = error?.issues[0];
  const path = issue?.path.map(String) ?? [];
  const reason: RejectReason = path[0] === 'ts' ? 'bad_time' : 'bad_shape';
  out.refuse(reason, () => `${at}${path.length === 0 ? 'payload' : path.join('.')}: ${issue?.message ?? 'not of the contract’s form'}`);
}
