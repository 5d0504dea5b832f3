/** `config/linkage.yaml`: who is asked for help, when, and how long an answer may take. */
import { z } from 'zod';
import type { Incident } from '../../contracts/incident.ts';
import { responseLevels } from '../../contracts/incident.ts';
import { capabilities, responderKinds } from '../../contracts/responder.ts';
import { bilingualSchema } from '../../contracts/values.ts';

export const eventClasses = ['fire', 'gas', 'intrusion', 'crush', 'other'] as const;
export type EventClass = (typeof eventClasses)[number];

const occasionSchema = {
  events: z.array(z.enum(eventClasses)).min(1),
  /** From this level up. */
  from: z.enum(responseLevels),
  /** Only when somebody is hurt. */
  injury: z.boolean(),
};

const lineSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z_]{1,40}$/),
    ...occasionSchema,
    kinds: z.array(z.enum(responderKinds)).min(1),
    /** Any one of these. */
    needs: z.array(z.enum(capabilities)).min(1),
    withinMetres: z.number().positive().nullable(),
    /** Asked at once. */
    ask: z.number().int().min(1).max(100),
    /** Enough have said yes. */
    accept: z.number().int().min(1).max(100),
    arriveSeconds: z.number().int().positive(),
    cites: bilingualSchema,
  })
  .refine(({ ask, accept }) => accept <= ask, 'more acceptances than are asked');
export type AskLine = z.infer<typeof lineSchema>;

const ms = z.number().int().min(100).max(120_000);

/** CAP 1.2 §3.2.1: no spaces, commas, `<` or `&` in identifiers. */
const capName = z.string().regex(/^[^\s,<&]{1,120}$/);

export const linkageRulesSchema = z.strictObject({
  channels: z.strictObject({
    /** 4 s for each of at most six channels is a person in 24 s. */
    tryMs: ms.max(4500),
    silentMs: ms.max(9000),
    personMs: ms.max(29_000),
    retryCapMs: ms.max(30_000),
    cites: bilingualSchema,
  }),
  answer: z.strictObject({ noAnswerSeconds: z.number().int().min(5).max(3600), cites: bilingualSchema }),
  contacts: z.strictObject({
    verifiedDays: z.number().int().min(1).max(366),
    linkHours: z.number().int().min(1).max(168),
    cites: bilingualSchema,
  }),
  phone: z.strictObject({
    ackSeconds: z.number().int().min(5).max(600),
    cites: bilingualSchema,
    numbers: z.array(z.strictObject({ number: z.string().regex(/^\d{3,20}$/), ...occasionSchema })),
  }),
  asks: z.array(lineSchema).refine((lines) => new Set(lines.map(({ id }) => id)).size === lines.length, 'an id is there twice'),
  /** `host` or `host:port` that may lie on a private network. */
  privateHosts: z.array(z.string().min(1).max(260)),
  cap: z.strictObject({
    sender: capName,
    expiresMinutes: z.number().int().min(10).max(1440),
    gbIdentifier: z
      .strictObject({
        region: z.string().regex(/^\d{6}$/),
        sector: z.string().regex(/^\w{3}$/),
        unit: z.string().regex(/^\w{3}$/),
        extension: z.string().regex(/^\w{2}$/),
      })
      .nullable(),
    trusted: z.array(z.strictObject({ sender: capName, publicKey: z.string().includes('PUBLIC KEY') })),
  }),
});
export type LinkageRules = z.infer<typeof linkageRulesSchema>;

const classes: Readonly<Record<string, EventClass>> = {
  smoke: 'fire',
  heat: 'fire',
  manual_call: 'fire',
  video_fire: 'fire',
  video_smoke: 'fire',
  temperature: 'fire',
  gas: 'gas',
  co: 'gas',
  panic: 'intrusion',
  video_intrusion: 'intrusion',
  video_crowd: 'crush',
};

export const eventClassOf = (kind: string): EventClass => classes[kind] ?? 'other';

export const isHurt = ({ casualties }: Pick<Incident, 'casualties'>): boolean =>
  casualties.some(({ dead, serious, injured }) => dead + serious + injured > 0);

interface Occasion {
  readonly events: readonly EventClass[];
  readonly from: Incident['level'];
  readonly injury: boolean;
}

/** Is it an occasion for this? `kinds`: of all its alarms. */
export const holdsFor = ({ events, from, injury }: Occasion, incident: Incident, kinds: readonly string[]): boolean =>
  responseLevels.indexOf(incident.level) >= responseLevels.indexOf(from) &&
  (!injury || isHurt(incident)) &&
  kinds.some((kind) => events.includes(eventClassOf(kind)));
