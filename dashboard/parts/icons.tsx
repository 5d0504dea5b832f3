import type { AlarmKind } from '../../services/contracts/values.ts';
import type { Face } from './face.ts';

/** Shapes differ so that colour is never needed to tell states apart. All on a 24 × 24 grid, drawn by hand. */
const faceShapes: Readonly<Record<Face, string>> = {
  alarm:
    '<path d="M12 1.5 23.5 22H.5z" fill="currentColor"/><path d="M12 8.5v7" stroke="var(--on-face)" stroke-width="2.6" stroke-linecap="round"/><circle cx="12" cy="18.8" r="1.6" fill="var(--on-face)"/>',
  warning:
    '<path d="M12 1 23 12 12 23 1 12z" fill="currentColor"/><path d="M12 6.5v6.5" stroke="var(--on-face)" stroke-width="2.4" stroke-linecap="round"/><circle cx="12" cy="16.8" r="1.5" fill="var(--on-face)"/>',
  fault:
    '<rect x="2" y="2" width="20" height="20" rx="2" fill="currentColor"/><path d="m7.5 7.5 9 9m0-9-9 9" stroke="var(--on-face)" stroke-width="2.4" stroke-linecap="round"/>',
  normal:
    '<circle cx="12" cy="12" r="9" fill="var(--panel)" stroke="currentColor" stroke-width="2.4"/><path d="m8 12.2 2.8 2.8 5.2-5.6" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>',
  silent:
    '<circle cx="12" cy="12" r="9.5" fill="var(--panel)" stroke="currentColor" stroke-width="2.4" stroke-dasharray="4 3"/><path d="m5.5 5.5 13 13" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>',
  unknown:
    '<circle cx="12" cy="12" r="9.5" fill="var(--panel)" stroke="currentColor" stroke-width="2.4" stroke-dasharray="4 3"/><path d="M9.3 9.4a2.8 2.8 0 1 1 3.9 2.6c-.9.4-1.2 1-1.2 2" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><circle cx="12" cy="17" r="1.3" fill="currentColor"/>',
  out_of_service:
    '<rect x="2.5" y="6" width="19" height="12" rx="6" fill="var(--panel)" stroke="currentColor" stroke-width="2.2"/><path d="M7 12h10" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>',
};

/** The shape alone as markup, for the plan's markers. */
export const faceMarkup = (face: Face): string => `<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${faceShapes[face]}</svg>`;

export const FaceIcon = ({ face }: { readonly face: Face }) => (
  // The markup is this file's own constant.
  <span className={`face face-${face}`} aria-hidden="true" dangerouslySetInnerHTML={{ __html: faceMarkup(face) }} />
);

const kindPaths: Readonly<
  Record<'fire' | 'smoke' | 'gas' | 'hand' | 'video' | 'heat' | 'drop' | 'bolt' | 'link' | 'tool' | 'battery', string>
> = {
  fire: 'M12 2c1 4 6 6 6 12a6 6 0 0 1-12 0c0-3 2-4 2-7 2 1 3 2 3 4 1-2 2-5 1-9z',
  smoke: 'M5 19h14M7 15h11a3 3 0 0 0 0-6 5 5 0 0 0-9.6-1A3.5 3.5 0 0 0 7 15z',
  gas: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11zM9.5 14.5a2.5 2.5 0 0 0 2.5 2.5',
  hand: 'M8 12V5.5a1.5 1.5 0 0 1 3 0V11m0-6.5a1.5 1.5 0 0 1 3 0V11m0-5a1.5 1.5 0 0 1 3 0v8c0 4-2.5 7-6 7s-5-2-7-6l-1-2.2c.8-1.2 2.4-1 3 .2l1 2z',
  video: 'M3 7h11v10H3zM14 10.5l7-3.5v10l-7-3.5',
  heat: 'M10 14V5a2 2 0 1 1 4 0v9a4 4 0 1 1-4 0zM12 9v8',
  drop: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z',
  bolt: 'M13 2 5 13h6l-1 9 9-12h-6z',
  link: 'M4 4l16 16M9 8a5 5 0 0 0-1 1M5 12a10 10 0 0 1 3-3m8 0a10 10 0 0 1 3 3m-9 2a4 4 0 0 1 4 0M12 19h.01',
  tool: 'M14 6a4 4 0 0 1 5-3l-2.5 2.5 2 2L21 5a4 4 0 0 1-5 5L8 18.5a1.9 1.9 0 0 1-3-3z',
  battery: 'M3 8h15v8H3zM18 11h3v2h-3M6 11v2',
};

const kindShape: Readonly<Record<AlarmKind, keyof typeof kindPaths>> = {
  smoke: 'smoke',
  heat: 'fire',
  gas: 'gas',
  manual_call: 'hand',
  panic: 'hand',
  video_fire: 'video',
  video_smoke: 'video',
  video_intrusion: 'video',
  video_crowd: 'video',
  temperature: 'heat',
  humidity: 'drop',
  co: 'gas',
  current_leakage: 'bolt',
  water_pressure: 'drop',
  silent: 'link',
  gateway_lost: 'link',
  camera_blind: 'video',
  fault: 'tool',
  tamper: 'tool',
  low_battery: 'battery',
};

export const KindIcon = ({ kind }: { readonly kind: AlarmKind }) => (
  <svg className="kind-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={kindPaths[kindShape[kind]]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);

const signs = {
  board: 'M3 4h18v12H3zM8 21h8M12 16v5',
  myWork: 'M5 3h14v18H5zM8 8l1.5 1.5L12 7M14 8.5h2M8 14l1.5 1.5L12 13M14 14.5h2',
  plan: 'M3 5l6-2 6 2 6-2v16l-6 2-6-2-6 2zM9 3v16M15 5v16',
  alarms: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  incidents: 'M12 3 22 20H2zM12 10v5M12 17.5v.01',
  hazards: 'M5 3h14v18H5zM9 8h6M9 12h6M9 16h3',
  inbox: 'M3 13 6 5h12l3 8v6H3zM3 13h5l1.5 3h5L16 13h5',
  findings: 'M10 4a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM14.5 14.5 21 21M10 7v3.5M10 13v.01',
  organisation: 'M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4',
  devices: 'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM6 6a8.5 8.5 0 0 0 0 12M18 6a8.5 8.5 0 0 1 0 12',
  rejected: 'M3 12h6l2 3h2l2-3h6M5 5h14l2 7v7H3v-7z',
  duty: 'M4 6h16v15H4zM4 10h16M8 3v4M16 3v4M9 15l2.5 2.5L16 13',
  readiness: 'M12 2l8 3v6c0 5-3.5 9-8 11-4.5-2-8-6-8-11V5zM12 8v8M8 12h8',
  wall: 'M2 4h20v13H2zM7 21h10',
  more: 'M4 7h16M4 12h16M4 17h16',
  sound: 'M4 9v6h4l5 4V5L8 9zM17 8a6 6 0 0 1 0 8',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 4-6 8-6s8 2 8 6',
  keyboard: 'M2 6h20v12H2zM6 10h.01M10 10h.01M14 10h.01M18 10h.01M8 14h8',
} as const;
export type Sign = keyof typeof signs;

export const SignIcon = ({ sign }: { readonly sign: Sign }) => (
  <svg className="sign-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={signs[sign]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);

/** Something happens by itself when it runs out. */
export const ClockIcon = () => (
  <svg className="clock-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path
      d="M12 5a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 9v4.5l3 2M9.5 2h5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
    />
  </svg>
);
