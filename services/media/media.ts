/** Evidence pictures: fetched from a camera, made plain, kept as files under their month, named by what they hold. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../ports.ts';
import { type Picture, toPicture } from './picture.ts';
import { type Fetched, fetchBytes } from './snapshot.ts';

export interface MediaOptions {
  readonly folder: string;
  /** `host:port` of cameras and recorders that may be asked. */
  readonly allowedHosts: readonly string[];
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

export interface StoredPicture {
  /** Below the folder: `YYYY-MM/…`, months of Shanghai. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly takenAt: number;
}

export interface Media {
  /** Fetches a still picture and keeps it. Never throws for what the camera does; a disk that fails does. */
  take(url: string): Promise<Fetched<StoredPicture>>;
  /** Keeps a picture that somebody sent. The same `mark` and picture again is the same file, whenever the first try ended. */
  keep(bytes: Uint8Array, mark?: string): Promise<Fetched<StoredPicture>>;
  /** null = no such file, or its content is no longer what `sha256` says. */
  read(file: string, sha256: string): Promise<Buffer | null>;
  /** Deleting what is gone already is fine. */
  delete(file: string): Promise<void>;
}

const eightMiB = 8 * 2 ** 20;
const namePattern = /^\d{4}-\d{2}\/[0-9a-f]{64}-[0-9a-f]{8}\.jpg$/;
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const monthOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 7);

/** Address without sign-in and query, which may hold secrets. */
const shown = (url: string): string =>
  URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}${new URL(url).pathname}` : 'not an address';

/** A whole file or none, also after a power cut: written aside, flushed, renamed, and the folder flushed too. */
const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

export const createMedia = ({ folder, allowedHosts, maxBytes = eightMiB, timeoutMs = 5_000, clock, log }: MediaOptions): Media => {
  const store = async ({ bytes, width, height }: Picture, takenAt: number, mark: string): Promise<StoredPicture> => {
    const sha256 = sha256Of(bytes);
    // A mark of its own: the same picture kept twice must be deletable once.
    const file = `${monthOf(takenAt)}/${sha256}-${mark}.jpg`;
    await writeWhole(join(folder, file), bytes);
    return { file, sha256, bytes: bytes.length, width, height, takenAt };
  };
  const keep = async (bytes: Uint8Array, takenAt: number, mark = randomUUID().slice(0, 8)): Promise<Fetched<StoredPicture>> => {
    const picture = await toPicture(bytes);
    return picture.ok ? { ok: true, value: await store(picture.value, takenAt, mark) } : picture;
  };
  return {
    take: async (url) => {
      const fetched = await fetchBytes(url, { allowedHosts, maxBytes, timeoutMs });
      const result = fetched.ok ? await keep(fetched.value, clock.now()) : fetched;
      if (!result.ok) log.warn({ url: shown(url), code: result.code, detail: result.detail }, 'no snapshot');
      return result;
    },
    keep: async (bytes, mark) => keep(bytes, clock.now(), mark),
    read: async (file, sha256) => {
      if (!namePattern.test(file)) return null;
      const bytes = await readFile(join(folder, file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return bytes && sha256Of(bytes) === sha256 ? bytes : null;
    },
    delete: async (file) => {
      if (namePattern.test(file)) await rm(join(folder, file), { force: true });
    },
  };
};
