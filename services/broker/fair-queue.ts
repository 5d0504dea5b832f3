/**
 * Messages that wait, by school and sender. What is taken next goes round the schools, and within a school round its
 * senders: one school's flood never delays another's fire, nor one gateway's flood that of the gateway beside it. The order
 * within a sender is kept, and what is taken together stands in the order of its arrival.
 */

/** One sender's messages; those before `next` are taken. */
interface Lane<T> {
  waiting: Numbered<T>[];
  next: number;
}

interface Numbered<T> {
  readonly number: number;
  readonly item: T;
}

interface Arrived<T> {
  readonly school: string;
  readonly sender: string;
  readonly item: T;
}

type Lanes<T> = Map<string, Lane<T>>;

export interface FairQueue<T> {
  readonly size: () => number;
  put(school: string, sender: string, item: T): void;
  take(limit: number): T[];
  clear(): void;
}

/** The first of a map, which goes to its end: whoever was served last is served last again. */
const turnOf = <V>(map: Map<string, V>): readonly [string, V] | null => {
  const first = map.entries().next();
  if (first.done === true) return null;
  const [key, value] = first.value;
  map.delete(key);
  map.set(key, value);
  return [key, value];
};

/** Room of taken messages given back, beyond which a lane that is never empty would only grow. */
const mostTaken = 1024;

/** Up to `most` of the sender whose turn it is. */
const takeFrom = <T>(lanes: Lanes<T>, most: number): Numbered<T>[] => {
  const served = turnOf(lanes);
  if (served === null) return [];
  const [sender, lane] = served;
  const taken = lane.waiting.slice(lane.next, lane.next + most);
  lane.next += taken.length;
  if (lane.next >= lane.waiting.length) lanes.delete(sender);
  else if (lane.next >= mostTaken) {
    lane.waiting = lane.waiting.slice(lane.next);
    lane.next = 0;
  }
  return taken;
};

/** Turns in a full batch: what one sender gets at once leaves in one answer, which spares its connection many small ones. */
const turnsOfBatch = 64;

export const createFairQueue = <T>(): FairQueue<T> => {
  const schools = new Map<string, Lanes<T>>();
  /** Arrived since the last look: in lanes only when they are too many for one batch. */
  let fresh: Arrived<T>[] = [];
  let count = 0;
  let sorted = 0;

  const sortIn = (): void => {
    for (const { school, sender, item } of fresh) {
      let lanes = schools.get(school);
      if (!lanes) schools.set(school, (lanes = new Map()));
      let lane = lanes.get(sender);
      if (!lane) lanes.set(sender, (lane = { waiting: [], next: 0 }));
      count += 1;
      lane.waiting.push({ number: count, item });
    }
    sorted += fresh.length;
    fresh = [];
  };

  const takeTurn = (most: number): Numbered<T>[] => {
    const served = turnOf(schools);
    if (served === null) return [];
    const [school, lanes] = served;
    const taken = takeFrom(lanes, most);
    if (lanes.size === 0) schools.delete(school);
    return taken;
  };

  return {
    size: () => fresh.length + sorted,
    put: (school, sender, item) => void fresh.push({ school, sender, item }),
    take: (limit) => {
      if (sorted === 0 && fresh.length <= limit) {
        const all = fresh;
        fresh = [];
        return all.map(({ item }) => item);
      }
      sortIn();
      const share = Math.ceil(limit / turnsOfBatch);
      const batch: Numbered<T>[] = [];
      while (batch.length < limit && batch.length < sorted) batch.push(...takeTurn(Math.min(share, limit - batch.length)));
      sorted -= batch.length;
      return batch.sort((a, b) => a.number - b.number).map(({ item }) => item);
    },
    clear: () => {
      schools.clear();
      fresh = [];
      sorted = 0;
    },
  };
};
