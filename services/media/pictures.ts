/** Pictures that people send: checked, freed of everything but pixels, kept, and compared with those kept before. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Pictures } from '../acts/evidence.ts';
import { nonceLifeMs } from '../core/evidence/flags.ts';
import type { Comparison } from './compare.ts';
import { kindOfUpload, readExif } from './examine.ts';
import { lookAt } from './look.ts';
import type { Media } from './media.ts';
import { maxPixels } from './picture.ts';
import type { Fetched } from './snapshot.ts';
import { refused } from './snapshot.ts';

/** `store/fingerprints.ts`, as it is needed here. */
export interface Memory {
  put(evidence: string, original: string, print: Uint8Array): void;
  forget(evidence: string): void;
  ofFile(original: string): string[];
  useNonce(nonce: string, evidence: string, at: number): string;
}

export interface PictureParts {
  readonly media: Media;
  readonly memory: Memory;
  readonly comparison: Comparison;
  /** The installation's key: nonces outlive a restart. */
  readonly key: Uint8Array;
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const metadataOf = async (bytes: Uint8Array): Promise<Fetched<{ width: number; height: number; exif: Buffer | undefined }>> => {
  const { default: sharp } = await import('sharp');
  try {
    const { width, height, exif } = await sharp(bytes, { limitInputPixels: maxPixels }).metadata();
    if (width * height > maxPixels)
      return refused('too_large', `${width} × ${height} pixels; at most ${maxPixels / 1e6} million are taken`);
    return { ok: true, value: { width, height, exif } };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return refused(/pixel limit/.test(said) ? 'too_large' : 'not_an_image', said.slice(0, 200));
  }
};

/** Time, chance and the proof that both were given out here to this person: eleven hexadecimal digits, chance, a dot, 16 bytes. */
const nonceText = (key: Uint8Array, person: string, stem: string): string =>
  `${stem}.${createHmac('sha256', key)
    .update(JSON.stringify(['capture', person, stem]))
    .digest()
    .subarray(0, 16)
    .toString('base64url')}`;

/** 11 digits reach to the year 2527. */
const timeDigits = 11;

export const openPictures = ({ media, memory, comparison, key }: PictureParts): Pictures => ({
  see: async (id, bytes) => {
    const kind = kindOfUpload(bytes);
    if (!kind.ok) return { ...kind, status: 400 };
    const metadata = await metadataOf(bytes);
    if (!metadata.ok) return { ...metadata, status: 400 };
    const { width, height, exif } = metadata.value;
    const kept = await media.keep(bytes, sha256Of(Buffer.from(id)).slice(0, 8));
    if (!kept.ok) return { ...kept, status: 400 };
    const picture = await media.read(kept.value.file, kept.value.sha256);
    if (!picture) throw new Error('a picture that was just kept cannot be read');
    const says = await readExif(exif);
    const found = await comparison.compare(id, await lookAt(picture, kept.value));
    const original = sha256Of(bytes);
    const sameFile = memory.ofFile(original).filter((other) => other !== id);
    memory.put(id, original, found.print);
    return {
      ok: true,
      value: {
        original: { sha256: original, bytes: bytes.length, type: `image/${kind.value}`, width, height },
        file: kept.value.file,
        sha256: kept.value.sha256,
        exifAt: says.at,
        editor: says.editor,
        screenshot: says.screenshot ? 'said_by_file' : found.onScreen ? 'bars' : null,
        sameFile,
        alike: found.matches,
      },
    };
  },
  newNonce: (person, now) => {
    const stem = now.toString(16).padStart(timeDigits, '0') + randomBytes(9).toString('base64url');
    return { nonce: nonceText(key, person, stem), expiresAt: now + nonceLifeMs };
  },
  nonceGivenAt: (person, nonce) => {
    const [stem = ''] = nonce.split('.');
    const [given, expected] = [Buffer.from(nonce), Buffer.from(nonceText(key, person, stem))];
    return given.length === expected.length && timingSafeEqual(given, expected) ? Number.parseInt(stem.slice(0, timeDigits), 16) : null;
  },
  useNonce: (nonce, evidence, now) => memory.useNonce(nonce, evidence, now),
  forget: async (id, file) => {
    comparison.forget(id);
    memory.forget(id);
    if (file !== null) await media.delete(file);
  },
});
