import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../device-sim/random.ts';
import { isSame, isWhole, likeness } from '../../../services/core/evidence/compare.ts';
import { fingerprintOf, packed, unpacked } from '../../../services/core/evidence/fingerprint.ts';
import { barsOf, type Gray, shrink, without } from '../../../services/core/evidence/gray.ts';
import { createComparer } from '../../../services/core/evidence/pictures.ts';

/** A wall of overlapping patches of its own for each seed. */
const wall = (seed: number, width = 400, height = 300): Gray => {
  const random = randomOf(seed, 'wall');
  const pixels = new Uint8Array(width * height).fill(128);
  for (let patch = 0; patch < 160; patch++) {
    const [x, y, w, h, shade] = [
      random.between(0, width),
      random.between(0, height),
      random.between(8, 70),
      random.between(8, 70),
      random.between(10, 245),
    ];
    for (let v = Math.floor(y); v < Math.min(height, y + h); v++)
      pixels.fill(shade, v * width + Math.floor(x), v * width + Math.floor(Math.min(width, x + w)));
  }
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.max(0, Math.min(255, (pixels[i] ?? 0) + random.noise(3)));
  return { width, height, pixels };
};

const crop = (picture: Gray, left: number, top: number, right: number, bottom: number): Gray =>
  without(picture, { left, top, right, bottom });

describe('comparing pictures', { timeout: 60_000 }, () => {
  it('finds a crop and a smaller copy of any picture, says how much of it is shown, and takes no other for it', () => {
    const side = fc.integer({ min: 0, max: 19 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        side,
        side,
        side,
        side,
        fc.integer({ min: 60, max: 100 }),
        (seed, left, top, right, bottom, size) => {
          const whole = wall(seed);
          const part = crop(whole, left * 4, top * 3, right * 4, bottom * 3);
          const copy = shrink(part, Math.round((part.width * size) / 100), Math.round((part.height * size) / 100));
          const [original, other] = [fingerprintOf(whole), fingerprintOf(wall(seed + 5000))];
          const found = likeness(fingerprintOf(copy), original);
          expect(found && isSame(found)).toBe(true);
          expect(found?.ofOther).toBeCloseTo((part.width * part.height) / (400 * 300), 1);
          expect(found && isWhole(found)).toBe((found?.ofOther ?? 0) > 0.9);
          const stranger = likeness(fingerprintOf(copy), other);
          expect(stranger !== null && isSame(stranger)).toBe(false);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('keeps a fingerprint as it was', () => {
    const print = fingerprintOf(wall(3));
    const again = unpacked(packed(print));
    expect(again?.features.words).toEqual(print.features.words);
    expect(again?.small).toEqual(print.small);
    expect([again?.width, again?.height, again?.hash]).toEqual([print.width, print.height, print.hash]);
    expect(unpacked(packed(print).subarray(1))).toBeNull();
    expect(unpacked(new Uint8Array(3))).toBeNull();
  });

  it('leaves out the bars of a screen, and takes nothing off a picture without any', () => {
    const picture = wall(4, 300, 225);
    const screen = new Uint8Array(300 * 600).fill(0);
    screen.set(picture.pixels, 300 * 180);
    for (let x = 20; x < 60; x++) screen[300 * 12 + x] = 255;
    expect(barsOf({ width: 300, height: 600, pixels: screen })).toEqual({ top: 181, bottom: 196, left: 0, right: 0 });
    expect(barsOf(picture)).toEqual({ top: 0, bottom: 0, left: 0, right: 0 });
  });

  it('claims nothing of two blank pictures', () => {
    const blank = (shade: number): Gray => ({ width: 400, height: 300, pixels: new Uint8Array(400 * 300).fill(shade) });
    const found = likeness(fingerprintOf(blank(200)), fingerprintOf(blank(90)));
    expect(found !== null && isSame(found)).toBe(false);
  });

  it('forgets what was deleted and does not compare a picture with itself', () => {
    const kept = new Map<string, Uint8Array>();
    const comparer = createComparer((id) => kept.get(id) ?? null);
    const first = comparer.compare('a', wall(8));
    kept.set('a', first.print);
    expect(first.matches).toEqual([]);
    expect(comparer.compare('a', wall(8)).matches).toEqual([]);
    expect(comparer.compare('b', crop(wall(8), 30, 20, 10, 10)).matches.map(({ id }) => id)).toEqual(['a']);
    comparer.remove('a');
    expect(comparer.compare('c', wall(8)).matches.map(({ id }) => id)).toEqual(['b']);
  });
});
