/** The hazard as people read it: where it is, what is wrong, who puts it right. */
import type { Hazard } from '../../contracts/hazard.ts';
import { responsibilityFor } from '../responsibility/chain.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';
import { alarmKindText } from './words.ts';

const deviceName = (world: World, id: string | null | undefined): string | null => (id ? (world.devices.get(id)?.name ?? null) : null);

/** 教学楼 · 三层 · 301 教室 · 烟感 12; what is not in a room is in the whole school. */
export const placeText = (world: World, hazard: Pick<Hazard, 'space' | 'device'>): string => {
  const device = hazard.device === null ? null : world.devices.get(hazard.device);
  const rooms = spacesAbove(world, hazard.space ?? device?.space ?? null).flatMap((id) => world.spaces.get(id)?.name ?? []);
  const parts = [...rooms.reverse(), ...(device ? [device.name] : [])];
  return parts.length > 0 ? parts.join(' · ') : '校园内';
};

type Facts = Hazard['facts'];

/** What the system found, as a sentence; what people reported stays in their own words. */
const sentences: Readonly<Partial<Record<Hazard['category'], (device: string, facts: Facts) => string>>> = {
  detector_fault: (device) => `${device}发生故障，不能可靠监测，须检修或更换。`,
  detector_silent: (device, { hours }) => `${device}失联${hours ? `超过${hours}小时` : ''}，所在位置无监测，须恢复或采取替代措施。`,
  false_alarms: (device, { days, count }) => `${device}${days ? `在${days}天内` : ''}误报${count ? `${count}次` : '多次'}，须查明原因。`,
  confirmed_event: (device, { kind }) => `发生已确认的突发事件（${kind ? `${alarmKindText(kind)}，` : ''}${device}），须查明原因并整改。`,
  low_battery: (device) => `${device}电量低，须更换电池。`,
};

/** What is wrong, as people read it. */
export const describeHazard = (world: World, hazard: Hazard): string => {
  const sentence = hazard.reportedBy === 'system' ? sentences[hazard.category] : undefined;
  if (!sentence) return hazard.description;
  const named = hazard.facts['device'];
  const device = deviceName(world, hazard.device) ?? deviceName(world, named) ?? named ?? '监测设备';
  return sentence(device, hazard.facts);
};

export const personName = (world: World, id: string): string => world.people.get(id)?.name ?? id;

/** Who puts it right: who was named, else who answers for the place. */
export const responsibleName = (world: World, hazard: Hazard): string =>
  responsibilityFor(world, hazard).accountable?.name ?? '（尚未确定）';
