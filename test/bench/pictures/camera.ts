/** Turns scenes into files as a phone makes them, and files into what cheats make of them. */
import sharp from 'sharp';
import type { Random } from '../../../device-sim/random.ts';
import { randomOf } from '../../../device-sim/random.ts';
import type { Room, Shot } from './room.ts';
import { roomSvg } from './room.ts';

/** Grain of the sensor, paint and dust: no surface is one colour. Coarse grain once, laid over at a place of its own. */
const grainSide = 512;
const grain: Float32Array = (() => {
  const random = randomOf(77, 'grain');
  const fine = Float32Array.from({ length: grainSide * grainSide }, () => random.noise(1));
  return fine;
})();

/** Adds grain in place. */
export const grained = (pixels: Uint8Array, width: number, channels: number, seed: number, deviation: number): void => {
  const random = randomOf(seed, 'place of the grain');
  const [ox, oy] = [Math.floor(random.between(0, grainSide)), Math.floor(random.between(0, grainSide))];
  for (let i = 0; i < pixels.length; i += channels) {
    const at = i / channels;
    const [x, y] = [at % width, Math.floor(at / width)];
    const more = deviation * (grain[((y + oy) % grainSide) * grainSide + ((x + ox) % grainSide)] ?? 0);
    for (let c = 0; c < channels; c++) pixels[i + c] = Math.max(0, Math.min(255, (pixels[i + c] ?? 0) + more));
  }
};

/** A photograph as a JPEG file of 1024 × 768. */
export const photograph = async (room: Room, shot: Shot, seed: number): Promise<Buffer> => {
  const [width, height] = [1024, 768];
  const { data, info } = await sharp(Buffer.from(roomSvg(room, shot, width, height)))
    .flatten({ background: '#888' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  grained(data, info.width, info.channels, seed, 5);
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels as 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
};

export const recompressed = async (file: Buffer, random: Random): Promise<Buffer> => {
  const { width } = await sharp(file).metadata();
  return sharp(file)
    .resize({ width: Math.round(width * random.between(0.5, 1)) })
    .jpeg({ quality: Math.round(random.between(40, 90)) })
    .toBuffer();
};

/** Up to a fifth off each side, each side by itself. */
export const cropped = async (file: Buffer, random: Random): Promise<Buffer> => {
  const { width, height } = await sharp(file).metadata();
  const off = (length: number): number => Math.round(length * random.between(0, 0.2));
  const [left, top, right, bottom] = [off(width), off(height), off(width), off(height)];
  return sharp(file)
    .extract({ left, top, width: width - left - right, height: height - top - bottom })
    .jpeg({ quality: 90 })
    .toBuffer();
};

const phones = [
  [1080, 2340],
  [1080, 2400],
  [1170, 2532],
  [720, 1600],
] as const;

/** The picture fitted into a phone's screen, with its status bar, the album's buttons and a background around it. */
export const screenshot = async (file: Buffer, random: Random): Promise<Buffer> => {
  const [width, height] = phones[Math.floor(random.between(0, phones.length))] ?? phones[0];
  const background = random.next() < 0.5 ? '#000000' : '#ffffff';
  const ink = background === '#000000' ? '#ffffff' : '#000000';
  const picture = await sharp(file)
    .resize({ width, height: Math.round(height * 0.7), fit: 'inside' })
    .toBuffer({ resolveWithObject: true });
  const left = Math.round((width - picture.info.width) / 2);
  const top = Math.round(height * 0.12 + random.next() * (height * 0.72 - picture.info.height));
  const bars = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <text x="40" y="60" font-size="40" fill="${ink}">10:${Math.floor(random.between(10, 59))}</text>
    <rect x="${width - 120}" y="32" width="70" height="30" rx="8" fill="none" stroke="${ink}" stroke-width="4"/>
    <rect x="${width - 114}" y="38" width="${Math.floor(random.between(10, 58))}" height="18" fill="${ink}"/>
    ${[0.14, 0.38, 0.62, 0.86].map((x) => `<circle cx="${width * x}" cy="${height - 120}" r="34" fill="none" stroke="${ink}" stroke-width="5"/>`).join('')}</svg>`;
  const composed = sharp({ create: { width, height, channels: 3, background } }).composite([
    { input: picture.data, left, top: Math.max(0, top) },
    { input: Buffer.from(bars), left: 0, top: 0 },
  ]);
  return random.next() < 0.5 ? composed.png({ compressionLevel: 1 }).toBuffer() : composed.jpeg({ quality: 85 }).toBuffer();
};
