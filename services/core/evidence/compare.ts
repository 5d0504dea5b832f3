/**
 * Is one picture the other, or a part of it? Points that look alike must lie alike (one scale, one shift), and then the
 * pixels themselves must agree nearly everywhere: two photographs of one room share many points, never every pixel.
 */
import { distance, levelRatio } from './features.ts';
import type { Fingerprint } from './fingerprint.ts';
import { sample } from './gray.ts';

export interface Likeness {
  /** Points that fit one scale and shift. */
  readonly points: number;
  /** How well the pixels of the blocks with texture correlate, 0 to 1. */
  readonly agreement: number;
  /** Part of these blocks that show something else, 0 to 1. */
  readonly differing: number;
  /** Part of the other picture that this one shows, and of this one that shows the other, 0 to 1. */
  readonly ofOther: number;
  readonly ofThis: number;
  /** Pixels of the other for one of this. */
  readonly scale: number;
}

/** x' = sx·x + tx: what a crop, a new size and a screenshot do to a picture. */
interface Mapping {
  readonly sx: number;
  readonly sy: number;
  readonly tx: number;
  readonly ty: number;
}

interface Pair {
  readonly x: number;
  readonly y: number;
  readonly ox: number;
  readonly oy: number;
  readonly scale: number;
}

/** Of 128 comparisons; two unrelated points differ in 64 ± 6, and the best of 300 unrelated ones in about 48. */
const farthest = 30;
/** The best must be so much better than the second best elsewhere (Lowe's ratio). */
const ratio = 0.85;

/** For each point of one the point of the other that looks most like it, where it is clearly the one. */
const pairsOf = (one: Fingerprint, other: Fingerprint): Pair[] => {
  const [a, b] = [one.features, other.features];
  const pairs: Pair[] = [];
  for (let i = 0; i < a.count; i++) {
    let best = farthest + 1;
    let second = 128;
    let at = -1;
    for (let j = 0; j < b.count; j++) {
      const d = distance(a.words, i, b.words, j);
      if (d >= second) continue;
      // The same corner on the next step of the pyramid is no rival.
      const near = at >= 0 && Math.abs((b.x[j] ?? 0) - (b.x[at] ?? 0)) + Math.abs((b.y[j] ?? 0) - (b.y[at] ?? 0)) < 8;
      if (d < best) {
        if (at >= 0 && !near) second = best;
        best = d;
        at = j;
      } else if (!near) second = d;
    }
    if (at < 0 || best > second * ratio) continue;
    pairs.push({
      x: a.x[i] ?? 0,
      y: a.y[i] ?? 0,
      ox: b.x[at] ?? 0,
      oy: b.y[at] ?? 0,
      scale: levelRatio ** ((b.level[at] ?? 0) - (a.level[i] ?? 0)),
    });
  }
  return pairs;
};

const fits = ({ sx, sy, tx, ty }: Mapping, pair: Pair, tolerance: number): boolean =>
  Math.abs(sx * pair.x + tx - pair.ox) < tolerance && Math.abs(sy * pair.y + ty - pair.oy) < tolerance;

/** Straight line through the pairs of one axis, by least squares. */
const line = (from: readonly number[], to: readonly number[]): [slope: number, shift: number] | null => {
  const n = from.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const [mf, mt] = [mean(from), mean(to)];
  let above = 0;
  let below = 0;
  for (let i = 0; i < n; i++) {
    above += ((from[i] ?? 0) - mf) * ((to[i] ?? 0) - mt);
    below += ((from[i] ?? 0) - mf) ** 2;
  }
  if (below < n * 16) return null;
  return [above / below, mt - (above / below) * mf];
};

const refit = (pairs: readonly Pair[]): Mapping | null => {
  const across = line(
    pairs.map(({ x }) => x),
    pairs.map(({ ox }) => ox),
  );
  const down = line(
    pairs.map(({ y }) => y),
    pairs.map(({ oy }) => oy),
  );
  return across && down ? { sx: across[0], tx: across[1], sy: down[0], ty: down[1] } : null;
};

