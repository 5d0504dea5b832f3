/** Reads a valid CAP alert into what concerns us. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { CapArea, ReceivedCap } from '../core/cap/received.ts';

const lists = new Set(['info', 'area', 'polygon', 'circle', 'category', 'eventCode', 'parameter']);

/** Entities of a document type never come this far; the five of XML and numbered characters are read here. */
const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: false,
  isArray: (name) => lists.has(name),
});

const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const plain = (text: string): string =>
  text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);/g, (_, name: string) => {
    if (!name.startsWith('#')) return signs[name] ?? '';
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });

const text = z.string().transform(plain).catch('');
const areaSchema = z.object({ polygon: z.array(text).default([]), circle: z.array(text).default([]) });
const infoSchema = z.object({
  language: text.default('en-US'),
  event: text,
  headline: text.default(''),
  expires: text.default(''),
  area: z.array(areaSchema).default([]),
});
const alertSchema = z.object({
  alert: z.object({
    identifier: text,
    sender: text,
    sent: text,
    status: z.enum(['Actual', 'Exercise', 'System', 'Test', 'Draft']),
    msgType: z.enum(['Alert', 'Update', 'Cancel', 'Ack', 'Error']),
    references: text.default(''),
    info: z.array(infoSchema).default([]),
  }),
});
type Info = z.output<typeof infoSchema>;

const pairOf = (pair: string): [number, number] | null => {
  const [latitude, longitude] = pair.split(',').map(Number);
  return Number.isFinite(latitude) && Number.isFinite(longitude) && latitude !== undefined && longitude !== undefined
    ? [latitude, longitude]
    : null;
};

const areaOf = ({ polygon, circle }: z.output<typeof areaSchema>): CapArea => ({
  polygons: polygon
    .map((pairs) => pairs.split(/\s+/).flatMap((pair) => [pairOf(pair)].filter((one) => one !== null)))
    .filter((one) => one.length >= 4),
  circles: circle.flatMap((given) => {
    const [at, kilometres] = given.split(/\s+/);
    const middle = pairOf(at ?? '');
    return middle && Number(kilometres) >= 0 ? [{ at: middle, kilometres: Number(kilometres) }] : [];
  }),
});

/** The words in a language, else those there are. */
const headlineIn = (infos: readonly Info[], language: 'zh' | 'en'): string => {
  const info = infos.find((one) => one.language.toLowerCase().startsWith(language)) ?? infos[0];
  return (info?.headline || info?.event || '—').slice(0, 400);
};

const latest = (infos: readonly Info[]): number | null => {
  const times = infos.map(({ expires }) => Date.parse(expires)).filter((at) => !Number.isNaN(at));
  return times.length > 0 ? Math.max(...times) : null;
};

/** @param xml valid against the schema. null = it says nothing that could be kept (an identifier with blanks in it …). */
export const readAlert = (xml: string): Omit<ReceivedCap, 'signature'> | null => {
  const parsed = alertSchema.safeParse(parser.parse(xml));
  if (!parsed.success) return null;
  const { identifier, sender, sent, status, msgType, references, info } = parsed.data.alert;
  const at = Date.parse(sent);
  // §3.2.1; of some length, since they are kept.
  const name = /^[^\s,<&]{1,300}$/;
  if (!name.test(identifier) || !name.test(sender) || Number.isNaN(at)) return null;
  return {
    identifier,
    sender,
    sent: at,
    status,
    msgType,
    references: references.slice(0, 4000),
    expiresAt: latest(info),
    headline: { zh: headlineIn(info, 'zh'), en: headlineIn(info, 'en') },
    areas: info.flatMap(({ area }) => area.map(areaOf)),
    xml,
  };
};
