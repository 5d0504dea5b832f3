/**
 * Looks into a zip before anything else does: how much it unpacks to is measured by unpacking it under a limit, never
 * taken from what it says of itself (zip bombs).
 */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

/** PKWARE APPNOTE 6.3.10 §4.3.7, §4.3.12, §4.3.16. */
const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const endBytes = 22;
const longestComment = 65_535;

export interface ZipEntry {
  readonly name: string;
  readonly text: string;
}

const endOf = (zip: Buffer): number => {
  for (let at = zip.length - endBytes; at >= Math.max(0, zip.length - endBytes - longestComment); at--)
    if (zip.readUInt32LE(at) === signatures.end) return at;
  return -1;
};

interface Placed {
  readonly name: string;
  readonly method: number;
  readonly from: number;
  readonly to: number;
}

const placed = (zip: Buffer): Placed[] | null => {
  const end = endOf(zip);
  if (end < 0) return null;
  const count = zip.readUInt16LE(end + 10);
  const entries: Placed[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== signatures.central) return null;
    const [nameBytes, extraBytes, commentBytes] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    if (local + 30 > zip.length || zip.readUInt32LE(local) !== signatures.local) return null;
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameBytes),
      method: zip.readUInt16LE(at + 10),
      from,
      to: from + zip.readUInt32LE(at + 20),
    });
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return entries;
};

/** Every entry unpacked; null = no readable zip; 'too_large' = it unpacks to more than `mostBytes`. */
export const unpacked = async (bytes: Uint8Array, mostBytes: number): Promise<ZipEntry[] | null | 'too_large'> => {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = placed(zip);
  if (!all || new Set(all.map(({ name }) => name)).size < all.length) return null;
  const entries: ZipEntry[] = [];
  let left = mostBytes;
  for (const { name, method, from, to } of all) {
    const packed = zip.subarray(from, to);
    if (packed.length < to - from || (method !== 0 && method !== 8)) return null;
    try {
      const raw = method === 0 ? packed : await inflate(packed, { maxOutputLength: left + 1 });
      left -= raw.length;
      if (left < 0) return 'too_large';
      entries.push({ name, text: raw.toString('utf8') });
    } catch (error) {
      return error instanceof RangeError ? 'too_large' : null;
    }
  }
  return entries;
};
