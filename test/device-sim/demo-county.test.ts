import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { encodable } from '../../device-sim/encode/index.ts';
import { joinOrganisation, type Organisation, organisationPartSchema, organisationSchema } from '../../services/contracts/organisation.ts';
import { roles } from '../../services/contracts/values.ts';

const folder = join(import.meta.dirname, '../../config/demo');
const parts = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => organisationPartSchema.parse(parse(readFileSync(join(folder, name), 'utf8'))));
const county: Organisation = organisationSchema.parse(joinOrganisation(parts));

type Point = readonly [number, number];
const spaces = new Map(county.spaces.map((space) => [space.id, space]));
const schools = county.orgs.filter((org) => org.kind === 'school');
const parentOf = (id: string | null) => spaces.get(id ?? '');

/** Within or on the edge; good for the convex outlines of plans. */
const inside = ([x, y]: Point, outline: readonly Point[]): boolean =>
  outline.every(([ax, ay], i) => {
    const [bx, by] = outline[(i + 1) % outline.length] ?? [ax, ay];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= -1e-6;
  });

const boxOf = (outline: readonly Point[]) => ({
  left: Math.min(...outline.map(([x]) => x)),
  right: Math.max(...outline.map(([x]) => x)),
  bottom: Math.min(...outline.map(([, y]) => y)),
  top: Math.max(...outline.map(([, y]) => y)),
});

test('is the county of the description', () => {
  expect(county.orgs.filter((org) => org.kind === 'bureau').map((org) => org.name)).toEqual(['青石县教体局']);
  expect(county.orgs.filter((org) => org.kind === 'township')).toHaveLength(3);
  expect(schools).toHaveLength(12);
  expect(new Set(schools.map((school) => school.ownership))).toEqual(new Set(['public', 'private']));
  for (const kind of ['kindergarten', 'primary', 'middle', 'nine_year', 'high', 'vocational', 'training'])
    expect(
      schools.some((school) => school.schoolKind === kind),
      kind,
    ).toBe(true);
});

test('every role has somebody, every school its duty', () => {
  for (const role of roles)
    expect(
      county.people.some((person) => person.role === role),
      role,
    ).toBe(true);
  for (const school of schools) {
    const of = (role: string): number => county.people.filter((person) => person.org === school.id && person.role === role).length;
    expect(of('duty-officer'), school.id).toBeGreaterThanOrEqual(2);
    for (const role of ['duty-leader', 'principal', 'safety-officer']) expect(of(role), `${school.id} ${role}`).toBe(1);
  }
  expect(new Set(county.people.map((person) => person.name)).size).toBe(county.people.length);
});

test('plans: outlines lie within their plan and rooms of a floor do not overlap', () => {
  for (const space of county.spaces) {
    if (space.kind === 'campus' || space.kind === 'floor') expect(space.size, space.id).not.toBeNull();
    if (space.kind === 'building' || space.kind === 'room') {
      const size = parentOf(space.parent)?.size;
      expect(space.outline, space.id).not.toBeNull();
      for (const [x, y] of space.outline ?? []) {
        expect(
          x >= 0 && y >= 0 && x <= (size?.[0] ?? -1) + 1e-6 && y <= (size?.[1] ?? -1) + 1e-6,
          `${space.id} (${x}, ${y}) in ${size?.join(' × ')}`,
        ).toBe(true);
      }
    }
  }
  const siblings = new Map<string, typeof county.spaces>();
  for (const space of county.spaces)
    if (space.outline && space.parent) siblings.set(space.parent, [...(siblings.get(space.parent) ?? []), space]);
  for (const group of siblings.values())
    for (const [i, a] of group.entries())
      for (const b of group.slice(i + 1)) {
        const [p, q] = [boxOf(a.outline ?? []), boxOf(b.outline ?? [])];
        const [wide, high] = [Math.min(p.right, q.right) - Math.max(p.left, q.left), Math.min(p.top, q.top) - Math.max(p.bottom, q.bottom)];
        expect(wide > 0.01 && high > 0.01, `${a.id} overlaps ${b.id}`).toBe(false);
      }
});

test('a floor is as large as its building', () => {
  for (const floor of county.spaces.filter((space) => space.kind === 'floor')) {
    const box = boxOf(parentOf(floor.parent)?.outline ?? []);
    expect(floor.size?.[0]).toBeCloseTo(box.right - box.left, 1);
    expect(floor.size?.[1]).toBeCloseTo(box.top - box.bottom, 1);
  }
});

test('every device stands inside a room of its school', () => {
  for (const device of county.devices) {
    const space = spaces.get(device.space ?? '');
    expect(space?.school, device.id).toBe(device.school);
    expect(device.position !== null && inside(device.position, space?.outline ?? []), `${device.id} in ${space?.id}`).toBe(true);
  }
});

test('devices speak a form the simulator speaks, the same as their gateway', () => {
  const byId = new Map(county.devices.map((device) => [device.id, device]));
  for (const device of county.devices) {
    expect(encodable).toContain(device.codec);
    if (device.gateway !== null) expect(byId.get(device.gateway)?.codec, device.id).toBe(device.codec);
  }
  for (const codec of encodable)
    expect(
      county.devices.some((device) => device.codec === codec && device.gateway !== null),
      codec,
    ).toBe(true);
  const kitchens = county.spaces.filter((space) => space.use === 'kitchen').map((space) => space.id);
  const kitchenSmoke = county.devices.filter(
    (device) => device.school === 'shiyan' && kitchens.includes(device.space ?? '') && device.model?.startsWith('JTY-GD'),
  );
  expect(kitchenSmoke).toHaveLength(2);
});

test('the schema reports broken references and doubled ids with their path', () => {
  const [first] = county.devices;
  const broken = { ...county, devices: [...county.devices, { ...first, space: 'nowhere', gateway: 'nobody' }] };
  const result = organisationSchema.safeParse(broken);
  const at = county.devices.length;
  expect(result.error?.issues.map((issue) => issue.path)).toEqual([
    ['devices', at, 'id'],
    ['devices', at, 'space'],
    ['devices', at, 'gateway'],
  ]);
});
