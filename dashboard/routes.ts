import type { ComponentType } from 'react';
import type { Words } from './i18n/words.ts';

export interface PageRoute {
  readonly path: string;
  readonly load: () => Promise<ComponentType>;
  /** `door`: without signing in; `shell`: with navigation; `bare`: signed in, the whole screen. */
  readonly frame: 'door' | 'shell' | 'bare';
  /** Entry in the navigation, and the letter that goes there after G. */
  readonly nav?: { readonly name: keyof Words['nav']; readonly to: string; readonly key: string };
}

/** Every page: one file, one line. */
export const routes: readonly PageRoute[] = [
  { path: '/sign-in', frame: 'door', load: async () => (await import('./pages/sign-in.tsx')).SignInPage },
  { path: '/setup', frame: 'door', load: async () => (await import('./pages/set-up.tsx')).SetUpPage },
  { path: '/', frame: 'shell', load: async () => (await import('./pages/board.tsx')).BoardPage, nav: { name: 'board', to: '/', key: 'b' } },
  {
    path: '/plan/:school?',
    frame: 'shell',
    load: async () => (await import('./pages/plan.tsx')).PlanPage,
    nav: { name: 'plan', to: '/plan', key: 'p' },
  },
  {
    path: '/alarms',
    frame: 'shell',
    load: async () => (await import('./pages/alarms.tsx')).AlarmsPage,
    nav: { name: 'alarms', to: '/alarms', key: 'a' },
  },
  { path: '/alarms/:id', frame: 'shell', load: async () => (await import('./pages/alarm.tsx')).AlarmPage },
  {
    path: '/incidents',
    frame: 'shell',
    load: async () => (await import('./pages/incidents.tsx')).IncidentsPage,
    nav: { name: 'incidents', to: '/incidents', key: 'i' },
  },
  { path: '/incidents/:id', frame: 'shell', load: async () => (await import('./pages/incident.tsx')).IncidentPage },
  {
    path: '/hazards',
    frame: 'shell',
    load: async () => (await import('./pages/hazards.tsx')).HazardsPage,
    nav: { name: 'hazards', to: '/hazards', key: 'h' },
  },
  { path: '/hazards/:id', frame: 'shell', load: async () => (await import('./pages/hazard.tsx')).HazardPage },
  {
    path: '/devices',
    frame: 'shell',
    load: async () => (await import('./pages/devices.tsx')).DevicesPage,
    nav: { name: 'devices', to: '/devices', key: 'd' },
  },
  { path: '/devices/:id', frame: 'shell', load: async () => (await import('./pages/device.tsx')).DevicePage },
  {
    path: '/rejected',
    frame: 'shell',
    load: async () => (await import('./pages/rejected.tsx')).RejectedPage,
    nav: { name: 'rejected', to: '/rejected', key: 'r' },
  },
  {
    path: '/wall',
    frame: 'bare',
    load: async () => (await import('./pages/wall.tsx')).WallPage,
    nav: { name: 'wall', to: '/wall', key: 'w' },
  },
];
