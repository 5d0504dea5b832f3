/** What is kept of a picture to compare others with: its points, a small grey copy, and a hash of the whole. */
import { type Features, featuresOf, wordsPerPoint } from './features.ts';
import { barsOf, type Gray, looksLikeScreen, shrink, without } from './gray.ts';

export interface Fingerprint {
  /** Of the grey picture that was looked at. */
  readonly width: number;
  readonly height: number;
  readonly features: Features;
  readonly small: Gray;
  /** Difference hash (Krawetz 2013), 64 bits in two words: for pictures with too few points. */
  readonly hash: readonly [number, number];
}

export interface Looked {
  readonly print: Fingerprint;
  /** It has bars around it, as a screenshot has. */
  readonly onScreen: boolean;
}

/** Pixels of the grey picture a fingerprint is taken from: area and not width, so that a tall screenshot keeps detail. */
export const lookedAtPixels = 160_000;
const smallPixels = 10_000;

/** Width and height of a picture brought to so many pixels; small ones stay as they are. */
export const fitted = (width: number, height: number, pixels: number): [width: number, height: number] => {
  const scale = Math.min(1, Math.sqrt(pixels / (width * height)));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
};

export const differenceHash = (picture: Gray): [number, number] => {
  const { pixels } = shrink(picture, 9, 8);
  const words: [number, number] = [0, 0];
  for (let bit = 0; bit < 64; bit++) {
    const at = Math.floor(bit / 8) * 9 + (bit % 8);
    if ((pixels[at] ?? 0) < (pixels[at + 1] ?? 0)) words[bit >> 5 ? 1 : 0] |= 1 << (bit & 31);
  }
  return [words[0] >>> 0, words[1] >>> 0];
};

const printOf = (picture: Gray): Fingerprint => {
  const { width, height } = picture;
  return {
    width,
    height,
    features: featuresOf(picture),
    small: shrink(picture, ...fitted(width, height, smallPixels)),
    hash: differenceHash(picture),
  };
};

/** Bars of a screen around it are left out: they are not the picture. */
export const lookedAt = (whole: Gray): Looked => {
  const bars = barsOf(whole);
  return { print: printOf(without(whole, bars)), onScreen: looksLikeScreen(whole, bars) };
};

export const fingerprintOf = (whole: Gray): Fingerprint => lookedAt(whole).print;

const format = 1;
const headBytes = 20;
const pointBytes = wordsPerPoint * 4 + 5;
/** Places are kept in sixteenths of a pixel. */
const fraction = 16;

/** About 17 kB, for the database. */
export const packed = ({ width, height, features, small, hash }: Fingerprint): Uint8Array => {
  const bytes = new Uint8Array(headBytes + small.pixels.length + features.count * pointBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, format);
  [width, height, small.width, small.height, features.count].forEach((value, i) => view.setUint16(2 + i * 2, value));
  hash.forEach((word, i) => view.setUint32(12 + i * 4, word));
  bytes.set(small.pixels, headBytes);
  for (let i = 0, at = headBytes + small.pixels.length; i < features.count; i++, at += pointBytes) {
    for (let word = 0; word < wordsPerPoint; word++) view.setUint32(at + word * 4, features.words[i * wordsPerPoint + word] ?? 0);
    view.setUint16(at + wordsPerPoint * 4, Math.round((features.x[i] ?? 0) * fraction));
    view.setUint16(at + wordsPerPoint * 4 + 2, Math.round((features.y[i] ?? 0) * fraction));
    view.setUint8(at + wordsPerPoint * 4 + 4, features.level[i] ?? 0);
  }
  return bytes;
};

/** null = not of this form (made by another version). */
export const unpacked = (bytes: Uint8Array): Fingerprint | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headBytes || view.getUint16(0) !== format) return null;
  const [width = 0, height = 0, smallWidth = 0, smallHeight = 0, count = 0] = [2, 4, 6, 8, 10].map((at) => view.getUint16(at));
  const from = headBytes + smallWidth * smallHeight;
  if (bytes.length !== from + count * pointBytes) return null;
  const features = {
    count,
    words: new Uint32Array(count * wordsPerPoint),
    x: new Float32Array(count),
    y: new Float32Array(count),
    level: new Uint8Array(count),
  };
  for (let i = 0, at = from; i < count; i++, at += pointBytes) {
    for (let word = 0; word < wordsPerPoint; word++) features.words[i * wordsPerPoint + word] = view.getUint32(at + word * 4);
    features.x[i] = view.getUint16(at + wordsPerPoint * 4) / fraction;
    features.y[i] = view.getUint16(at + wordsPerPoint * 4 + 2) / fraction;
    features.level[i] = view.getUint8(at + wordsPerPoint * 4 + 4);
  }
  const small = { width: smallWidth, height: smallHeight, pixels: bytes.slice(headBytes, from) };
  return { width, height, features, small, hash: [view.getUint32(12), view.getUint32(16)] };
};
