/**
 * The pictures that a new one is compared with. Which of ten thousand are worth a look is told by points that fall into
 * the same bucket (locality-sensitive hashing: some bits of the descriptor are the bucket's number).
 */
import { isSame, type Likeness, likeness } from './compare.ts';
import { wordsPerPoint } from './features.ts';
import type { Fingerprint } from './fingerprint.ts';
import { lookedAt, packed, unpacked } from './fingerprint.ts';
import type { Gray } from './gray.ts';

/** Four tables of 18 bits: a true pair differing in a tenth of its bits meets in half of all cases. */
const tables = 4;
const bucketBits = 18;
const buckets = 2 ** bucketBits;
/** A bucket with more is a pattern that many pictures share (tiles, letters) and tells nothing. */
const crowded = 400;
const mostCandidates = 8;
/** A picture with so much less of the votes than the first is not looked at closely. */
const leastShare = 0.2;
/** Bits of 64 by which hashes of the same whole picture differ at most. */
const hashDistance = 6;

export interface PictureIndex {
  add(id: string, picture: Fingerprint): void;
  remove(id: string): void;
  /** Pictures worth a close look, the likeliest first. */
  candidates(picture: Fingerprint): string[];
  readonly size: number;
}

const bucketOf = (words: Uint32Array, point: number, table: number): number => (words[point * wordsPerPoint + table] ?? 0) & (buckets - 1);

const grown = (array: Int32Array, length: number): Int32Array<ArrayBuffer> => {
  const next = new Int32Array(length);
  next.set(array);
  return next;
};

const bits = (word: number): number => {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
};

export const createIndex = (): PictureIndex => {
  const ids: (string | null)[] = [];
  const hashes: [number, number][] = [];
  const slots = new Map<string, number>();
  const heads = Array.from({ length: tables }, () => new Int32Array(buckets).fill(-1));
  const counts = Array.from({ length: tables }, () => new Uint16Array(buckets));
  let room = 4096;
  let points = 0;
  let owner = new Int32Array(room);
  const next = Array.from({ length: tables }, () => new Int32Array(room));

  const addPoint = (slot: number, words: Uint32Array, i: number): void => {
    if (points === room) {
      room *= 2;
      owner = grown(owner, room);
      next.forEach((list, table) => {
        next[table] = grown(list, room);
      });
    }
    owner[points] = slot;
    for (let table = 0; table < tables; table++) {
      const bucket = bucketOf(words, i, table);
      const [head, count, list] = [heads[table], counts[table], next[table]];
      if (!head || !count || !list) continue;
      list[points] = head[bucket] ?? -1;
      head[bucket] = points;
      count[bucket] = Math.min(65_535, (count[bucket] ?? 0) + 1);
    }
    points++;
  };

  const votesOf = (picture: Fingerprint): Map<number, number> => {
    const votes = new Map<number, number>();
    for (let i = 0; i < picture.features.count; i++) {
      for (let table = 0; table < tables; table++) {
        const bucket = bucketOf(picture.features.words, i, table);
        const count = counts[table]?.[bucket] ?? 0;
        if (count > crowded) continue;
        const list = next[table];
        for (let at = heads[table]?.[bucket] ?? -1; at !== -1 && list; at = list[at] ?? -1) {
          const slot = owner[at] ?? 0;
          votes.set(slot, (votes.get(slot) ?? 0) + 1 / Math.sqrt(count));
        }
      }
    }
    return votes;
  };

  return {
    get size() {
      return slots.size;
    },
    add: (id, picture) => {
      if (slots.has(id)) return;
      const slot = ids.length;
      ids.push(id);
      hashes.push([...picture.hash]);
      slots.set(id, slot);
      for (let i = 0; i < picture.features.count; i++) addPoint(slot, picture.features.words, i);
    },
    remove: (id) => {
      const slot = slots.get(id);
      if (slot !== undefined) ids[slot] = null;
      slots.delete(id);
    },
    candidates: (picture) => {
      const votes = votesOf(picture);
      const ranked = [...votes]
        .filter(([slot]) => ids[slot] !== null)
        .sort((a, b) => b[1] - a[1])
        .slice(0, mostCandidates);
      const likely = ranked.filter(([, count]) => count >= (ranked[0]?.[1] ?? 0) * leastShare).map(([slot]) => slot);
      const alike = hashes.flatMap((hash, slot) =>
        bits(hash[0] ^ picture.hash[0]) + bits(hash[1] ^ picture.hash[1]) <= hashDistance ? [slot] : [],
      );
      return [...new Set([...likely, ...alike.slice(0, mostCandidates)])].flatMap((slot) => ids[slot] ?? []);
    },
  };
};

export interface Match {
  readonly id: string;
  readonly likeness: Likeness;
}

/** Every kept picture that this one is, or is a part of; `read` gives what is kept of one. */
export const matchesOf = (index: PictureIndex, picture: Fingerprint, read: (id: string) => Fingerprint | null): Match[] =>
  index.candidates(picture).flatMap((id) => {
    const other = read(id);
    const found = other && likeness(picture, other);
    return found && isSame(found) ? [{ id, likeness: found }] : [];
  });

export interface Found {
  readonly matches: readonly Match[];
  readonly onScreen: boolean;
  /** To be kept. */
  readonly print: Uint8Array;
}

export interface Comparer {
  add(id: string, print: Uint8Array): void;
  remove(id: string): void;
  /** Compares a picture with all others, and others with it from now on. */
  compare(id: string, picture: Gray): Found;
  readonly size: number;
}

/** Pictures compared but perhaps not yet kept: more than are ever under way. */
const underWay = 64;

/** The comparing of pictures as one value; `kept` reads what is kept of one. */
export const createComparer = (kept: (id: string) => Uint8Array | null): Comparer => {
  const index = createIndex();
  const fresh = new Map<string, Fingerprint>();
  const read = (id: string): Fingerprint | null => {
    const print = fresh.get(id) ?? kept(id);
    return print instanceof Uint8Array ? unpacked(print) : print;
  };
  return {
    get size() {
      return index.size;
    },
    add: (id, print) => {
      const picture = unpacked(print);
      if (picture) index.add(id, picture);
    },
    remove: (id) => {
      index.remove(id);
      fresh.delete(id);
    },
    compare: (id, picture) => {
      const { print, onScreen } = lookedAt(picture);
      const matches = matchesOf(index, print, read).filter((match) => match.id !== id);
      index.add(id, print);
      fresh.set(id, print);
      const oldest = fresh.size > underWay ? fresh.keys().next().value : undefined;
      if (oldest !== undefined) fresh.delete(oldest);
      return { matches, onScreen, print: packed(print) };
    },
  };
};
