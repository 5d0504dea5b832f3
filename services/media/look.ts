/** A picture as it is compared with others: upright, grey, brought to one area. */
import { fitted, lookedAtPixels } from '../core/evidence/fingerprint.ts';
import type { Gray } from '../core/evidence/gray.ts';

/** Of a picture that was decoded once already (`toPicture`); the work is done outside the event loop. */
export const lookAt = async (bytes: Uint8Array, size: { readonly width: number; readonly height: number }): Promise<Gray> => {
  const { default: sharp } = await import('sharp');
  const [width, height] = fitted(size.width, size.height, lookedAtPixels);
  const { data, info } = await sharp(bytes).resize(width, height, { fit: 'fill' }).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
};
