/**
 * The bytes of a chunk (points of one series in order of time) and of a journal row (points of one batch as they came).
 * Little-endian, like every machine Node runs on that this is meant for. Each starts with a CRC-32 of the rest.
 */
import { crc32 } from 'node:zlib';

/** Points of one series in order of time, then of arrival; times are whole milliseconds. */
export interface Columns {
  readonly n: number;
  readonly at: Float64Array;
  readonly value: Float64Array;
}

/** No chunk spans more: bounds how far a search must look back, and keeps every time difference within 32 bits. */
export const chunkSpanMs = 86_400_000;

const head = 5;
const rawValues = 15;
const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];
/** Scaled values stay below this, so that zigzag differences fit 32 bits. */
const scaledLimit = 2 ** 29;

let scratch = new Uint8Array(16_384);

const putVarint = (at: number, difference: number): number => {
  let rest = ((difference << 1) ^ (difference >> 31)) >>> 0;
  let position = at;
  while (rest > 127) {
    scratch[position++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  scratch[position++] = rest;
  return position;
};

/** Fewest decimals that give every value back exactly, or `rawValues` when there are none. */
const decimalsOf = (value: Float64Array, start: number, end: number): number => {
  let decimals = 0;
  for (let i = start; i < end; i++) {
    const v = value[i] as number;
    if (!(Math.abs(v) < scaledLimit) || (v === 0 && 1 / v < 0)) return rawValues;
    while (Math.round(v * (powers[decimals] as number)) / (powers[decimals] as number) !== v) {
      if (++decimals === powers.length) return rawValues;
    }
  }
  const limit = scaledLimit / (powers[decimals] as number);
  for (let i = start; i < end; i++) if (Math.abs(value[i] as number) >= limit) return rawValues;
  return decimals;
};

/** Points `start`…`end` as bytes: differences of time differences, then decimal differences or plain float64. */
export const encodeChunk = (points: Columns, start: number, end: number): Uint8Array => {
  const { at, value } = points;
  const room = head + (end - start) * 13;
  if (scratch.length < room) scratch = new Uint8Array(room * 2);
  const decimals = decimalsOf(value, start, end);
  scratch[4] = decimals;
  let position = head;
  for (let i = start + 1, before = 0; i < end; i++) {
    const step = (at[i] as number) - (at[i - 1] as number);
    position = putVarint(position, step - before);
    before = step;
  }
  if (decimals === rawValues) {
    const bytes = new Uint8Array(value.slice(start, end).buffer);
    scratch.set(bytes, position);
    position += bytes.length;
  } else {
    const power = powers[decimals] as number;
    for (let i = start, before = 0; i < end; i++) {
      const scaled = Math.round((value[i] as number) * power);
      position = putVarint(position, scaled - before);
      before = scaled;
    }
  }
  const blob = scratch.slice(0, position);
  new DataView(blob.buffer).setUint32(0, crc32(blob.subarray(4)), true);
  return blob;
};

const intact = (blob: Uint8Array): boolean =>
  blob.length > 4 && new DataView(blob.buffer, blob.byteOffset).getUint32(0, true) === crc32(blob.subarray(4));

/** Where the next difference starts, and the difference: kept outside, since this loop is what reading history costs. */
let reading = 0;
const nextDifference = (blob: Uint8Array): number => {
  let byte = blob[reading++] as number;
  if (byte < 128) return (byte >>> 1) ^ -(byte & 1);
  let coded = byte & 127;
  for (let shift = 7; byte > 127; shift += 7) {
    byte = blob[reading++] as number;
    coded |= (byte & 127) << shift;
  }
  return (coded >>> 1) ^ -(coded & 1);
};

/** The points of a chunk, or null when its bytes are damaged. */
export const decodeChunk = (blob: Uint8Array, n: number, tMin: number): Columns | null => {
  if (!intact(blob)) return null;
  const at = new Float64Array(n);
  const value = new Float64Array(n);
  reading = head;
  at[0] = tMin;
  for (let i = 1, step = 0, time = tMin; i < n; i++) {
    step += nextDifference(blob);
    time += step;
    at[i] = time;
  }
  const decimals = blob[4] as number;
  if (decimals === rawValues) {
    new Uint8Array(value.buffer).set(blob.subarray(reading, reading + n * 8));
    return { n, at, value };
  }
  const power = powers[decimals] as number;
  for (let i = 0, scaled = 0; i < n; i++) {
    scaled += nextDifference(blob);
    value[i] = scaled / power;
  }
  return { n, at, value };
};

/** Where sorted points must be parted: no piece spans more than a chunk may, pieces of one run are of equal size. */
export const partPoints = (points: Columns, size: number): [start: number, end: number][] => {
  const parts: [number, number][] = [];
  for (let start = 0; start < points.n; ) {
    const last = (points.at[start] as number) + chunkSpanMs;
    let end = start + 1;
    while (end < points.n && (points.at[end] as number) <= last) end++;
    const pieces = Math.max(1, Math.round((end - start) / size));
    for (let i = 0; i < pieces; i++) {
      const from = start + Math.floor(((end - start) * i) / pieces);
      parts.push([from, start + Math.floor(((end - start) * (i + 1)) / pieces)]);
    }
    start = end;
  }
  return parts;
};

/** Points of one batch in order of arrival. */
export interface Batch {
  readonly n: number;
  readonly series: Uint32Array;
  readonly at: Float64Array;
  readonly value: Float64Array;
}

const batchHead = 8;
const batchBytes = (n: number): number => batchHead + n * 20;

/** One journal row: checksum, count, then the columns. The answer's columns are views of its bytes. */
export const newBatch = (n: number): Batch & { readonly blob: Uint8Array } => {
  const buffer = new ArrayBuffer(batchBytes(n));
  new DataView(buffer).setUint32(4, n, true);
  return {
    n,
    at: new Float64Array(buffer, batchHead, n),
    value: new Float64Array(buffer, batchHead + n * 8, n),
    series: new Uint32Array(buffer, batchHead + n * 16, n),
    blob: new Uint8Array(buffer),
  };
};

export const sealBatch = (blob: Uint8Array): void => new DataView(blob.buffer).setUint32(0, crc32(blob.subarray(4)), true);

let aligned = new ArrayBuffer(65_536);
let doubles = new Float64Array(aligned);
let words = new Uint32Array(aligned);

/**
 * Visits the points of a journal row in order of arrival; false when its bytes are damaged. Allocates nothing: after a
 * restart there may be a hundred thousand rows of one reading each.
 */
export const visitBatch = (blob: Uint8Array, visit: (series: number, at: number, value: number) => void): boolean => {
  if (blob.length > aligned.byteLength) {
    aligned = new ArrayBuffer(Math.ceil(blob.length / 8) * 16);
    doubles = new Float64Array(aligned);
    words = new Uint32Array(aligned);
  }
  new Uint8Array(aligned).set(blob);
  const n = words[1] as number;
  if (blob.length < batchHead || blob.length !== batchBytes(n) || words[0] !== crc32(blob.subarray(4))) return false;
  for (let i = 0; i < n; i++) visit(words[2 + 4 * n + i] as number, doubles[1 + i] as number, doubles[1 + n + i] as number);
  return true;
};
