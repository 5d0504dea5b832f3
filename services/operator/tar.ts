/** Writes and reads tar archives (POSIX ustar), so that a backup can be opened anywhere and needs no other program here. */
import { once } from 'node:events';
import fs from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const block = 512;
const nameBytes = 100;
const prefixBytes = 155;

export interface Entry {
  /** Path with `/`, at most 255 bytes. */
  readonly name: string;
  readonly size: number;
}

/** A path split into the header's two fields. */
const splitName = (name: string): [prefix: string, rest: string] => {
  if (Buffer.byteLength(name) <= nameBytes) return ['', name];
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    const prefix = name.slice(0, at);
    const rest = name.slice(at + 1);
    if (Buffer.byteLength(prefix) <= prefixBytes && Buffer.byteLength(rest) <= nameBytes) return [prefix, rest];
  }
  throw new Error(`the name is too long for an archive: ${name}`);
};

/** Octal where it fits; larger sizes as big-endian binary with the first bit set, as GNU and BSD tar do. */
const sizeField = (size: number): Buffer => {
  if (size < 8 ** 11) return Buffer.from(`${size.toString(8).padStart(11, '0')}\0`);
  const field = Buffer.alloc(12);
  field.writeBigUInt64BE(BigInt(size), 4);
  field[0] = 0x80;
  return field;
};

const readSize = (field: Buffer): number =>
  (field[0] ?? 0) & 0x80 ? Number(field.readBigUInt64BE(4)) : Number.parseInt(field.toString('latin1').replace(/[\0 ].*$/, ''), 8);

const checksum = (header: Buffer): number => header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0);

const headerOf = ({ name, size }: Entry, modifiedAt: number): Buffer => {
  const header = Buffer.alloc(block);
  const [prefix, rest] = splitName(name);
  header.write(rest, 0);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  sizeField(size).copy(header, 124);
  header.write(
    `${Math.floor(modifiedAt / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  header.write(prefix, 345);
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
};

const padding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block);

export interface TarWriter {
  addText(name: string, text: string | Uint8Array): Promise<void>;
  /** Exactly `size` bytes of the file go in, whatever happens to it meanwhile. */
  addFile(name: string, file: string, size: number): Promise<void>;
  end(): void;
}

export const tarWriter = (out: Writable, modifiedAt: number): TarWriter => {
  const put = async (bytes: Uint8Array): Promise<void> => {
    if (bytes.length > 0 && !out.write(bytes)) await once(out, 'drain');
  };
  return {
    async addText(name, text) {
      const bytes = Buffer.from(text);
      await put(headerOf({ name, size: bytes.length }, modifiedAt));
      await put(bytes);
      await put(padding(bytes.length));
    },
    async addFile(name, file, size) {
      await put(headerOf({ name, size }, modifiedAt));
      if (size > 0) {
        let copied = 0;
        for await (const part of fs.createReadStream(file, { end: size - 1 }) as AsyncIterable<Buffer>) {
          copied += part.length;
          await put(part);
        }
        if (copied !== size) throw new Error(`${file} became shorter while it was copied`);
      }
      await put(padding(size));
    },
    end: () => {
      out.end(Buffer.alloc(2 * block));
    },
  };
};

/** Takes bytes from a stream in the lengths asked for. */
const byteReader = (source: Readable) => {
  const parts = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const { value, done } = await parts.next();
    if (done) throw new Error('the archive is cut off');
    held = held.length === 0 ? value : Buffer.concat([held, value]);
  };
  return {
    async take(length: number): Promise<Buffer> {
      while (held.length < length) await more();
      const taken = held.subarray(0, length);
      held = held.subarray(length);
      return taken;
    },
    async *takeParts(length: number): AsyncGenerator<Buffer> {
      for (let left = length; left > 0; ) {
        if (held.length === 0) await more();
        const part = held.subarray(0, left);
        held = held.subarray(part.length);
        left -= part.length;
        yield part;
      }
    },
  };
};

const text = (header: Buffer, from: number, length: number): string => header.toString('utf8', from, from + length).replace(/\0.*$/s, '');

const entryOf = (header: Buffer): Entry => {
  if (Number.parseInt(text(header, 148, 8), 8) !== checksum(header)) throw new Error('the archive is damaged');
  const prefix = text(header, 345, prefixBytes);
  return {
    name: prefix === '' ? text(header, 0, nameBytes) : `${prefix}/${text(header, 0, nameBytes)}`,
    size: readSize(header.subarray(124, 136)),
  };
};

/** Calls `each` with every regular file in order; it must take the whole content. Other kinds of entry are refused. */
export const readTar = async (source: Readable, each: (entry: Entry, content: AsyncIterable<Buffer>) => Promise<void>): Promise<void> => {
  const bytes = byteReader(source);
  for (;;) {
    const header = await bytes.take(block);
    if (header.every((byte) => byte === 0)) break;
    const entry = entryOf(header);
    if (!['0', '\0'].includes(String.fromCharCode(header[156] ?? 0)))
      throw new Error(`the archive holds something that is no file: ${entry.name}`);
    await each(entry, bytes.takeParts(entry.size));
    await bytes.take(padding(entry.size).length);
  }
  source.destroy();
};

/** Content into a new file of the owner's alone. */
export const writeNewFile = (file: string, content: AsyncIterable<Buffer>): Promise<void> =>
  pipeline(content, fs.createWriteStream(file, { flags: 'wx', mode: 0o600 }));
