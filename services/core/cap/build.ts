/** CAP 1.2 (OASIS, 2010-07-01): an incident as an alert, element by element in the order the schema demands. Pure; drawn as XML elsewhere. */
import type { Incident } from '../../contracts/incident.ts';
import type { Org } from '../../contracts/place.ts';
import type { CapMessage } from '../../contracts/responder.ts';
import type { Bilingual } from '../../contracts/values.ts';
import { marked } from '../drills/mark.ts';
import type { EventClass, LinkageRules } from '../linkage/policy.ts';
import { eventClassOf } from '../linkage/policy.ts';
import { eventWords } from '../linkage/words.ts';

/** Name and text, or name and children. */
export type CapNode = readonly [name: string, value: string | readonly CapNode[]];

/** `YYYY-MM-DDThh:mm:ss+08:00`: never `Z`, no fractions (§3.3.2). */
export const capTime = (at: number): string => `${new Date(at + 8 * 3600_000).toISOString().slice(0, 19)}+08:00`;

/** Without spaces, commas, `<` and `&` (§3.2.1). */
export const capName = (text: string): string => text.replace(/[\s,<&]+/g, '-').slice(0, 120) || '-';

/** `sender,identifier,sent` of each, apart by spaces (§3.2.1). */
export const capReferences = (earlier: readonly Pick<CapMessage, 'sender' | 'identifier' | 'sent'>[]): string =>
  earlier.map(({ sender, identifier, sent }) => `${sender},${identifier},${capTime(sent)}`).join(' ');

type Location = NonNullable<Org['location']>;

const degrees = (value: number): string => value.toFixed(6);

/** The circle as a closed polygon around it: eight corners and the first again (at least four pairs, §3.2.4). */
export const polygonAround = ({ latitude, longitude, radiusMetres }: Location): string => {
  // Corners lie outside, so that the sides do not cut into the campus.
  const reach = radiusMetres / Math.cos(Math.PI / 8) / 111_320;
  const corner = (i: number): string => {
    const turn = (2 * Math.PI * i) / 8;
    return `${degrees(latitude + reach * Math.cos(turn))},${degrees(longitude + (reach * Math.sin(turn)) / Math.cos((latitude * Math.PI) / 180))}`;
  };
  const corners = Array.from({ length: 8 }, (_, i) => corner(i));
  return [...corners, corners[0] ?? ''].join(' ');
};

const categories: Readonly<Record<EventClass, string>> = {
  fire: 'Fire',
  gas: 'CBRNE',
  intrusion: 'Security',
  crush: 'Safety',
  other: 'Safety',
};

const severities: Readonly<Record<Incident['level'], string>> = { IV: 'Minor', III: 'Moderate', II: 'Severe', I: 'Extreme' };

const colours: Readonly<Record<Incident['level'], string>> = { IV: 'blue', III: 'yellow', II: 'orange', I: 'red' };

/** `ZZZZZZDDDUUUXX_YYYYMMDDhhmmss_N`: region, sector, unit, extension, Beijing time, serial (as in GB/T 35965.1). */
export const gbIdentifier = (
  { region, sector, unit, extension }: NonNullable<LinkageRules['cap']['gbIdentifier']>,
  sent: number,
  serial: number,
): string => `${region}${sector}${unit}${extension}_${capTime(sent).slice(0, 19).replace(/\D/g, '')}_${serial % 10}`;

export interface CapDraft {
  readonly incident: Incident;
  readonly org: Pick<Org, 'name' | 'location'>;
  /** `教学楼 / 三层 / 302` */
  readonly place: string;
  readonly identifier: string;
  readonly sender: string;
  /** Whole seconds. */
  readonly sent: number;
  readonly expiresAt: number;
  readonly msgType: 'Alert' | 'Update' | 'Cancel';
  readonly references: string;
  readonly gbIdentifier: string | null;
}

/** A drill is never `Actual`, whatever else may be wrong. */
export const capStatusOf = (exercise: string | null): 'Actual' | 'Exercise' => (exercise === null ? 'Actual' : 'Exercise');

const over: Bilingual = { zh: '响应结束', en: 'response ended' };

export const capHeadline = ({ incident, place, msgType }: Pick<CapDraft, 'incident' | 'place' | 'msgType'>): Bilingual => {
  const event = eventWords[eventClassOf(incident.kind)];
  const state = msgType === 'Cancel' ? over : { zh: `${incident.level}级响应`, en: `response level ${incident.level}` };
  return marked({ zh: `${event.zh}：${place}，${state.zh}`, en: `${event.en}: ${place}, ${state.en}` }, incident.exercise !== null);
};