/** Within 5 % of each other: nothing here stretches a picture. */
const isEven = ({ sx, sy }: Mapping): boolean => sx > 0.2 && sx < 5 && sx / sy > 0.95 && sx / sy < 1.05;

/** The scale and shift that most pairs agree on: each pair proposes one, those that fit make it exact. */
const mappingOf = (pairs: readonly Pair[], size: number): { mapping: Mapping; points: number } | null => {
  let best: Pair[] = [];
  for (const { x, y, ox, oy, scale } of pairs) {
    const proposed = { sx: scale, sy: scale, tx: ox - scale * x, ty: oy - scale * y };
    const fitting = pairs.filter((pair) => pair.scale / scale < 1.5 && scale / pair.scale < 1.5 && fits(proposed, pair, size * 0.06));
    if (fitting.length > best.length) best = fitting;
  }
  let mapping: Mapping | null = null;
  for (const tolerance of [0.04, 0.02, 0.01]) {
    mapping = best.length >= leastPoints ? refit(best) : null;
    if (!mapping) return null;
    const exact: Mapping = mapping;
    best = pairs.filter((pair) => fits(exact, pair, size * tolerance));
  }
  mapping = best.length >= leastPoints ? refit(best) : null;
  return mapping && isEven(mapping) ? { mapping, points: best.length } : null;
};

interface Overlap {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of the other's frame that this one's frame covers. */
const overlapOf = ({ sx, sy, tx, ty }: Mapping, one: Fingerprint, other: Fingerprint): Overlap => {
  const [left, top] = [Math.max(0, tx), Math.max(0, ty)];
  return {
    left,
    top,
    width: Math.min(other.width, tx + sx * one.width) - left,
    height: Math.min(other.height, ty + sy * one.height) - top,
  };
};

const blockSide = 6;
/** Deviation of grey values below which a block is a blank wall, which agrees with every other. */
const leastTexture = 5;
/** A block that correlates so well needs no better place; below the lower figure it shows something else. */
const [agreeing, elsewise] = [0.8, 0.4];
/** The fit of the points is exact to about half a sample; a block may lie so much beside it. */
const shifts: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.6, 0],
  [-0.6, 0],
  [0, 0.6],
  [0, -0.6],
];

/** Correlation of one block of samples; null = one of them is blank. */
const correlation = (a: Float32Array, b: Float32Array): number | null => {
  let [ma, mb] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    ma += a[i] ?? 0;
    mb += b[i] ?? 0;
  }
  ma /= a.length;
  mb /= a.length;
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [(a[i] ?? 0) - ma, (b[i] ?? 0) - mb];
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  const [ta, tb] = [Math.sqrt(aa / a.length), Math.sqrt(bb / a.length)];
  if (ta < leastTexture && tb < leastTexture) return null;
  return ta < 1 || tb < 1 ? 0 : ab / Math.sqrt(aa * bb);
};

/** Middle of four values within a cell of the grid: what the coarser copy saw there as one pixel. */
const cell = (picture: Fingerprint['small'], x: number, y: number, wide: number, high: number): number =>
  (sample(picture, x - wide, y - high) +
    sample(picture, x + wide, y - high) +
    sample(picture, x - wide, y + high) +
    sample(picture, x + wide, y + high)) /
  4;

