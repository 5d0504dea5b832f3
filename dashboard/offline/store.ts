/** What this phone keeps for a person while there is no network: reports with their pictures, nonces, names of places. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Place } from '../../services/contracts/evidence.ts';
import type { HazardReport } from '../../services/contracts/hazard.ts';
import type { Org, Space } from '../../services/contracts/place.ts';

export interface QueuedPhoto {
  readonly key: string;
  /** Taken out once the server has them. */
  readonly bytes: ArrayBuffer | null;
  readonly type: string;
  readonly capturedAt: number;
  readonly nonce: string | null;
  readonly place: Place | null;
  /** Id at the server; null = not sent yet. */
  readonly evidence: string | null;
}

export interface QueuedReport {
  /** The same at every try: the server takes it once. */
  readonly key: string;
  readonly person: string;
  readonly at: number;
  readonly placeName: string;
  readonly report: Omit<HazardReport, 'photos'>;
  readonly photos: readonly QueuedPhoto[];
  readonly state: 'waiting' | 'sent' | 'refused';
  /** Code of the refusal. */
  readonly refusal: string | null;
  /** Id at the server, once sent. */
  readonly hazard: string | null;
}

export interface Nonce {
  readonly nonce: string;
  readonly person: string;
  readonly expiresAt: number;
}

export interface SavedPlaces {
  /** `person|school`, or `person|` for the list of schools. */
  readonly key: string;
  readonly schools: readonly Pick<Org, 'id' | 'name'>[];
  readonly spaces: readonly Pick<Space, 'id' | 'parent' | 'kind' | 'name'>[];
}

interface PhoneSchema extends DBSchema {
  reports: { key: string; value: QueuedReport; indexes: { person: string } };
  nonces: { key: string; value: Nonce; indexes: { person: string } };
  places: { key: string; value: SavedPlaces };
}

let opened: Promise<IDBPDatabase<PhoneSchema>> | null = null;

const open = (): Promise<IDBPDatabase<PhoneSchema>> => {
  opened ??= openDB<PhoneSchema>('campus-watch', 1, {
    upgrade(db) {
      db.createObjectStore('reports', { keyPath: 'key' }).createIndex('person', 'person');
      db.createObjectStore('nonces', { keyPath: 'nonce' }).createIndex('person', 'person');
      db.createObjectStore('places', { keyPath: 'key' });
    },
    // A newer page wants to change the database: this one lets go and opens again when it needs to.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated() {
      opened = null;
    },
  });
  return opened;
};

export const saveReport = async (report: QueuedReport): Promise<void> => {
  await (await open()).put('reports', report);
};

/** One person's, oldest first; nobody else's. */
export const reportsOf = async (person: string): Promise<QueuedReport[]> =>
  (await (await open()).getAllFromIndex('reports', 'person', person)).sort((a, b) => a.at - b.at);

export const deleteReport = async (key: string): Promise<void> => (await open()).delete('reports', key);

export const saveNonces = async (nonces: readonly Nonce[]): Promise<void> => {
  const write = (await open()).transaction('nonces', 'readwrite');
  await Promise.all([...nonces.map((nonce) => write.store.put(nonce)), write.done]);
};

export const countNonces = async (person: string): Promise<number> => (await open()).countFromIndex('nonces', 'person', person);

/** Takes one that is still good for a while out of the store, so that none is used twice; drops those that are not. */
export const takeNonce = async (person: string, now: number): Promise<string | null> => {
  const write = (await open()).transaction('nonces', 'readwrite');
  const all = (await write.store.index('person').getAll(person)).sort((a, b) => a.expiresAt - b.expiresAt);
  const good = all.find(({ expiresAt }) => expiresAt > now);
  const gone = all.filter((nonce) => nonce.expiresAt <= now || nonce === good);
  await Promise.all([...gone.map(({ nonce }) => write.store.delete(nonce)), write.done]);
  return good?.nonce ?? null;
};

export const savePlaces = async (places: SavedPlaces): Promise<void> => {
  await (await open()).put('places', places);
};

export const savedPlaces = async (key: string): Promise<SavedPlaces | null> => (await (await open()).get('places', key)) ?? null;
