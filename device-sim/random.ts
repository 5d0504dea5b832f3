/** Seeded randomness: one stream a device, so the order in which devices are asked never changes what they say. */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Normal with mean 0 and this standard deviation (sum of uniforms; tails end at 3.5 deviations). */
  noise(deviation: number): number;
}

/** FNV-1a, 32 bits. */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** mulberry32, started from the seed and a name. */
export const randomOf = (seed: number, name: string): Random => {
  let state = (seed ^ hashOf(name)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    // Four uniforms have variance 4/12; √3 brings it to 1.
    noise: (deviation) => (next() + next() + next() + next() - 2) * Math.sqrt(3) * deviation,
  };
};
