/**
 * What the QR code on a wall says: the place, and a tag that only the installation can make. Ids hold no `~`
 * (`idSchema`), and `~` needs no escaping in an address (RFC 3986 §2.3), so the code stays short and readable.
 */
import { idSchema } from '../../contracts/values.ts';

export interface ReportPlace {
  readonly school: string;
  /** null = the school as a whole. */
  readonly space: string | null;
}

const mark = '~';

/** The text the tag is made over. */
export const signedText = ({ school, space }: ReportPlace): string => `${school}${mark}${space ?? ''}`;

export const codeOf = (place: ReportPlace, tag: string): string => `${signedText(place)}${mark}${tag}`;

/** Place and tag a code claims; null = not a code at all. Whether the tag is right is for the key's keeper to say. */
export const readCode = (code: string): { readonly place: ReportPlace; readonly tag: string } | null => {
  const [school = '', space = '', tag = '', ...rest] = code.split(mark);
  if (rest.length > 0 || tag === '' || !idSchema.safeParse(school).success) return null;
  if (space !== '' && !idSchema.safeParse(space).success) return null;
  return { place: { school, space: space === '' ? null : space }, tag };
};
