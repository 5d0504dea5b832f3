/** What every codec does with bytes: strict text, JSON, times, numbers, and refusals in one form. */
import { maxPayloadBytes } from '../../contracts/uplink.ts';
import type { Decoded, Marks, Refusal, RejectReason, Uplink } from './codec.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: RejectReason; readonly detail: string };

/** Longest detail a refusal carries (codec.ts). */
const maxDetail = 300;

/** A 64 KiB backlog may hold thousands of bad elements: so many are told one by one, the rest as a number. */
const maxRefusals = 32;

/** A message without device time, boot or sequence. */
export const noMarks: Marks = { ts: null, boot: null, seq: null };

/** A message that has no effect at all. */
export function refused(reason: RejectReason, detail: string): Decoded {
  return { uplinks: [], refusals: [{ reason, detail: detail.slice(0, maxDetail) }] };
}

/** A message that says exactly one thing. */
export function said(uplink: Uplink): Decoded {
  return { uplinks: [uplink], refusals: [] };
}

/** Collects what a message of several parts came to. */
export class Outcome {
  readonly uplinks: Uplink[] = [];
  readonly refusals: Refusal[] = [];
  #untold = 0;

  /** `detail` is only asked for while refusals are still told one by one. */
  refuse(reason: RejectReason, detail: () => string): void {
    if (this.refusals.length < maxRefusals) this.refusals.push({ reason, detail: detail().slice(0, maxDetail) });
    else this.#untold += 1;
  }

  done(): Decoded {
    if (this.#untold > 0) this.refusals.push({ reason: 'bad_shape', detail: `${this.#untold} more parts of this message were refused` });
    return this;
  }
}

export function readText(payload: Uint8Array): Read<string> {
  if (payload.length === 0) return { ok: false, reason: 'empty', detail: 'the payload is empty' };
  if (payload.length > maxPayloadBytes)
    return { ok: false, reason: 'too_large', detail: `${payload.length} bytes; ${maxPayloadBytes} are taken` };
  try {
    return { ok: true, value: utf8.decode(payload) };
  } catch {
    return { ok: false, reason: 'bad_utf8', detail: 'the payload is not UTF-8 text' };
  }
}

export function readJson(payload: Uint8Array): Read<unknown> {
  const text = readText(payload);
  if (!text.ok) return text;
  try {
    return { ok: true, value: JSON.parse(text.value) };
  } catch (error) {
    const detail = text.value.trim() === '' ? 'the payload is blank' : String(error instanceof Error ? error.message : error);
    return { ok: false, reason: 'bad_json', detail };
  }
}

/** A JSON object: not null, not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The strings of a JSON array; anything else is left out. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A value for people to recognise, never a whole structure. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** ECMAScript's range of a Date: ±100,000,000 days around 1970. */
const maxTimeMs = 8.64e15;

/** Thirteen digits are epoch ms (2001–2286); a shorter or longer string of digits may as well be a compact date. */
const epochText = /^\d{13}$/;
const isoText = /^(\d{4}-\d\d-(\d\d))[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * A device time: epoch ms, or ISO 8601 to the nanosecond, without a zone +08:00 (contract, MQTT). Device clocks of 1970
 * or 2038 and later are kept as they are, also the slightly negative times a zone-less clock at its epoch gives.
 * @returns null when none is given, undefined when what is given is no time
 */
export function readTime(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Math.abs(value) <= maxTimeMs ? Math.floor(value) : undefined;
  if (typeof value !== 'string') return undefined;
  return epochText.test(value) ? Number(value) : readIso(value);
}

function readIso(text: string): number | undefined {
  const match = isoText.exec(text);
  if (match === null) return undefined;
  const [, date = '', day = '', hour = '', minute = '', second = '00', fraction = '', zone = '+08:00'] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 0 : readOffset(zone);
  if (offset === undefined) return undefined;
  const local = Date.parse(`${date}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  // Date.parse takes 30 February for 1 March.
  if (Number.isNaN(local) || new Date(local).getUTCDate() !== Number(day)) return undefined;
  return local - offset * 60_000;
}

/** Minutes east of Greenwich. */
function readOffset(zone: string): number | undefined {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A reading's number: numbers, decimal text ("100.00" is how some gateways send a battery), truth as 1 and 0. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const text = value.trim();
  if (!decimal.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Names every object inherits would find something in any look-up by name. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));
/** Control characters, and halves of characters: SQLite would cut or alter such a name, and two of them could become one. */
const unstorable = /[\p{Cc}\p{Cs}]/u;

/** Whether a text can be a metric's name: 1–64 characters, printable, not a name every object inherits. */
export function isMetricName(name: string): boolean {
  return name.length > 0 && name.length <= 64 && !inherited.has(name) && !unstorable.test(name);
}
