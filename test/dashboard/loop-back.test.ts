import { describe, expect, it } from 'vitest';
import { isHeard } from '../../dashboard/live/loop-back.ts';

const level = (dB: number, times = 10): number[] => Array.from({ length: times }, () => dB);

describe('the microphone', () => {
  it.each<[string, number[], number[], boolean]>([
    ['a tone well above the room', level(-75), level(-50), true],
    ['a tone just loud enough', level(-75), level(-63), true],
    ['a tone hardly above the room', level(-75), level(-64), false],
    ['a clap that is no tone', level(-75), [...level(-75, 9), -10], false],
    ['a tone with a dropped sample', level(-75), [-120, ...level(-50, 9)], true],
    ['a dead input that jumps from silence to noise nobody hears', level(Number.NEGATIVE_INFINITY), level(-95), false],
    ['a dead input', level(Number.NEGATIVE_INFINITY), level(Number.NEGATIVE_INFINITY), false],
    ['nothing', [], level(-20), false],
  ])('%s', (_what, before, during, heard) => {
    expect(isHeard(before, during)).toBe(heard);
  });
});
