/**
 * Points of a picture that are found again after it was cropped, scaled or compressed anew: corners (FAST-9: Rosten and
 * Drummond 2006) on a pyramid, each with 128 comparisons of brightness around it (BRIEF: Calonder et al. 2010). Upright
 * on purpose: who passes a picture off as a new one crops it or takes a screenshot, and does not turn it.
 */
import { blur, type Gray, stepDown } from './gray.ts';

export interface Features {
  readonly count: number;
  /** Four words a point. */
  readonly words: Uint32Array;
  /** Pixels of the picture that was looked at. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Step of the pyramid. */
  readonly level: Uint8Array;
}

export const wordsPerPoint = 4;
/** ORB's ratio between steps: descriptors bear a tenth more or less of scale. */
export const levelRatio = 1.2;
/** Down to 1 : 2.5, the scale of a landscape picture on an upright phone's screen. */
const levels = 6;
/** Points of the first step; the others have fewer in the ratio of their widths. */
const firstQuota = 84;
const border = 16;
const leastContrast = 8;

/** Bresenham circle of radius 3 around a pixel, in order. */
const circle: readonly (readonly [number, number])[] = [
  [0, -3],
  [1, -3],
  [2, -2],
  [3, -1],
  [3, 0],
  [3, 1],
  [2, 2],
  [1, 3],
  [0, 3],
  [-1, 3],
  [-2, 2],
  [-3, 1],
  [-3, 0],
  [-3, -1],
  [-2, -2],
  [-1, -3],
];

/** The pairs of places compared, the same for ever: drawn once from a narrow bell around the point by a fixed generator. */
const pairs: Int8Array = (() => {
  let state = 0x2545f491;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
  const bell = (): number => Math.max(-14, Math.min(14, Math.round((uniform() + uniform() + uniform() + uniform() - 2) * 10.5)));
  return Int8Array.from({ length: wordsPerPoint * 32 * 4 }, bell);
})();

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly score: number;
}

/** How much a pixel stands out from nine or more neighbours in a row of the circle; 0 = it does not. */
const cornerScore = (pixels: Uint8Array, at: number, offsets: Int32Array): number => {
  const centre = pixels[at] as number;
  const high = centre + leastContrast;
  const low = centre - leastContrast;
  // Of nine in a row, two of the four compass points are among them.
  const [north, east, south, west] = [
    pixels[at + (offsets[0] as number)] as number,
    pixels[at + (offsets[4] as number)] as number,
    pixels[at + (offsets[8] as number)] as number,
    pixels[at + (offsets[12] as number)] as number,
  ];
  const brighter = Number(north > high) + Number(east > high) + Number(south > high) + Number(west > high);
  const darker = Number(north < low) + Number(east < low) + Number(south < low) + Number(west < low);
  if (brighter < 2 && darker < 2) return 0;
  const sign = brighter >= darker ? 1 : -1;
  let run = 0;
  let longest = 0;
  let sum = 0;
  for (let i = 0; i < 25; i++) {
    const difference = sign * ((pixels[at + (offsets[i & 15] as number)] as number) - centre) - leastContrast;
    run = difference > 0 ? run + 1 : 0;
    if (run > longest) longest = run;
    if (i < 16 && difference > 0) sum += difference;
  }
  return longest >= 9 ? sum : 0;
};

const cornersOf = ({ width, height, pixels }: Gray): Corner[] => {
  const offsets = Int32Array.from(circle, ([x, y]) => y * width + x);
  const scores = new Uint16Array(width * height);
  for (let y = border; y < height - border; y++) {
    for (let x = border; x < width - border; x++) scores[y * width + x] = cornerScore(pixels, y * width + x, offsets);
  }
  const found: Corner[] = [];
  for (let y = border; y < height - border; y++) {
    for (let x = border; x < width - border; x++) {
      const at = y * width + x;
      const score = scores[at] ?? 0;
      if (score > 0 && isPeak(scores, at, width, score)) found.push({ x, y, score });
    }
  }
  return found;
};

const isPeak = (scores: Uint16Array, at: number, width: number, score: number): boolean => {
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const other = scores[at + dy * width + dx] ?? 0;
      if (other > score || (other === score && (dy < 0 || (dy === 0 && dx < 0)))) return false;
    }
  }
  return true;
};

const cellsAcross = 6;

/** The strongest of each part of the picture in turn: a crop must keep its share of them. */
const spread = (corners: readonly Corner[], { width, height }: Gray, quota: number): Corner[] => {
  const cells = new Map<number, Corner[]>();
  for (const corner of corners) {
    const cell = Math.floor((corner.y * cellsAcross) / height) * cellsAcross + Math.floor((corner.x * cellsAcross) / width);
    const list = cells.get(cell);
    if (list) list.push(corner);
    else cells.set(cell, [corner]);
  }
  for (const list of cells.values()) list.sort((a, b) => b.score - a.score || a.y - b.y || a.x - b.x);
  const chosen: Corner[] = [];
  for (let rank = 0; chosen.length < quota; rank++) {
    const round = [...cells.values()].flatMap((list) => list[rank] ?? []).sort((a, b) => b.score - a.score);
    if (round.length === 0) break;
    chosen.push(...round.slice(0, quota - chosen.length));
  }
  return chosen;
};

const describe = ({ width, pixels }: Gray, { x, y }: Corner, words: Uint32Array, from: number): void => {
  const at = y * width + x;
  for (let word = 0, p = 0; word < wordsPerPoint; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit++, p += 4) {
      const first = pixels[at + (pairs[p] ?? 0) * width + (pairs[p + 1] ?? 0)] ?? 0;
      const second = pixels[at + (pairs[p + 2] ?? 0) * width + (pairs[p + 3] ?? 0)] ?? 0;
      if (first < second) bits |= 1 << bit;
    }
    words[from + word] = bits;
  }
};

/** Points of all steps of the pyramid, the first step's first. */
export const featuresOf = (picture: Gray): Features => {
  const words: number[] = [];
  const found: { x: number; y: number; level: number }[] = [];
  const word = new Uint32Array(wordsPerPoint);
  let step = picture;
  for (let level = 0; level < levels; level++) {
    if (level > 0) step = stepDown(step, levelRatio);
    if (Math.min(step.width, step.height) <= 2 * border + 8) break;
    const soft = blur(step);
    const [kx, ky] = [picture.width / step.width, picture.height / step.height];
    for (const corner of spread(cornersOf(soft), step, Math.round(firstQuota / levelRatio ** level))) {
      describe(soft, corner, word, 0);
      words.push(...word);
      found.push({ x: (corner.x + 0.5) * kx, y: (corner.y + 0.5) * ky, level });
    }
  }
  return {
    count: found.length,
    words: Uint32Array.from(words),
    x: Float32Array.from(found, ({ x }) => x),
    y: Float32Array.from(found, ({ y }) => y),
    level: Uint8Array.from(found, ({ level }) => level),
  };
};

const popcount = (bits: number): number => {
  let v = bits - ((bits >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** Comparisons that differ between two points, of 128. */
export const distance = (a: Uint32Array, i: number, b: Uint32Array, j: number): number => {
  const [p, q] = [i * wordsPerPoint, j * wordsPerPoint];
  return (
    popcount((a[p] as number) ^ (b[q] as number)) +
    popcount((a[p + 1] as number) ^ (b[q + 1] as number)) +
    popcount((a[p + 2] as number) ^ (b[q + 2] as number)) +
    popcount((a[p + 3] as number) ^ (b[q + 3] as number))
  );
};
