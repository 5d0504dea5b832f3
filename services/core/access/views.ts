/** Documents as callers see them: completed with what depends on the moment and on who is asking. */
import type { TimelineEntry } from '../../contracts/alarm.ts';
import type { Device, DeviceView } from '../../contracts/place.ts';
import { alarmKinds } from '../../contracts/values.ts';
import type { AuditEntry } from '../../ports.ts';
import type { World } from '../world.ts';
import { alarmKey } from '../world.ts';

const openAlarmsOf = (world: World, device: string): string[] =>
  alarmKinds.flatMap((kind) => world.alarms.get(alarmKey(device, kind))?.id ?? []);

/** A camera's address may hold its password; nobody needs that to look at a device. */
const withoutCredentials = (url: string | null): string | null => url?.replace(/\/\/[^/@]*@/, '//') ?? null;

export const deviceView = (world: World, device: Device, latest: DeviceView['latest']): DeviceView => ({
  ...device,
  snapshotUrl: withoutCredentials(device.snapshotUrl),
  latest,
  alarms: openAlarmsOf(world, device.id),
});

/** What is shown in place of the name of somebody who is no person of the organisation. */
const actorName = (world: World, actor: string): string => {
  const device = actor.startsWith('device:') ? world.devices.get(actor.slice(7)) : undefined;
  return world.people.get(actor)?.name ?? device?.name ?? actor;
};

/** How to reach somebody who reported without signing in is for those who may see telephone numbers. */
const withoutContact = (said: NonNullable<AuditEntry['said']>): NonNullable<AuditEntry['said']> =>
  Object.fromEntries(Object.entries(said).filter(([field]) => field !== 'contact'));

export const timelineView = (world: World, entries: readonly AuditEntry[], withContact = false): TimelineEntry[] =>
  entries.map(({ at, actor, act, detail, said = {} }) => ({
    at,
    actor,
    actorName: actorName(world, actor),
    act,
    detail: { ...detail },
    said: withContact ? { ...said } : withoutContact(said),
  }));
