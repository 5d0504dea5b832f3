/** 维护窗口: which window a device is under, and what it holds back meanwhile. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Maintenance } from '../contracts/storm.ts';
import type { AlarmAct } from '../core/alarms/advance.ts';
import { neverWaits } from '../core/storms/fold.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** The running window this device is under at `at`; null = none. */
export const underMaintenance = (world: World, device: string, at: number): Maintenance | null => {
  for (const window of world.maintenances.values())
    if (window.state === 'running' && window.startsAt <= at && at < window.endsAt && window.devices.includes(device)) return window;
  return null;
};

export const keepMaintenance = (service: Service, turn: Turn, window: Maintenance): Maintenance => {
  const { maintenances } = service.world();
  if (window.state === 'planned' || window.state === 'running') maintenances.set(window.id, window);
  else maintenances.delete(window.id);
  turn.put.maintenance.set(window.id, window);
  noteChange(turn, 'maintenance', window);
  return window;
};

const hold = (service: Service, turn: Turn, alarm: Alarm, window: Maintenance): Alarm => {
  // Counted without a new version: the window itself is what it was.
  keepMaintenance(service, turn, { ...window, held: window.held + 1 });
  audit(turn, {
    actor: 'system',
    act: 'alarm.held',
    subject: 'alarm',
    subjectId: alarm.id,
    school: alarm.school,
    detail: { maintenance: window.id, until: window.endsAt },
  });
  return { ...alarm, availability: 'out_of_service', maintenance: window.id };
};

/**
 * An alarm of a device under maintenance is recorded, but nobody is told; a threat to life is told as ever and only
 * carries the window's name.
 */
export const holdBack = (service: Service, turn: Turn, alarm: Alarm, acts: readonly AlarmAct[]): Alarm => {
  if (alarm.exercise !== null || acts.length === 0) return alarm;
  const window = underMaintenance(service.world(), alarm.device, turn.at);
  if (!window) return alarm;
  if (neverWaits(alarm) || alarm.incident !== null) {
    const availability = alarm.availability === 'out_of_service' ? 'in_service' : alarm.availability;
    return { ...alarm, availability, maintenance: window.id };
  }
  return alarm.availability === 'in_service' && alarm.open ? hold(service, turn, alarm, window) : alarm;
};
