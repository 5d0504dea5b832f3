import { useMemo } from 'react';
import { useSession } from '../api/session.tsx';
import { type PageRoute, routes } from '../routes.ts';

export type Destination = NonNullable<PageRoute['nav']>;

/** What a page shows must be readable by the role, else its entry is left out. */
const needed: Readonly<Partial<Record<Destination['name'], string>>> = {
  plan: 'device.read',
  alarms: 'alarm.read',
  incidents: 'incident.read',
  hazards: 'hazard.read',
  devices: 'device.read',
  rejected: 'rejected.read',
};

export const useNavigation = (): readonly Destination[] => {
  const { permissions } = useSession();
  return useMemo(
    () =>
      routes
        .flatMap((route) => (route.nav === undefined ? [] : [route.nav]))
        .filter(({ name }) => needed[name] === undefined || permissions.includes(needed[name])),
    [permissions],
  );
};
