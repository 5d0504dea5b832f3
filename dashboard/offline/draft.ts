import type { Place } from '../../services/contracts/evidence.ts';
import type { HazardCategory } from '../../services/contracts/hazard.ts';
import type { PhonePerson } from './person.ts';
import type { TakenPhoto } from './photo.ts';
import type { PlaceChoice } from './place-picker.tsx';
import type { QueuedPhoto, QueuedReport } from './store.ts';

export interface Written {
  readonly category: HazardCategory;
  readonly description: string;
  readonly position: Place | null;
  readonly photos: readonly TakenPhoto[];
}

const photoOf = async ({ key, blob, capturedAt, nonce }: TakenPhoto, place: Place | null): Promise<QueuedPhoto> => ({
  key,
  bytes: await blob.arrayBuffer(),
  type: blob.type,
  capturedAt,
  nonce,
  place,
  evidence: null,
});

/** What was written, as it waits to be sent. Inspections come from outside the school, what its own people find are patrols. */
export const draftOf = async (key: string, person: PhonePerson, where: PlaceChoice, written: Written): Promise<QueuedReport> => ({
  key,
  person: person.id,
  at: Date.now(),
  placeName: where.name,
  report: {
    key,
    school: where.school ?? person.org.id,
    space: where.space,
    category: written.category,
    description: written.description.trim(),
    origin: person.org.kind === 'school' ? 'patrol' : 'inspection',
    criteria: [],
    place: written.position,
  },
  photos: await Promise.all(written.photos.map((photo) => photoOf(photo, written.position))),
  state: 'waiting',
  refusal: null,
  hazard: null,
});
