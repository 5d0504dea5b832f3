import type { QueryClient } from '@tanstack/react-query';
import type { Change } from '../../services/contracts/live.ts';
import type { DeviceView } from '../../services/contracts/place.ts';
import type { Live } from './link.ts';

/** Open pages ask again at most this often in a storm. */
const pauseMs = 2_000;

/** Makes the pages other than the board follow the live changes: what they show is asked for again, gently. */
export const refreshFrom = (live: Live, client: QueryClient): (() => void) => {
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const askAgain = (): void => {
    timer = null;
    for (const key of stale) void client.invalidateQueries({ queryKey: key.split(' ') });
    stale.clear();
  };

  const note = (changes: readonly Change[]): void => {
    for (const change of changes) {
      // A call is shown with what it is about.
      if (change.type === 'notice') {
        stale.add('calls');
        continue;
      }
      stale.add(`${change.type} ${change.id}`);
      stale.add(`${change.type}s`);
      // Whoever is told of a hazard finds it in the inbox.
      if (change.type === 'hazard') stale.add('inbox');
      if (change.type === 'device') putIntoSchool(client, change.value as DeviceView);
      // A new alarm may be of a camera: its picture arrives as a change of the alarm, the device's open alarms with it.
      if (change.type === 'alarm' && typeof change.value === 'object' && change.value !== null && 'device' in change.value) {
        stale.add(`device ${String(change.value.device)}`);
      }
    }
    if (stale.size > 0) timer ??= setTimeout(askAgain, pauseMs);
  };

  const stop = live.onChanges(note);
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
};

/** The school's list of devices is long; a change of one is put in place instead of asking for all again. */
const putIntoSchool = (client: QueryClient, device: DeviceView): void => {
  client.setQueryData<DeviceView[]>(['school-devices', device.school], (list) => {
    if (list === undefined) return undefined;
    const index = list.findIndex((held) => held.id === device.id);
    return index < 0 ? [...list, device] : list.with(index, device);
  });
};
