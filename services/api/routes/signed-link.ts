/**
 * `/s/:token`: a responder answers without signing in. Looking at it changes nothing (messengers fetch links to preview
 * them); a step needs the key that stands on the page, and each key opens its step once.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AssistanceRequest, RequestAction } from '../../contracts/responder.ts';
import { requestActions } from '../../contracts/responder.ts';
import { isStepKey, readLink, stepKey } from '../../core/linkage/link.ts';
import { actionsOf } from '../../core/linkage/transitions.ts';
import { tellResponder } from '../../core/linkage/words.ts';
import type { ApiDeps } from '../deps.ts';
import { refuse } from '../problems.ts';
import type { Outcome, Route } from '../route.ts';
import { ok, publicPolicy, route } from '../route.ts';
import type { LinkPage } from '../signed-link-page.ts';
import { linkPage, noLinkPage } from '../signed-link-page.ts';

const html = 'text/html; charset=utf-8';
const params = z.object({ token: z.string().min(1).max(200) });
const answerSchema = z.object({
  action: z.enum(requestActions).exclude(['cancel']),
  key: z.string().min(1).max(60),
  reason: z.string().trim().max(200).optional(),
});

/** A plain form, or JSON of a program. */
const readAnswer = async (request: FastifyRequest): Promise<unknown> => {
  if (!request.isMultipart()) return request.body;
  const fields: Record<string, string> = {};
  try {
    for await (const part of request.parts({ limits: { files: 0, fields: 6, fieldSize: 2000, parts: 6 } }))
      if (part.type === 'field' && typeof part.value === 'string') fields[part.fieldname] = part.value;
  } catch {
    // Only the parser runs in there: what it throws is a form that is cut off.
    return null;
  }
  return fields;
};

export const signedLinkRoutes = (deps: ApiDeps): Route[] => {
  const requestOf = (token: string): AssistanceRequest | null => {
    const id = readLink(deps.seal, token, deps.clock.now());
    return id === null ? null : deps.facts.get('request', id);
  };

  const pageOf = (request: AssistanceRequest, reply: FastifyReply, fault: LinkPage['fault']): string | null => {
    const world = deps.world();
    const responder = world.responders.get(request.responder);
    const incident = deps.facts.get('incident', request.incident);
    if (!responder || !incident) return null;
    const newest = deps.facts.get('alarm', incident.alarms.at(-1) ?? '');
    return linkPage({
      told: tellResponder(world, incident, newest?.space ?? incident.space, { need: request.need, responder }),
      request,
      incident,
      steps: actionsOf(request, 'responder').map((action) => ({ action, key: stepKey(deps.seal, request, action) })),
      now: deps.clock.now(),
      fault,
      styleNonce: reply.cspNonce.style,
    });
  };

  const show = (request: AssistanceRequest | null, reply: FastifyReply, fault: LinkPage['fault']): Outcome<string> => {
    // A form may say where it comes from, so that the guard knows it for ours.
    reply.header('referrer-policy', 'same-origin').header('cache-control', 'no-store').type(html);
    const page = request && pageOf(request, reply, fault);
    if (page) return ok(page);
    reply.code(404);
    return ok(noLinkPage(reply.cspNonce.style));
  };

  const answered = (request: AssistanceRequest): Outcome<string> =>
    ok(
      JSON.stringify({
        id: request.id,
        state: request.state,
        arrivalDueAt: request.arrivalDueAt,
        keys: Object.fromEntries(actionsOf(request, 'responder').map((action) => [action, stepKey(deps.seal, request, action)])),
      }),
    );

  const step = (request: AssistanceRequest, body: unknown): { fault: LinkPage['fault']; request: AssistanceRequest } => {
    const parsed = answerSchema.safeParse(body);
    const action: RequestAction | null = parsed.success ? parsed.data.action : null;
    if (!parsed.success || action === null || !isStepKey(deps.seal, request, action, parsed.data.key)) return { fault: 'used', request };
    const result = deps.acts.answerRequest(request.id, { action, reason: parsed.data.reason || undefined });
    return result.ok ? { fault: null, request: result.value } : { fault: 'not_possible', request };
  };

  return [
    route({
      method: 'GET',
      url: '/s/:token',
      noun: 'public',
      summary: 'The page by which a responder answers, without signing in; looking at it changes nothing',
      policy: publicPolicy,
      params,
      produces: html,
      answer: z.string(),
      run: ({ params: { token }, reply }) => show(requestOf(token), reply, null),
    }),
    route({
      method: 'POST',
      url: '/s/:token',
      noun: 'public',
      summary: 'A responder accepts, refuses with a reason, sets out, arrives, is done; the key of a step works once',
      policy: publicPolicy,
      params,
      produces: html,
      answer: z.string(),
      run: async ({ params: { token }, request, reply }) => {
        const known = requestOf(token);
        const isForm = request.isMultipart();
        if (!known) return isForm ? show(null, reply, null) : refuse(404, 'not_found', 'This link is not valid, or too old.');
        const { fault, request: after } = step(known, await readAnswer(request));
        if (!isForm) {
          reply.type('application/json; charset=utf-8');
          return fault === null ? answered(after) : refuse(409, fault === 'used' ? 'step_used' : fault, 'Ask for the page again.');
        }
        if (fault !== null) {
          reply.code(409);
          return show(known, reply, fault);
        }
        // See other: going back or reloading sends nothing again.
        reply.code(303).header('location', `/s/${token}`);
        return ok('');
      },
    }),
  ];
};
