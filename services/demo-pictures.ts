/** Drawn pictures for the demo's cases: every one different, none pretending to be a photograph. */
import type { EvidenceStage } from './contracts/evidence.ts';

/** Small: they are drawn while somebody waits for the demo's first start. */
export const pictureSize = { width: 320, height: 240 };
const [width, height] = [800, 600];

const look: Readonly<Record<EvidenceStage, { readonly wall: number; readonly thing: string; readonly mark: string }>> = {
  found: { wall: 205, thing: '#b34a3c', mark: '#d62828' },
  before: { wall: 200, thing: '#a4503f', mark: '#d62828' },
  protection: { wall: 40, thing: '#b34a3c', mark: '#f4a300' },
  after: { wall: 150, thing: '#3c8f5a', mark: '#2f9e58' },
  site: { wall: 170, thing: '#3a7f86', mark: '#1d6fb8' },
  recheck: { wall: 260, thing: '#5b6fa8', mark: '#1d6fb8' },
  other: { wall: 300, thing: '#777777', mark: '#555555' },
};

const tape = (y: number): string =>
  `<rect y="${y}" width="${width}" height="26" fill="#f4c542"/>${Array.from({ length: 20 }, (_, i) => `<path d="M${i * 44} ${y}h20l-16 26h-20z" fill="#222"/>`).join('')}`;

/** A room with something in it, as SVG; `random` decides what stands where. */
export const drawing = (stage: EvidenceStage, random: () => number): string => {
  const { wall, thing, mark } = look[stage];
  const hue = wall + random() * 40;
  const floor = 380 + random() * 90;
  const between = (low: number, high: number): string => (low + random() * (high - low)).toFixed(0);
  const things = Array.from({ length: 5 + Math.floor(random() * 7) }, () => {
    const [x, y, w, h] = [between(0, 700), between(120, 480), between(30, 180), between(30, 190)];
    const fill = `hsl(${between(0, 360)} ${between(12, 60)}% ${between(28, 70)}%)`;
    return random() < 0.3
      ? `<ellipse cx="${x}" cy="${y}" rx="${w}" ry="${between(20, 90)}" fill="${fill}"/>`
      : `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${between(0, 18)}" fill="${fill}" stroke="#333" stroke-opacity=".4"/>`;
  }).join('');
  const [x, y, r] = [200 + random() * 400, 160 + random() * 250, 50 + random() * 60];
  const grain = Array.from(
    { length: 16 },
    () => `<circle cx="${between(0, width)}" cy="${between(0, height)}" r="${between(1, 5)}" fill="#fff" opacity=".25"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureSize.width}" height="${pictureSize.height}" viewBox="0 0 ${width} ${height}">
    <linearGradient id="light" x1="0" y1="0" x2="1" y2="1"><stop stop-color="#fff" stop-opacity=".3"/><stop offset="1" stop-opacity=".5"/></linearGradient>
    <rect width="${width}" height="${height}" fill="hsl(${hue.toFixed(0)} 16% ${between(66, 84)}%)"/>
    <path d="M0 ${floor.toFixed(0)}L${width} ${between(360, 480)}V${height}H0z" fill="hsl(${between(15, 60)} 14% ${between(34, 58)}%)"/>${things}
    <circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${r.toFixed(0)}" fill="${thing}"/>
    <circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${(r + 16).toFixed(0)}" fill="none" stroke="${mark}" stroke-width="8"/>
    ${stage === 'protection' ? tape(Number(between(250, 420))) : ''}${grain.join('')}<rect width="${width}" height="${height}" fill="url(#light)"/></svg>`;
};

/** About 4 kB. */
export const picture = async (stage: EvidenceStage, random: () => number): Promise<Uint8Array> => {
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(drawing(stage, random)))
    .jpeg({ quality: 72 })
    .toBuffer();
};
