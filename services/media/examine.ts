/** What a sent file is, by its content and not by its name: refused with a reason, or its kind and what its EXIF says. */
import { type Fetched, refused } from './snapshot.ts';

export const uploadKinds = ['jpeg', 'png', 'webp', 'heif'] as const;
export type UploadKind = (typeof uploadKinds)[number];

const ascii = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** Kind by the first bytes. */
const kindOf = (bytes: Uint8Array): UploadKind | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  return ascii(bytes, 4, 8) === 'ftyp' && /^(heic|heix|hevc|mif1|msf1|avif|avis)$/.test(ascii(bytes, 8, 12)) ? 'heif' : null;
};

/** Where programs look for what else a file may be: PDF readers in the first kilobyte, unzippers in the last 64 KiB (APPNOTE 4.3.16). */
const [headBytes, tailBytes] = [1024, 65_536 + 22];
const markup = /<(script|html|svg|\?php|!doctype)/i;

/** A second thing that the same bytes are; moving pictures after a JPEG (MP4) are what phones write and no trick. */
const hiddenIn = (bytes: Uint8Array): string | null => {
  if (ascii(bytes, 0, headBytes).includes('%PDF-')) return 'a PDF';
  if (ascii(bytes, Math.max(0, bytes.length - tailBytes), bytes.length).includes('PK\x05\x06')) return 'an archive';
  return markup.test(ascii(bytes, 0, 65_536)) ? 'a page or a program' : null;
};

/** The kind of a file that may be decoded. */
export const kindOfUpload = (bytes: Uint8Array): Fetched<UploadKind> => {
  const kind = kindOf(bytes);
  if (kind === null) return refused('not_an_image', 'only JPEG, PNG, WebP and HEIC pictures are taken');
  const hidden = hiddenIn(bytes);
  return hidden === null ? { ok: true, value: kind } : refused('hidden_content', `the file is a picture and ${hidden} at once`);
};

/** Programs that change pictures; phones write their own version into the same field. */
const editors =
  /photoshop|lightroom|gimp|snapseed|picsart|meitu|美图|醒图|xingtu|vsco|facetune|pixelmator|affinity|canva|picsew|paint\.net|photodirector|remini|b612|faceu|轻颜|butter ?camera|黄油相机/i;

export interface ExifSays {
  readonly at: number | null;
  readonly editor: string | null;
  readonly screenshot: boolean;
}

const nothing: ExifSays = { at: null, editor: null, screenshot: false };
/** Cameras write local time; where they do not say of which zone, it is China's. */
const chinaMs = 8 * 3_600_000;

const zoneMs = (offset: unknown): number => {
  const match = typeof offset === 'string' ? /^([+-])(\d\d):(\d\d)/.exec(offset) : null;
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000 : chinaMs;
};

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : '';

/** What the EXIF block says; one that cannot be read says nothing. */
export const readExif = async (block: Buffer | undefined): Promise<ExifSays> => {
  if (!block) return nothing;
  const { default: exifReader } = await import('exif-reader');
  try {
    const { Image, Photo } = exifReader(block);
    const taken: unknown = Photo?.DateTimeOriginal ?? Photo?.DateTimeDigitized;
    const at =
      taken instanceof Date ? taken.getTime() - zoneMs(Photo?.['OffsetTimeOriginal'] ?? Photo?.['OffsetTimeDigitized']) : Number.NaN;
    const software = textOf(Image?.Software);
    return {
      at: Number.isFinite(at) && at > 0 ? at : null,
      editor: editors.test(software) ? software.slice(0, 80) : null,
      screenshot: /screenshot/i.test(textOf(Photo?.UserComment)),
    };
  } catch {
    return nothing;
  }
};
