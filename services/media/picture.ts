/** Makes a plain JPEG of whatever picture came: what cannot be decoded is no picture, and nothing but pixels is kept. */
import { type Fetched, refused } from './snapshot.ts';

/** A 64-megapixel picture: more than any camera takes, little enough to decode. */
export const maxPixels = 64_000_000;
const longestSide = 1600;

export interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff']);

export const toPicture = async (bytes: Uint8Array): Promise<Fetched<Picture>> => {
  // Loaded with the first picture: 40 ms and 30 MB that a school without cameras never spends.
  const { default: sharp } = await import('sharp');
  try {
    const source = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' });
    const { format } = await source.metadata();
    if (!formats.has(format)) return refused('not_an_image', `${format} is not taken`);
    const { data, info } = await source
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    return { ok: true, value: { bytes: data, width: info.width, height: info.height } };
  } catch (error) {
    return refused('not_an_image', (error instanceof Error ? error.message : String(error)).slice(0, 200));
  }
};