const descriptions = (draft: CapDraft): Bilingual => {
  const { incident, place, msgType } = draft;
  const event = eventWords[eventClassOf(incident.kind)];
  const newest = incident.casualties.at(-1);
  const hurt = newest ? newest.dead + newest.serious + newest.injured : 0;
  const text: Bilingual =
    msgType === 'Cancel'
      ? {
          zh: `${place}的${event.zh}已处置完毕，响应结束。`,
          en: `The emergency (${event.en}) at ${place} is dealt with; the response has ended.`,
        }
      : {
          zh: `${place}已确认${event.zh}，启动${incident.level}级响应，伤亡人数（目前所知）${hurt}。`,
          en: `${event.en} is confirmed at ${place}; response level ${incident.level}; casualties known so far: ${hurt}.`,
        };
  return marked(text, incident.exercise !== null);
};

const instructions = ({ incident, msgType }: CapDraft): Bilingual => {
  const text =
    msgType === 'Cancel'
      ? { zh: '无需再派出力量。', en: 'No further help is needed.' }
      : incident.level === 'IV'
        ? { zh: '周边力量做好准备，收到求助请答复能否前往。', en: 'Stand by; answer whether you are coming when you are asked.' }
        : { zh: '按求助请求前往支援，并保持联系。', en: 'Come as asked, and stay in touch.' };
  return marked(text, incident.exercise !== null);
};

const named = (name: string, valueName: string, value: string): CapNode => [
  name,
  [
    ['valueName', valueName],
    ['value', value],
  ],
];

const areaOf = ({ org, place }: CapDraft): CapNode => {
  const { location } = org;
  const shape: CapNode[] = location
    ? [
        ['polygon', polygonAround(location)],
        ['circle', `${degrees(location.latitude)},${degrees(location.longitude)} ${(location.radiusMetres / 1000).toFixed(3)}`],
      ]
    : [];
  return ['area', [['areaDesc', place], ...shape]];
};

const infoIn = (language: 'zh-CN' | 'en', draft: CapDraft): CapNode => {
  const { incident, msgType } = draft;
  const say = (text: Bilingual): string => (language === 'en' ? text.en : text.zh);
  const event = eventClassOf(incident.kind);
  const ended = msgType === 'Cancel';
  return [
    'info',
    [
      ['language', language],
      ['category', categories[event]],
      ['event', say(eventWords[event])],
      ['responseType', ended ? 'AllClear' : incident.level === 'IV' ? 'Prepare' : 'Execute'],
      ['urgency', ended ? 'Past' : 'Immediate'],
      ['severity', severities[incident.level]],
      ['certainty', 'Observed'],
      named('eventCode', 'campus-watch:event', event),
      ['effective', capTime(draft.sent)],
      ['onset', capTime(incident.eventAt)],
      ['expires', capTime(draft.expiresAt)],
      ['senderName', draft.org.name],
      ['headline', say(capHeadline(draft)).slice(0, 160)],
      ['description', say(descriptions(draft))],
      ['instruction', say(instructions(draft))],
      named('parameter', 'campus-watch:incident', incident.id),
      named('parameter', 'campus-watch:responseLevel', incident.level),
      named('parameter', 'campus-watch:colour', colours[incident.level]),
      ...(draft.gbIdentifier === null ? [] : [named('parameter', 'GB/T 35965.1:identifier', draft.gbIdentifier)]),
      areaOf(draft),
    ],
  ];
};

/** The children of `alert`. */
export const buildCap = (draft: CapDraft): readonly CapNode[] => {
  const { incident, msgType, references } = draft;
  return [
    ['identifier', draft.identifier],
    ['sender', draft.sender],
    ['sent', capTime(draft.sent)],
    ['status', capStatusOf(incident.exercise)],
    ['msgType', msgType],
    ['scope', 'Restricted'],
    ['restriction', 'Responders and authorities of the school / 响应单位与主管部门'],
    ...(incident.exercise === null ? [] : [['note', `【演练】[DRILL] ${incident.exercise}`] as const]),
    ...(references === '' ? [] : [['references', references] as const]),
    ['incidents', capName(incident.id)],
    infoIn('zh-CN', draft),
    infoIn('en', draft),
  ];
};
