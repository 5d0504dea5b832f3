/** Pictures on their way to the server: a nonce from before they were taken, where they were taken, sent once. */
import type { Evidence, EvidenceStage, Place } from '../../services/contracts/evidence.ts';
import { request } from './request.ts';

interface Nonce {
  readonly nonce: string;
  readonly expiresAt: number;
}

/** Given out some at a time: what was taken under a nonce was taken after it. */
const held: Nonce[] = [];
const askedAtOnce = 6;
/** A nonce about to run out would not outlive the upload. */
const spareMs = 60_000;

/** Asks for nonces before the first picture is taken; without a line the pictures go without. */
export const prepareNonces = async (): Promise<void> => {
  const fresh = held.filter(({ expiresAt }) => expiresAt > Date.now() + spareMs);
  held.splice(0, held.length, ...fresh);
  if (held.length > 0) return;
  try {
    const { items } = await request<{ items: Nonce[] }>('/captures', { method: 'POST', body: { count: askedAtOnce } });
    held.push(...items);
  } catch {
    // The upload will say so if the line is still down then; without a nonce the picture is flagged, not refused.
  }
};

export const takeNonce = (): string | null => held.shift()?.nonce ?? null;

/** Phones indoors may need some seconds; nobody waits longer for a position than for the picture. */
const positionWithinMs = 8_000;
const positionAgeMs = 60_000;

/** Where this phone is; null = not allowed, not known, or not in time. */
export const findPlace = (): Promise<Place | null> =>
  new Promise((resolve) => {
    if (!('geolocation' in navigator)) {
      resolve(null);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ latitude: coords.latitude, longitude: coords.longitude, accuracyMetres: Math.min(coords.accuracy, 1_000_000) }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: positionWithinMs, maximumAge: positionAgeMs },
    );
  });

export interface PictureToSend {
  /** Made where the picture was taken; sent again it is the same picture. */
  readonly key: string;
  readonly file: Blob;
  readonly name: string;
  readonly school: string;
  readonly stage: EvidenceStage;
  readonly hazard: string | null;
  readonly nonce: string | null;
  /** null = chosen from an album. */
  readonly capturedAt: number | null;
  readonly place: Place | null;
}

const uploadWithinMs = 120_000;

/** The text fields stand before the file, as the server reads them. */
export const sendPicture = (picture: PictureToSend): Promise<Evidence> => {
  const form = new FormData();
  const fields: Readonly<Record<string, string | number | null | undefined>> = {
    key: picture.key,
    school: picture.school,
    stage: picture.stage,
    hazard: picture.hazard,
    nonce: picture.nonce,
    capturedAt: picture.capturedAt,
    latitude: picture.place?.latitude,
    longitude: picture.place?.longitude,
    accuracyMetres: picture.place?.accuracyMetres,
  };
  for (const [name, value] of Object.entries(fields)) if (value !== null && value !== undefined) form.append(name, String(value));
  form.append('picture', picture.file, picture.name);
  return request<Evidence>('/evidence', { method: 'POST', body: form, patienceMs: uploadWithinMs });
};
