/** The one face a device shows on plans and in lists. Pure. */
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { DeviceAvailability } from '../../services/contracts/values.ts';

/** From the worst down. A silent device is worse than a normal one and never looks like it. */
export const faces = ['alarm', 'warning', 'silent', 'unknown', 'fault', 'out_of_service', 'normal'] as const;
export type Face = (typeof faces)[number];

const rank: Readonly<Record<Face, number>> = Object.fromEntries(faces.map((face, index) => [face, index])) as Record<Face, number>;

export const worst = (all: Iterable<Face>): Face => {
  let face: Face = 'normal';
  for (const one of all) if (rank[one] < rank[face]) face = one;
  return face;
};

const faceOfAlarm = (alarm: Alarm): Face => {
  if (alarm.level === 'alarm') return 'alarm';
  return alarm.level === 'early_warning' ? 'warning' : 'fault';
};

/** A shelved alarm is out of the way of ears, not of eyes: it still shows. */
export const faceOf = (availability: DeviceAvailability, alarms: readonly Alarm[]): Face =>
  worst([availability === 'in_service' ? 'normal' : availability, ...alarms.filter((alarm) => alarm.open).map(faceOfAlarm)]);

/** Open alarms by device, for many faces at once. */
export const alarmsByDevice = <T extends Alarm>(alarms: Iterable<T>): ReadonlyMap<string, T[]> => {
  const index = new Map<string, T[]>();
  for (const alarm of alarms) {
    const list = index.get(alarm.device);
    if (list === undefined) index.set(alarm.device, [alarm]);
    else list.push(alarm);
  }
  return index;
};
