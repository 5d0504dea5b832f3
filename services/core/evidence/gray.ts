/** Grey pictures and the few things done to them before they are compared. */

export interface Gray {
  readonly width: number;
  readonly height: number;
  /** Row by row, 0 black to 255 white. */
  readonly pixels: Uint8Array;
}

/** Value between pixels; what lies outside is the nearest pixel of the border. */
export const sample = ({ width, height, pixels }: Gray, x: number, y: number): number => {
  const cx = Math.min(Math.max(x, 0), width - 1.001);
  const cy = Math.min(Math.max(y, 0), height - 1.001);
  const x0 = cx | 0;
  const y0 = cy | 0;
  const fx = cx - x0;
  const at = y0 * width + x0;
  const top = (pixels[at] ?? 0) * (1 - fx) + (pixels[at + 1] ?? 0) * fx;
  const low = (pixels[at + width] ?? 0) * (1 - fx) + (pixels[at + width + 1] ?? 0) * fx;
  return top + (low - top) * (cy - y0);
};

/** One axis of `shrink`: for each new pixel the old ones it covers, the outermost by their part. */
const spans = (from: number, to: number): { first: number; weights: number[] }[] =>
  Array.from({ length: to }, (_, i) => {
    const [low, high] = [(i * from) / to, ((i + 1) * from) / to];
    const first = Math.floor(low);
    const weights: number[] = [];
    for (let p = first; p < Math.min(from, Math.ceil(high)); p++) weights.push((Math.min(high, p + 1) - Math.max(low, p)) / (high - low));
    return { first, weights };
  });

/** Smaller by averaging all that falls into a pixel, so that fine patterns do not turn into others. */
export const shrink = (from: Gray, width: number, height: number): Gray => {
  const across = new Float32Array(width * from.height);
  spans(from.width, width).forEach(({ first, weights }, x) => {
    for (let y = 0; y < from.height; y++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += (from.pixels[y * from.width + first + i] ?? 0) * (weights[i] ?? 0);
      across[y * width + x] = sum;
    }
  });
  const pixels = new Uint8Array(width * height);
  spans(from.height, height).forEach(({ first, weights }, y) => {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += (across[(first + i) * width + x] ?? 0) * (weights[i] ?? 0);
      pixels[y * width + x] = sum + 0.5;
    }
  });
  return { width, height, pixels };
};

/** Smaller by a little: the next step of a pyramid. */
export const stepDown = (from: Gray, ratio: number): Gray => {
  const width = Math.round(from.width / ratio);
  const height = Math.round(from.height / ratio);
  const pixels = new Uint8Array(width * height);
  const at = (i: number, length: number, whole: number): [low: number, part: number] => {
    const place = Math.min(Math.max(((i + 0.5) * whole) / length - 0.5, 0), whole - 1.001);
    return [Math.floor(place), Math.round((place % 1) * 128)];
  };
  const columns = Array.from({ length: width }, (_, x) => at(x, width, from.width));
  const lefts = Int32Array.from(columns, ([low]) => low);
  const parts = Int32Array.from(columns, ([, part]) => part);
  const source = from.pixels;
  for (let y = 0; y < height; y++) {
    const [top, down] = at(y, height, from.height);
    const [row, below] = [top * from.width, (top + 1) * from.width];
    for (let x = 0; x < width; x++) {
      const left = lefts[x] as number;
      const part = parts[x] as number;
      const upper = (source[row + left] as number) * (128 - part) + (source[row + left + 1] as number) * part;
      const lower = (source[below + left] as number) * (128 - part) + (source[below + left + 1] as number) * part;
      pixels[y * width + x] = (upper * (128 - down) + lower * down + 8192) >> 14;
    }
  }
  return { width, height, pixels };
};

/** Binomial blur over five pixels both ways (about one pixel of deviation); the outermost two pixels stay as they are. */
export const blur = ({ width, height, pixels }: Gray): Gray => {
  const across = new Uint16Array(width * height);
  const out = Uint8Array.from(pixels);
  const p = (i: number): number => pixels[i] as number;
  const a = (i: number): number => across[i] as number;
  for (let y = 0; y < height; y++) {
    for (let i = y * width + 2, end = (y + 1) * width - 2; i < end; i++)
      across[i] = p(i - 2) + p(i + 2) + 4 * (p(i - 1) + p(i + 1)) + 6 * p(i);
  }
  for (let y = 2; y < height - 2; y++) {
    for (let i = y * width + 2, end = (y + 1) * width - 2; i < end; i++)
      out[i] = (a(i - 2 * width) + a(i + 2 * width) + 4 * (a(i - width) + a(i + width)) + 6 * a(i) + 128) >> 8;
  }
  return { width, height, pixels: out };
};

/** A row with more of another colour than the background's belongs to the picture: clocks and buttons are narrower. */
const inkPart = 0.4;
/** A screen's background is one colour to within what compression does; a wall has light and grain. */
const sameWithin = 3;
/** Rows of the background's colour that a picture may have within it, as part of the whole. */
const gapPart = 0.03;
const leastPicture = 48;

/** The longest stretch of lines that hold a picture between two bars of one colour; null = there are no bars on both sides. */
const stretch = (lines: number, length: number, at: (line: number, i: number) => number): [from: number, to: number] | null => {
  const middle = (line: number): number => Array.from({ length }, (_, i) => at(line, i)).sort((x, y) => x - y)[length >> 1] ?? 0;
  const colour = middle(0);
  if (Math.abs(colour - middle(lines - 1)) > sameWithin) return null;
  let [best, from, last]: [[number, number], number, number] = [[0, 0], -1, -1];
  for (let line = 0; line < lines; line++) {
    let ink = 0;
    for (let i = 0; i < length; i++) if (Math.abs(at(line, i) - colour) > sameWithin) ink++;
    if (ink <= length * inkPart) continue;
    if (from < 0 || line - last > lines * gapPart + 1) from = line;
    last = line;
    if (line + 1 - from > best[1] - best[0]) best = [from, line + 1];
  }
  // The outermost line of the picture is half bar.
  return best[0] > 0 && best[1] < lines && best[1] - best[0] >= leastPicture ? [best[0] + 1, best[1] - 1] : null;
};

export interface Bars {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Bars around a picture, in pixels, as a screenshot has them: above and below, or left and right, or all around. */
export const barsOf = ({ width, height, pixels }: Gray): Bars => {
  const rows = stretch(height, width, (row, i) => pixels[row * width + i] ?? 0) ?? [0, height];
  const inner = rows[1] - rows[0];
  const columns = stretch(width, inner, (column, i) => pixels[(rows[0] + i) * width + column] ?? 0) ?? [0, width];
  return { top: rows[0], bottom: height - rows[1], left: columns[0], right: width - columns[1] };
};

/** As on a phone's screen: a tenth or more of it is bars, and so much on either side that it is no frame. */
export const looksLikeScreen = ({ width, height }: Gray, { top, bottom, left, right }: Bars): boolean =>
  (Math.min(top, bottom) > height * 0.03 && top + bottom > height * 0.1) ||
  (Math.min(left, right) > width * 0.03 && left + right > width * 0.1);

export const without = (picture: Gray, { top, bottom, left, right }: Bars): Gray => {
  const width = picture.width - left - right;
  const height = picture.height - top - bottom;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (y + top) * picture.width + left;
    pixels.set(picture.pixels.subarray(from, from + width), y * width);
  }
  return { width, height, pixels };
};
