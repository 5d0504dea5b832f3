/** From spaces, devices and alarms to what a plan shows. Pure. */
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { DeviceView, Space } from '../../services/contracts/place.ts';
import { type Face, faceOf, worst } from './face.ts';

export interface PlacedDevice {
  readonly device: DeviceView;
  readonly face: Face;
  readonly alarms: readonly Alarm[];
}

/** A space with everything below it counted. */
export interface PlanNode {
  readonly space: Space;
  readonly children: PlanNode[];
  /** Devices of this very space. */
  readonly own: PlacedDevice[];
  face: Face;
  devices: number;
  alarms: number;
  /** Devices nobody sees now. */
  blind: number;
}

const byName = (a: PlanNode, b: PlanNode): number => a.space.name.localeCompare(b.space.name, 'zh-CN', { numeric: true });

const sumUp = (node: PlanNode): void => {
  for (const child of node.children) sumUp(child);
  node.children.sort(byName);
  node.face = worst([...node.own.map((one) => one.face), ...node.children.map((child) => child.face)]);
  node.devices = node.own.length + node.children.reduce((sum, child) => sum + child.devices, 0);
  node.alarms = node.own.reduce((sum, one) => sum + one.alarms.length, 0) + node.children.reduce((sum, child) => sum + child.alarms, 0);
  node.blind =
    node.own.filter((one) => one.device.availability !== 'in_service').length + node.children.reduce((sum, child) => sum + child.blind, 0);
};

export interface PlanTree {
  readonly roots: readonly PlanNode[];
  readonly nodes: ReadonlyMap<string, PlanNode>;
  readonly unplaced: readonly PlacedDevice[];
}

export const planTree = (
  spaces: Iterable<Space>,
  devices: Iterable<DeviceView>,
  alarms: ReadonlyMap<string, readonly Alarm[]>,
): PlanTree => {
  const nodes = new Map<string, PlanNode>();
  for (const space of spaces) nodes.set(space.id, { space, children: [], own: [], face: 'normal', devices: 0, alarms: 0, blind: 0 });
  const roots: PlanNode[] = [];
  for (const node of nodes.values()) {
    const parent = node.space.parent === null ? undefined : nodes.get(node.space.parent);
    if (parent === undefined) roots.push(node);
    else parent.children.push(node);
  }
  const unplaced: PlacedDevice[] = [];
  for (const device of devices) {
    const open = alarms.get(device.id) ?? [];
    const placed = { device, face: faceOf(device.availability, open), alarms: open };
    const node = device.space === null ? undefined : nodes.get(device.space);
    if (node === undefined) unplaced.push(placed);
    else node.own.push(placed);
  }
  for (const root of roots) sumUp(root);
  return { roots: roots.sort(byName), nodes, unplaced };
};

/** The space whose drawing shows the wanted one: a room is seen on its floor, a building by its worst floor. */
export const viewOf = (tree: PlanTree, wanted: string | null): PlanNode | null => {
  const node = (wanted === null ? undefined : tree.nodes.get(wanted)) ?? tree.roots[0];
  if (node === undefined) return null;
  if (node.space.kind === 'room') {
    const parent = node.space.parent === null ? undefined : tree.nodes.get(node.space.parent);
    return parent ?? node;
  }
  if (node.space.kind === 'building') {
    const floors = node.children.filter((child) => child.space.kind === 'floor');
    const face = worst(floors.map((floor) => floor.face));
    return floors.find((floor) => floor.face === face) ?? node;
  }
  return node;
};

/** All devices in and below a space, the worst first. */
export const devicesBelow = (node: PlanNode): PlacedDevice[] => [...node.own, ...node.children.flatMap(devicesBelow)];

/** Devices drawn on this node's own plan: its own, and those of rooms directly in it. */
export const devicesDrawn = (node: PlanNode): PlacedDevice[] =>
  [...node.own, ...node.children.filter((child) => child.space.kind === 'room').flatMap((child) => child.own)].filter(
    (one) => one.device.position !== null,
  );

/** Plan size in metres: as registered, else what the outlines span; null = there is nothing to draw. */
export const sizeOf = (node: PlanNode): readonly [number, number] | null => {
  if (node.space.size !== null) return node.space.size;
  const corners = node.children.flatMap((child) => child.space.outline ?? []);
  if (corners.length === 0) return null;
  return [Math.max(...corners.map(([x]) => x)), Math.max(...corners.map(([, y]) => y))];
};

/** Rounds of pushing; more only polishes. */
const pushes = 8;

/**
 * Moves points that lie closer than `apart` away from each other, so that each mark can be seen and hit (WCAG 2.5.8).
 * Pixels in, pixels out; points that stand alone stay where they are.
 */
export const spread = (points: readonly (readonly [number, number])[], apart: number): (readonly [number, number])[] => {
  const moved = points.map(([x, y]): [number, number] => [x, y]);
  for (let round = 0; round < pushes; round += 1) {
    let calm = true;
    for (const [i, a] of moved.entries()) {
      for (const b of moved.slice(i + 1)) {
        const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
        const distance = Math.hypot(dx, dy);
        if (distance >= apart) continue;
        calm = false;
        // Two on the very same spot part sideways.
        const [ux, uy] = distance === 0 ? [1, 0] : [dx / distance, dy / distance];
        const push = (apart - distance) / 2 + 0.5;
        a[0] -= ux * push;
        a[1] -= uy * push;
        b[0] += ux * push;
        b[1] += uy * push;
      }
    }
    if (calm) break;
  }
  return moved;
};
