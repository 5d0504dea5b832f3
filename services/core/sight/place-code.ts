/** The code on a room's wall that proves an arrival: the room, and a tag that only the installation can make. */
import { idSchema } from '../../contracts/values.ts';

const mark = '~';

/** The text the tag is made over. */
export const arrivalText = (space: string): string => space;

export const arrivalCode = (space: string, tag: string): string => `${space}${mark}${tag}`;

/** The room and tag a code claims; null = not a code. Whether the tag is right is for the key's keeper to say. */
export const readArrivalCode = (code: string): { readonly space: string; readonly tag: string } | null => {
  const [space = '', tag = '', ...rest] = code.split(mark);
  return rest.length === 0 && tag !== '' && idSchema.safeParse(space).success ? { space, tag } : null;
};
