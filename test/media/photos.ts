/** Pictures for tests: rooms as a phone photographs them, with what a camera writes beside the pixels. */
import sharp from 'sharp';
import { photograph } from '../bench/pictures/camera.ts';
import { again, rearranged, roomOf, shotOf } from '../bench/pictures/room.ts';

/** A room of its own for each name; `later` is the same room after some work, photographed by hand again. */
export const photo = (name: string, later = false): Promise<Buffer> => {
  const room = roomOf(11, name);
  const shot = shotOf(room, 11, name);
  return later ? photograph(rearranged(room, 12, name, 0.7), again(shot, 12, name), 2) : photograph(room, shot, 1);
};

/** `2026:11:20 10:00:00` */
export const withExif = (
  file: Buffer,
  fields: { readonly taken?: string; readonly software?: string; readonly artist?: string },
): Promise<Buffer> =>
  sharp(file)
    .withExif({
      IFD0: { ...(fields.software ? { Software: fields.software } : {}), ...(fields.artist ? { Artist: fields.artist } : {}) },
      IFD2: fields.taken ? { DateTimeOriginal: fields.taken } : {},
    })
    .jpeg({ quality: 90 })
    .toBuffer();
