/** What a simulated camera sees, as SVG: a corridor or a yard, quiet or with smoke, flames or a person. */
import { randomOf } from '../random.ts';
import { lettering } from './letters.ts';

export const scenes = ['quiet', 'smoke', 'fire', 'intruder'] as const;
export type Scene = (typeof scenes)[number];

export interface View {
  readonly camera: string;
  readonly scene: Scene;
  readonly atMs: number;
}

const width = 1280;
const height = 720;

const shapes = {
  wall: 'M0 0L500 250L500 470L0 720z M1280 0L780 250L780 470L1280 720z',
  floor: 'M0 720L500 470L780 470L1280 720z',
  ceiling: 'M0 0L500 250L780 250L1280 0z',
};

const doors = (colour: string): string =>
  [
    [60, 190],
    [230, 320],
    [390, 440],
  ]
    .map(([near = 0, far = 0]) => {
      const side = (x: number): [number, number] => [x * 0.5 + 60, 720 - x * 0.5];
      const [nearTop, nearBottom] = side(near);
      const [farTop, farBottom] = side(far);
      const left = `M${near} ${nearTop + 90}L${far} ${farTop + 60}L${far} ${farBottom}L${near} ${nearBottom}z`;
      const right = `M${width - near} ${nearTop + 90}L${width - far} ${farTop + 60}L${width - far} ${farBottom}L${width - near} ${nearBottom}z`;
      return `<path d="${left}${right}" fill="${colour}" stroke="#3b3f44" stroke-width="3"/>`;
    })
    .join('');

const lamps = [
  [560, 20, 160],
  [590, 110, 100],
  [610, 180, 60],
]
  .map(([x, y, wide]) => `<rect x="${x}" y="${y}" width="${wide}" height="12" rx="4" fill="#fdfdf2"/>`)
  .join('');

const corridor = (hue: number): string => `
  <rect width="${width}" height="${height}" fill="#b9bfc2"/>
  <path d="${shapes.ceiling}" fill="#d9dcdb"/><path d="${shapes.floor}" fill="hsl(${hue} 12% 46%)"/>
  <path d="${shapes.wall}" fill="hsl(${hue} 18% 74%)"/>
  <path d="M0 500L500 400L500 470L0 720z M1280 500L780 400L780 470L1280 720z" fill="hsl(${hue} 30% 52%)"/>
  <rect x="500" y="250" width="280" height="220" fill="#aab2b5"/><rect x="585" y="300" width="110" height="170" fill="#6d7a80"/>
  <rect x="608" y="268" width="64" height="20" fill="#2f9e58"/>${doors('hsl(28 24% 40%)')}${lamps}`;

const yard = `
  <rect width="${width}" height="${height}" fill="#1d242b"/><rect y="400" width="${width}" height="320" fill="#343b3d"/>
  <path d="M0 400H1280" stroke="#4a5358" stroke-width="6"/>
  ${Array.from({ length: 33 }, (_, i) => `<path d="M${i * 40} 250V420" stroke="#59646a" stroke-width="5"/>`).join('')}
  <path d="M0 262H1280M0 330H1280" stroke="#59646a" stroke-width="5"/>
  <ellipse cx="880" cy="600" rx="420" ry="110" fill="#6b7068" opacity="0.5"/>
  <path d="M1150 720V110h-60" stroke="#7d868b" stroke-width="14" fill="none"/><circle cx="1085" cy="118" r="22" fill="#fff7d0"/>`;

const person = `
  <g fill="#0b0d0f"><circle cx="770" cy="330" r="30"/><path d="M735 370q35-18 70 0l14 130-26 6-4 150h-26l-6-120-12 120h-26l4-150-24-10z"/></g>
  <rect x="700" y="285" width="140" height="385" fill="none" stroke="#ffd400" stroke-width="4"/>`;

const smoke = (random: { between(low: number, high: number): number }): string =>
  Array.from({ length: 26 }, () => {
    const [x, y, r] = [random.between(240, 1040), random.between(20, 330), random.between(70, 190)];
    return `<ellipse cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" rx="${r.toFixed(0)}" ry="${(r * 0.55).toFixed(0)}" fill="#55585a" opacity="${random.between(0.18, 0.4).toFixed(2)}"/>`;
  }).join('');

const tongue = (x: number, base: number, tall: number, wide: number, colour: string): string =>
  `<path d="M${x - wide} ${base}C${x - wide} ${base - tall * 0.5} ${x - wide * 0.2} ${base - tall * 0.5} ${x} ${base - tall}C${x + wide * 0.2} ${base - tall * 0.5} ${x + wide} ${base - tall * 0.5} ${x + wide} ${base}z" fill="${colour}"/>`;

const flames = (random: { between(low: number, high: number): number }): string =>
  ['#d9480f', '#f76707', '#ffd43b']
    .flatMap((colour, layer) =>
      Array.from({ length: 6 - layer }, () =>
        tongue(
          Math.round(random.between(590, 760)),
          505,
          Math.round(random.between(120, 260) / (1 + layer * 0.5)),
          Math.round(random.between(26, 54) / (1 + layer * 0.4)),
          colour,
        ),
      ),
    )
    .join('');

/** `2026-11-21 22:45:03` in Shanghai. */
const stamp = (atMs: number): string => new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

export const sceneSvg = ({ camera, scene, atMs }: View): string => {
  const random = randomOf(Math.floor(atMs / 1000), `${camera} ${scene}`);
  const hue = Math.floor(randomOf(1, camera).between(30, 220));
  const place = scene === 'intruder' ? yard : corridor(hue);
  const glow = scene === 'fire' ? '<ellipse cx="675" cy="430" rx="420" ry="300" fill="url(#glow)"/>' : '';
  const burning = scene === 'fire' ? `<g filter="url(#soft)">${flames(random)}</g>` : '';
  const haze = scene === 'smoke' || scene === 'fire' ? `<g filter="url(#blur)">${smoke(random)}</g>` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
  <defs><filter id="blur"><feGaussianBlur stdDeviation="28"/></filter><filter id="soft"><feGaussianBlur stdDeviation="5"/></filter>
  <radialGradient id="glow"><stop offset="0" stop-color="#ff922b" stop-opacity="0.75"/><stop offset="1" stop-color="#ff922b" stop-opacity="0"/></radialGradient></defs>
  ${place}${glow}${burning}${haze}${scene === 'intruder' ? person : ''}
  ${lettering(stamp(atMs), 24, 20, 4)}${lettering(camera, 24, 676, 4)}</svg>`;
};
