/** `config/response.yaml`: what each of the four levels of response means, what raises it, who commands, what is done (domain C4). */
import { z } from 'zod';
import type { ResponseLevel } from '../../contracts/incident.ts';
import { responseLevels } from '../../contracts/incident.ts';
import { spaceSchema } from '../../contracts/place.ts';
import { alarmKinds, bilingualSchema, roles } from '../../contracts/values.ts';

const cites = bilingualSchema;
const count = z.number().int().min(1).max(1000);
const seconds = z.number().int().min(10).max(86_400);
const days = z.number().int().min(1).max(3660);

const shippedTaskSchema = z.strictObject({
  task: z.string().regex(/^[a-z0-9_]{1,40}$/),
  role: z.enum(roles),
  /** Counted from the moment the level is reached. */
  withinSeconds: seconds,
  cites,
});

const levelSchema = z
  .strictObject({
    name: bilingualSchema,
    colour: z.enum(['blue', 'yellow', 'orange', 'red']),
    /** The lowest role that commands at this level. */
    commander: z.enum(roles),
    /** Roles that may command until a proper commander takes over: at night nobody else may be there. */
    acting: z.array(z.enum(roles)),
    tasks: z.array(shippedTaskSchema),
    cites,
  })
  .refine(({ tasks }) => new Set(tasks.map(({ task }) => task)).size === tasks.length, { path: ['tasks'], message: 'a task stands twice' });

const triggersSchema = z.strictObject({
  /** III: this many zones; a zone is a floor, or a room that lies on no floor (GB 50116 3.3.1: zones do not reach across floors). */
  zones: z.strictObject({ atLeast: count, cites }),
  injured: z.strictObject({ atLeast: count, cites }),
  /** II: so many floors of a building, or more than this share of them and two at least. */
  buildingWide: z.strictObject({ floors: count, overShare: z.number().gt(0).lt(1), cites }),
  serious: z.strictObject({ atLeast: count, cites }),
  dead: z.strictObject({ atLeast: count, cites }),
  hazardous: z.strictObject({ kinds: z.array(z.enum(alarmKinds)), uses: z.array(spaceSchema.shape.use), cites }),
  /** I: open incidents in so many buildings of one school, begun within the window of each other. */
  buildings: z.strictObject({ atLeast: count, withinMinutes: count, cites }),
  /** I: incidents of at least this level in so many schools under one authority. */
  schools: z.strictObject({ atLeast: count, fromLevel: z.enum(responseLevels), withinMinutes: count, cites }),
  manySerious: z.strictObject({ atLeast: count, cites }),
  manyDead: z.strictObject({ atLeast: count, cites }),
  /** Not under control for so long at a level: the next one. */
  uncontrolled: z.strictObject({ IV: seconds, III: seconds, cites }),
});

export const responseRulesSchema = z
  .strictObject({
    levels: z.strictObject({ IV: levelSchema, III: levelSchema, II: levelSchema, I: levelSchema }),
    /** Those who may command at all, the lowest first: nobody takes command from a higher one. */
    chain: z.array(z.enum(roles)).min(1),
    triggers: triggersSchema,
    /** An alarm in a building whose incident is under control and has no open alarm joins it within this time. */
    rekindle: z.strictObject({ withinMinutes: count, cites }),
    plans: z.strictObject({ reviewDays: days, cites }),
    readiness: z.strictObject({
      rotaDays: z.strictObject({ ahead: days, cites }),
      responderDays: z.strictObject({ within: days, cites }),
    }),
  })
  .refine(
    ({ levels, chain }) =>
      responseLevels.every((level) => [levels[level].commander, ...levels[level].acting].every((role) => chain.includes(role))),
    { path: ['chain'], message: 'a commander of some level is missing from it' },
  );
export type ResponseRules = z.infer<typeof responseRulesSchema>;

/** 0 = IV … 3 = I. */
export const gravity = (level: ResponseLevel): number => responseLevels.indexOf(level);
export const isGraver = (a: ResponseLevel, b: ResponseLevel): boolean => gravity(a) > gravity(b);
/** One level down; null = there is none. */
export const lowerOf = (level: ResponseLevel): ResponseLevel | null => responseLevels[gravity(level) - 1] ?? null;
