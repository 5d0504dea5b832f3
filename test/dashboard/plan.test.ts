import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmsByDevice, faceOf } from '../../dashboard/parts/face.ts';
import { devicesBelow, devicesDrawn, planTree, sizeOf, spread, viewOf } from '../../dashboard/parts/plan-model.ts';
import { alarm, device, space } from './samples.ts';

const spaces = [
  space({ id: 'campus', kind: 'campus', size: [100, 80] }),
  space({
    id: 'house',
    kind: 'building',
    parent: 'campus',
    outline: [
      [0, 0],
      [20, 0],
      [20, 10],
    ],
  }),
  space({ id: 'f1', kind: 'floor', parent: 'house', name: '1层' }),
  space({ id: 'f2', kind: 'floor', parent: 'house', name: '2层' }),
  space({
    id: 'room',
    parent: 'f2',
    outline: [
      [0, 0],
      [8, 0],
      [8, 6],
    ],
  }),
];
const devices = [device(), device({ id: 'e', space: 'f1', availability: 'silent' }), device({ id: 'lost', space: null })];
const tree = planTree(spaces, devices, alarmsByDevice([alarm()]));

describe('a device’s face', () => {
  it('is the worst of its alarms and its own state', () => {
    expect(faceOf('in_service', [])).toBe('normal');
    expect(faceOf('silent', [alarm({ level: 'fault' })])).toBe('silent');
    expect(faceOf('unknown', [alarm()])).toBe('alarm');
    expect(faceOf('in_service', [alarm({ open: false })])).toBe('normal');
    expect(faceOf('in_service', [alarm({ level: 'early_warning', availability: 'shelved' })])).toBe('warning');
  });
});

describe('the plan', () => {
  it('sums alarms and blindness up to the campus', () => {
    const campus = tree.nodes.get('campus');
    expect([campus?.face, campus?.devices, campus?.alarms, campus?.blind]).toEqual(['alarm', 2, 1, 1]);
    expect(tree.unplaced.map(({ device: { id } }) => id)).toEqual(['lost']);
  });
  it('shows a room on its floor and a building by its worst floor', () => {
    expect(viewOf(tree, 'room')?.space.id).toBe('f2');
    expect(viewOf(tree, 'house')?.space.id).toBe('f2');
    expect(viewOf(tree, null)?.space.id).toBe('campus');
    expect(viewOf(planTree([], [], new Map()), 'x')).toBeNull();
  });
  it('draws the devices of a floor’s rooms and takes the size from the outlines if none is registered', () => {
    const floor = tree.nodes.get('f2');
    if (floor === undefined) throw new Error('no floor');
    expect(devicesDrawn(floor)).toHaveLength(1);
    expect(devicesBelow(floor)).toHaveLength(1);
    expect(sizeOf(floor)).toEqual([8, 6]);
  });
  it('survives spaces that are each other’s parents', () => {
    const odd = planTree([space({ id: 'a', parent: 'b' }), space({ id: 'b', parent: 'a' })], [], new Map());
    expect(viewOf(odd, null)).toBeNull();
  });
});

describe('marks that would cover each other', () => {
  it('part, also from the very same spot', () => {
    const [a, b] = spread(
      [
        [5, 5],
        [5, 5],
      ],
      30,
    );
    expect(Math.hypot((a?.[0] ?? 0) - (b?.[0] ?? 0), (a?.[1] ?? 0) - (b?.[1] ?? 0))).toBeGreaterThanOrEqual(30);
  });
  it('leave those that stand apart where they are', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.uniqueArray(point, { selector: String }), (cells) => {
        const points = cells.map(([x, y]) => [x * 30, y * 30] as const);
        expect(spread(points, 30)).toEqual(points);
      }),
    );
  });
});
