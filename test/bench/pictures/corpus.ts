/** The corpus of recycled and of genuine pictures, made anew from a seed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { randomOf } from '../../../device-sim/random.ts';
import { fitted, lookedAtPixels } from '../../../services/core/evidence/fingerprint.ts';
import type { Gray } from '../../../services/core/evidence/gray.ts';
import { cropped, grained, photograph, recompressed, screenshot } from './camera.ts';
import { again, rearranged, roomOf, roomSvg, shotOf, sisterRoom } from './room.ts';

/** What a cheat makes of a picture, or what an honest person photographs that looks much like it. */
export const fakes = [
  'same file',
  're-encoded',
  'cropped',
  'screenshot',
  'cropped, re-encoded',
  'screenshot of a crop',
  're-encoded screenshot',
] as const;
export const honest = ['same place later', 'same place, tripod', 'another view of the room', 'sister room', 'other room'] as const;
export type Kind = (typeof fakes)[number] | (typeof honest)[number];

/** A photograph of the i-th room, as a file. */
export const original = (seed: number, i: number): Promise<Buffer> => {
  const room = roomOf(seed, `room ${i}`);
  return photograph(room, shotOf(room, seed, `shot ${i}`), seed + i);
};

/** The i-th room as it is looked at, drawn straight to that size: for the many that nobody asks for. */
export const bystander = async (seed: number, i: number): Promise<Gray> => {
  const room = roomOf(seed, `room ${i}`);
  const [width, height] = fitted(1024, 768, lookedAtPixels);
  const svg = roomSvg(room, shotOf(room, seed, `shot ${i}`), width, height);
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#888' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  grained(data, info.width, info.channels, seed + i, 2.5);
  return { width: info.width, height: info.height, pixels: data };
};

export const faked = async (kind: Kind, file: Buffer, seed: number, i: number): Promise<Buffer> => {
  const random = randomOf(seed, `${kind} ${i}`);
  switch (kind) {
    case 're-encoded':
      return recompressed(file, random);
    case 'cropped':
      return cropped(file, random);
    case 'screenshot':
      return screenshot(file, random);
    case 'cropped, re-encoded':
      return recompressed(await cropped(file, random), random);
    case 'screenshot of a crop':
      return screenshot(await cropped(file, random), random);
    case 're-encoded screenshot':
      return recompressed(await screenshot(file, random), random);
    default:
      return file;
  }
};

/** An honest picture that has most in common with the original of room i. */
export const genuine = async (kind: Kind, seed: number, i: number): Promise<Buffer> => {
  const room = roomOf(seed, `room ${i}`);
  const shot = shotOf(room, seed, `shot ${i}`);
  const named = `${kind} ${i}`;
  switch (kind) {
    case 'same place later':
      return photograph(rearranged(room, seed, named, 0.3), again(shot, seed, named), seed + i + 50_000);
    case 'same place, tripod':
      return photograph(rearranged(room, seed, named, 0.3), { ...shot, light: shot.light * 0.85 }, seed + i + 60_000);
    case 'another view of the room':
      return photograph(room, shotOf(room, seed, named), seed + i + 70_000);
    case 'sister room':
      return photograph(sisterRoom(room, seed, named), again(shot, seed, named), seed + i + 80_000);
    default: {
      const other = roomOf(seed, named);
      return photograph(other, shotOf(other, seed, named), seed + i + 90_000);
    }
  }
};

/** A picture changes visibly when so much of it is another grey; less is a socket seen from across the room. */
const leastChange = { part: 0.01, grey: 16 } as const;

/** Can it be seen from where the original was taken that anything was moved? Where not, both pictures show the same. */
export const changesVisibly = async (kind: Kind, seed: number, i: number): Promise<boolean> => {
  if (kind !== 'same place later' && kind !== 'same place, tripod') return true;
  const room = roomOf(seed, `room ${i}`);
  const shot = shotOf(room, seed, `shot ${i}`);
  const drawn = (each: typeof room): Promise<Buffer> =>
    sharp(Buffer.from(roomSvg(each, shot, 256, 192)))
      .flatten({ background: '#888' })
      .greyscale()
      .raw()
      .toBuffer();
  const [before, after] = await Promise.all([drawn(room), drawn(rearranged(room, seed, `${kind} ${i}`, 0.3))]);
  const changed = before.filter((grey, at) => Math.abs(grey - (after[at] ?? 0)) > leastChange.grey).length;
  return changed >= before.length * leastChange.part;
};

/** Parts of public-domain photographs (Getty's Open Content, CC0) that do not overlap: each counts as a picture of its own. */
export const photographs = async (root: string): Promise<Buffer[]> => {
  const folder = join(root, 'node_modules', '@stdlib');
  const names = readdirSync(folder)
    .filter((name) => name.startsWith('datasets-img-'))
    .sort();
  const parts = names.map(async (name) => {
    const file = readFileSync(join(folder, name, 'data', 'image.jpg'));
    const { width, height } = await sharp(file).metadata();
    const [wide, high] = [Math.floor(width / 2), Math.floor(height / 2)];
    const corners = [0, 1, 2, 3].map((i) => ({ left: (i % 2) * wide, top: Math.floor(i / 2) * high, width: wide, height: high }));
    return Promise.all(corners.map((corner) => sharp(file).extract(corner).jpeg({ quality: 92 }).toBuffer()));
  });
  return (await Promise.all(parts)).flat();
};
