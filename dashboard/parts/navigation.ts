import { useMemo } from 'react';
import { useSession } from '../api/session.tsx';
import { routes } from '../routes.ts';
import type { Destination } from './destinations.ts';

/** What a page shows must be readable by the role, else its entry is left out. */
const needed: Readonly<Partial<Record<Destination['name'], string>>> = {
  plan: 'device.read',
  alarms: 'alarm.read',
  incidents: 'incident.read',
  hazards: 'hazard.read',
  listing: 'hazard.read',
  lists: 'measure.read',
  risks: 'risk.read',
  analysis: 'analysis.read',
  inbox: 'inbox.read',
  devices: 'device.read',
  rejected: 'rejected.read',
  findings: 'finding.read',
  organisation: 'place.read',
  duties: 'duty.read',
  grid: 'duty.read',
  erasures: 'person.erase',
  duty: 'rota.read',
  handover: 'dutyCheck.read',
  maintenance: 'maintenance.read',
  load: 'storm.read',
  readiness: 'response.read',
  drills: 'drill.read',
  cap: 'capMessage.read',
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
