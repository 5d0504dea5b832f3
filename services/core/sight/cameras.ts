/** Which cameras and sensors say something about an alarm's place. */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Device } from '../../contracts/place.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';

const shownCameras = 4;
const shownNeighbours = 24;

const distance = (a: Device, b: Device | undefined): number =>
  a.position && b?.position ? Math.hypot(a.position[0] - b.position[0], a.position[1] - b.position[1]) : Number.MAX_VALUE;

/** Devices of the room, else of the floor, else of the building: the smallest place that has any; the nearer first. */
const around = (world: World, alarm: Alarm, wanted: (device: Device) => boolean): Device[] => {
  const own = world.devices.get(alarm.device);
  for (const place of spacesAbove(world, alarm.space)) {
    const found = [...world.devices.values()].filter(
      (device) => device.school === alarm.school && wanted(device) && spacesAbove(world, device.space).includes(place),
    );
    if (found.length > 0) return found.sort((a, b) => distance(a, own) - distance(b, own));
  }
  return [];
};

/** The camera that raised it first, then the room's. */
export const camerasFor = (world: World, alarm: Alarm): Device[] => {
  const own = world.devices.get(alarm.device);
  const others = around(world, alarm, ({ id, type }) => type === 'camera' && id !== alarm.device);
  return [...(own?.type === 'camera' ? [own] : []), ...others].slice(0, shownCameras);
};

export const neighboursOf = (world: World, alarm: Alarm): Device[] =>
  around(world, alarm, ({ id, type }) => type !== 'camera' && type !== 'gateway' && id !== alarm.device).slice(0, shownNeighbours);
