/** 现场核实: who was sent to look, that they arrived, what they found; and the code on the room's wall. */
import { timingSafeEqual } from 'node:crypto';
import QRCode from 'qrcode';
import { z } from 'zod';
import { runnerTaskSchema } from '../../contracts/drill.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { idSchema } from '../../contracts/values.ts';
import { arrivalCode, arrivalText, readArrivalCode } from '../../core/sight/place-code.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema, given } from '../listing.ts';
import { refuse } from '../problems.ts';
import type { Policy, Route } from '../route.ts';
import { ok, route } from '../route.ts';

const params = z.object({ id: z.string().min(1).max(64) });
/** 96 bits of HMAC-SHA-256: nobody guesses one (RFC 2104 §5 asks for at least 80). */
const tagBytes = 12;

const tagOf = (deps: ApiDeps, space: string): string =>
  deps.seal('arrival', arrivalText(space)).subarray(0, tagBytes).toString('base64url');

/** The room a code stands for; null = forged or damaged. */
const spaceOf = (deps: ApiDeps, code: string): string | null => {
  const read = readArrivalCode(code);
  if (!read) return null;
  const expected = Buffer.from(tagOf(deps, read.space));
  const given = Buffer.from(read.tag);
  return given.length === expected.length && timingSafeEqual(given, expected) && deps.world().spaces.has(read.space) ? read.space : null;
};

const oneTask: Policy = {
  kind: 'object',
  permission: 'runnerTask.act',
  schoolOf: (find, { params: { id } }) => find.facts.get('runnerTask', String(id))?.school ?? null,
};

export const runnerTaskRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/runner-tasks',
    noun: 'runner-tasks',
    summary: 'Runners, newest first; mine=true = those sent to me',
    policy: { kind: 'branch', permission: 'runnerTask.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      alarm: z.string().max(64).optional(),
      mine: flagSchema.optional(),
      open: flagSchema.optional(),
    }),
    answer: pageOf(runnerTaskSchema),
    run: ({ query: { limit, cursor, mine, ...filters }, schools, actor }) => {
      const where = { ...given(filters), ...(mine === true ? { person: actor.id } : {}) };
      return ok(deps.facts.list('runnerTask', { where, schools: schools(), limit, cursor }));
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/runner-tasks',
    noun: 'runner-tasks',
    summary: 'Sends somebody of the school to look at an alarm',
    policy: {
      kind: 'object',
      permission: 'runnerTask.assign',
      schoolOf: (find, { body }) => {
        const alarm = z.object({ alarm: z.string() }).safeParse(body);
        return alarm.success ? (find.facts.get('alarm', alarm.data.alarm)?.school ?? null) : null;
      },
    },
    body: z.object({ alarm: z.string().min(1).max(64), person: idSchema }),
    answer: runnerTaskSchema,
    run: ({ body: { alarm, person }, actor }) => deps.acts.sendRunner(actor, alarm, person),
  }),
  route({
    method: 'POST',
    url: '/api/v1/runner-tasks/:id/arrive',
    noun: 'runner-tasks',
    summary: 'I am there: with the code scanned from the wall, or by my word (null)',
    policy: oneTask,
    params,
    body: z.object({ code: z.string().max(200).nullable() }),
    answer: runnerTaskSchema,
    run: ({ params: { id }, body: { code }, actor }) => {
      const space = code === null ? null : spaceOf(deps, code);
      if (code !== null && space === null) return refuse(409, 'unknown_code', 'This code was not made by this installation.');
      return deps.acts.runnerArrived(actor, id, space);
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/runner-tasks/:id/finding',
    noun: 'runner-tasks',
    summary: 'What I found: real confirms the alarm at once',
    policy: oneTask,
    params,
    body: z.object({ finding: z.enum(['real', 'false', 'unclear']) }),
    answer: runnerTaskSchema,
    run: ({ params: { id }, body: { finding }, actor }) => deps.acts.runnerFound(actor, id, finding),
  }),
  route({
    method: 'GET',
    url: '/api/v1/spaces/:id/arrival-code',
    noun: 'spaces',
    summary: 'The code to be put on the wall of a room: scanning it proves that a runner is there',
    policy: {
      kind: 'object',
      permission: 'runnerTask.assign',
      schoolOf: (find, { params: { id } }) => find.world().spaces.get(String(id))?.school ?? null,
    },
    params,
    answer: z.object({ url: z.string(), svg: z.string() }),
    run: async ({ params: { id }, request }) => {
      const address = deps.settings.publicUrl ?? `${request.protocol}://${request.host}`;
      const url = `${address}/arrive/${arrivalCode(id, tagOf(deps, id))}`;
      return ok({ url, svg: await QRCode.toString(url, { type: 'svg', errorCorrectionLevel: 'Q', margin: 4 }) });
    },
  }),
];
