/** A picture the camera has just made, as bytes that can wait in the phone. */
import { takeNonce } from './store.ts';

/** As the camera made it, with the time it wrote into it, up to here; the server takes no more. */
const sentAsItIsBytes = 8_000_000;
/** Longest side of one made smaller. */
const longestSide = 3_000;

export interface TakenPhoto {
  readonly key: string;
  readonly blob: Blob;
  readonly capturedAt: number;
  readonly nonce: string | null;
  /** To show it; to be revoked. */
  readonly url: string;
}

/** `crypto.randomUUID` is for secure origins alone; this is for all. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const smaller = async (file: Blob): Promise<Blob> => {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
};

/** null = not a picture this phone can read. */
export const keepPhoto = async (file: File, person: string): Promise<TakenPhoto | null> => {
  const capturedAt = Date.now();
  let blob: Blob = file;
  if (file.size > sentAsItIsBytes) {
    try {
      blob = await smaller(file);
    } catch {
      return null;
    }
  }
  return { key: newKey(), blob, capturedAt, nonce: await takeNonce(person, capturedAt), url: URL.createObjectURL(blob) };
};