/** Compares the small copies over the overlap, block by block. */
const agreementOf = (
  one: Fingerprint,
  other: Fingerprint,
  mapping: Mapping,
  overlap: Overlap,
): { blocks: number; agreement: number; differing: number } => {
  const toSmall = { x: other.small.width / other.width, y: other.small.height / other.height };
  const fromThis = { x: one.small.width / one.width / mapping.sx, y: one.small.height / one.height / mapping.sy };
  // One sample a pixel of whichever copy is the coarser there.
  const finest = Math.min(toSmall.x, fromThis.x, toSmall.y, fromThis.y);
  const quarter = 0.25 / finest;
  const [columns, rows] = [Math.floor((overlap.width * finest) / blockSide), Math.floor((overlap.height * finest) / blockSide)];
  const a = new Float32Array(blockSide * blockSide);
  const b = new Float32Array(blockSide * blockSide);
  let [blocks, sum, different] = [0, 0, 0];
  for (let block = 0; block < columns * rows; block++) {
    const [column, row] = [block % columns, Math.floor(block / columns)];
    const place = (i: number): [x: number, y: number] => [
      overlap.left + (column * blockSide + (i % blockSide) + 0.5) / finest,
      overlap.top + (row * blockSide + Math.floor(i / blockSide) + 0.5) / finest,
    ];
    for (let i = 0; i < b.length; i++) {
      const [x, y] = place(i);
      b[i] = cell(other.small, x * toSmall.x - 0.5, y * toSmall.y - 0.5, quarter * toSmall.x, quarter * toSmall.y);
    }
    let best: number | null = null;
    for (const [dx, dy] of shifts) {
      for (let i = 0; i < a.length; i++) {
        const [ox, oy] = place(i);
        const [x, y] = [(ox + dx / finest - mapping.tx) * fromThis.x - 0.5, (oy + dy / finest - mapping.ty) * fromThis.y - 0.5];
        a[i] = cell(one.small, x, y, quarter * fromThis.x, quarter * fromThis.y);
      }
      const likeness = correlation(a, b);
      if (likeness === null) break;
      best = Math.max(best ?? -1, likeness);
      if (best >= agreeing) break;
    }
    if (best === null) continue;
    blocks++;
    sum += Math.max(0, best);
    if (best < elsewise) different++;
  }
  return blocks === 0 ? { blocks, agreement: 0, differing: 1 } : { blocks, agreement: sum / blocks, differing: different / blocks };
};

const leastPoints = 8;
const leastBlocks = 8;
/** Found on one seed of the corpus (`npm run bench -- evidence`), reported on another. */
const [leastAgreement, mostDiffering] = [0.94, 0.02];

/** Without its edges: a line of a screen's bar may be left on them, and a block more is nothing to lose. */
const inner = ({ left, top, width, height }: Overlap): Overlap => {
  const edge = Math.min(width, height) * 0.02;
  return { left: left + edge, top: top + edge, width: width - 2 * edge, height: height - 2 * edge };
};

const judged = (one: Fingerprint, other: Fingerprint, mapping: Mapping, points: number): Likeness => {
  const overlap = overlapOf(mapping, one, other);
  const area = Math.max(0, overlap.width) * Math.max(0, overlap.height);
  const { blocks, agreement, differing } =
    area === 0 ? { blocks: 0, agreement: 0, differing: 1 } : agreementOf(one, other, mapping, inner(overlap));
  return {
    points,
    agreement: blocks >= leastBlocks ? agreement : 0,
    differing,
    ofOther: area / (other.width * other.height),
    ofThis: area / (one.width * one.height * mapping.sx * mapping.sy),
    scale: mapping.sx,
  };
};

/** How one picture lies in the other; null = nothing speaks for it. */
export const likeness = (one: Fingerprint, other: Fingerprint): Likeness | null => {
  const found = mappingOf(pairsOf(one, other), Math.sqrt(other.width * other.height));
  const byPoints = found && judged(one, other, found.mapping, found.points);
  if (byPoints && isSame(byPoints)) return byPoints;
  // Too few points for the first way (a plain wall): the whole pictures laid on each other.
  const whole = { sx: other.width / one.width, sy: other.height / one.height, tx: 0, ty: 0 };
  const wholly = isEven(whole) ? judged(one, other, whole, 0) : null;
  return wholly && isSame(wholly) ? wholly : byPoints;
};

export const isSame = ({ agreement, differing }: Likeness): boolean => agreement >= leastAgreement && differing <= mostDiffering;

/** A tenth may be lost at the edges before it counts as a part. */
export const isWhole = ({ ofOther, ofThis }: Likeness): boolean => ofOther > 0.9 && ofThis > 0.9;
