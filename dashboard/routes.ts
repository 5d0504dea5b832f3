import type { ComponentType } from 'react';
import type { Words } from './i18n/words.ts';

export interface PageRoute {
  readonly path: string;
  readonly load: () => Promise<ComponentType>;
  /** `door`: without signing in; `shell`: with navigation; `bare`: signed in, the whole screen. */
  readonly frame: 'door' | 'shell' | 'bare';
  /** Entry in the navigation, and the letter that goes there after G. */
  readonly nav?: {
    readonly name: keyof Words['nav'];
    readonly to: string;
    readonly key: string;
    /** Shown among the tabs of this page instead of in the navigation. */
    readonly under?: 'hazards' | 'organisation' | 'duty' | 'readiness';
  };
}

/** Every page: one file, one line. */
export const routes: readonly PageRoute[] = [
  { path: '/sign-in', frame: 'door', load: async () => (await import('./pages/sign-in.tsx')).SignInPage },
  { path: '/report', frame: 'door', load: async () => (await import('./pages/report.tsx')).ReportPage },
  { path: '/report/sent', frame: 'door', load: async () => (await import('./pages/report-sent.tsx')).ReportSentPage },
  { path: '/setup', frame: 'door', load: async () => (await import('./pages/set-up.tsx')).SetUpPage },
  { path: '/', frame: 'shell', load: async () => (await import('./pages/board.tsx')).BoardPage, nav: { name: 'board', to: '/', key: 'b' } },
  {
    path: '/my-work',
    frame: 'shell',
    load: async () => (await import('./pages/my-work.tsx')).MyWorkPage,
    nav: { name: 'myWork', to: '/my-work', key: 'm' },
  },
  {
    path: '/inbox',
    frame: 'shell',
    load: async () => (await import('./pages/inbox.tsx')).InboxPage,
    nav: { name: 'inbox', to: '/inbox', key: 't' },
  },
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
    path: '/listing',
    frame: 'shell',
    load: async () => (await import('./pages/listing.tsx')).ListingPage,
    nav: { name: 'listing', to: '/listing', key: 'l', under: 'hazards' },
  },
  {
    path: '/lists',
    frame: 'shell',
    load: async () => (await import('./pages/lists.tsx')).ListsPage,
    nav: { name: 'lists', to: '/lists', key: 'q', under: 'hazards' },
  },
  {
    path: '/risks',
    frame: 'shell',
    load: async () => (await import('./pages/risks.tsx')).RisksPage,
    nav: { name: 'risks', to: '/risks', key: 'x', under: 'hazards' },
  },
  {
    path: '/analysis',
    frame: 'shell',
    load: async () => (await import('./pages/analysis.tsx')).AnalysisPage,
    nav: { name: 'analysis', to: '/analysis', key: 'y', under: 'hazards' },
  },
  {
    path: '/duty',
    frame: 'shell',
    load: async () => (await import('./pages/duty.tsx')).DutyPage,
    nav: { name: 'duty', to: '/duty', key: 'n' },
  },
  {
    path: '/handover',
    frame: 'shell',
    load: async () => (await import('./pages/handover.tsx')).HandoverPage,
    nav: { name: 'handover', to: '/handover', key: 'j', under: 'duty' },
  },
  {
    path: '/maintenance',
    frame: 'shell',
    load: async () => (await import('./pages/maintenance.tsx')).MaintenancePage,
    nav: { name: 'maintenance', to: '/maintenance', key: 'k', under: 'duty' },
  },
  {
    path: '/load',
    frame: 'shell',
    load: async () => (await import('./pages/load.tsx')).LoadPage,
    nav: { name: 'load', to: '/load', key: 'v', under: 'duty' },
  },
  {
    path: '/readiness',
    frame: 'shell',
    load: async () => (await import('./pages/readiness.tsx')).ReadinessPage,
    nav: { name: 'readiness', to: '/readiness', key: 'g' },
  },
  {
    path: '/drills',
    frame: 'shell',
    load: async () => (await import('./pages/drills.tsx')).DrillsPage,
    nav: { name: 'drills', to: '/drills', key: 's', under: 'readiness' },
  },
  {
    path: '/cap',
    frame: 'shell',
    load: async () => (await import('./pages/cap.tsx')).CapPage,
    nav: { name: 'cap', to: '/cap', key: 'c', under: 'readiness' },
  },
  {
    path: '/findings',
    frame: 'shell',
    load: async () => (await import('./pages/findings.tsx')).FindingsPage,
    nav: { name: 'findings', to: '/findings', key: 'f' },
  },
  {
    path: '/organisation',
    frame: 'shell',
    load: async () => (await import('./pages/organisation.tsx')).OrganisationPage,
    nav: { name: 'organisation', to: '/organisation', key: 'o' },
  },
  {
    path: '/duties',
    frame: 'shell',
    load: async () => (await import('./pages/duties.tsx')).DutiesPage,
    nav: { name: 'duties', to: '/duties', key: 'u', under: 'organisation' },
  },
  {
    path: '/grid',
    frame: 'shell',
    load: async () => (await import('./pages/grid.tsx')).GridPage,
    nav: { name: 'grid', to: '/grid', key: 'e', under: 'organisation' },
  },
  {
    path: '/erasures',
    frame: 'shell',
    load: async () => (await import('./pages/erasures.tsx')).ErasuresPage,
    nav: { name: 'erasures', to: '/erasures', key: 'z', under: 'organisation' },
  },
  { path: '/run/:task', frame: 'bare', load: async () => (await import('./pages/run.tsx')).RunPage },
  { path: '/arrive/:code', frame: 'bare', load: async () => (await import('./pages/arrive.tsx')).ArrivePage },
  { path: '/muster/:id', frame: 'bare', load: async () => (await import('./pages/muster.tsx')).MusterPage },
  { path: '/report-code/:school', frame: 'bare', load: async () => (await import('./pages/report-code.tsx')).ReportCodePage },
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
