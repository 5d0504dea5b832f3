/** 接警认领: by a signed-in person, and by the link in a notice, which needs no sign-in. Opening a link changes nothing. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Claim } from '../../acts/calls.ts';
import { alarmViewSchema } from '../../contracts/alarm.ts';
import type { Call } from '../../contracts/call.ts';
import type { Person } from '../../contracts/place.ts';
import { may, sees } from '../../core/access/policy.ts';
import type { ClaimLink } from '../../core/escalation/claim-link.ts';
import { claimTagBytes, claimText, readClaim } from '../../core/escalation/claim-link.ts';
import { alarmText } from '../../core/escalation/text.ts';
import type { ClaimSight, ClaimState } from '../claim-page.ts';
import { claimPage, noClaimPage } from '../claim-page.ts';
import type { ApiDeps } from '../deps.ts';
import { refuse } from '../problems.ts';
import { readForm } from '../public-report-form.ts';
import type { PageLook } from '../public-report-page.ts';
import type { Outcome, Route } from '../route.ts';
import { ok, publicPolicy, route } from '../route.ts';

const html = 'text/html; charset=utf-8';
const params = z.object({ token: z.string().min(1).max(240) });
const query = z.object({ lang: z.enum(['zh', 'en']).catch('zh') });
/** The button says what the person has seen; a program may leave it out. */
const claimQuery = query.extend({ seen: z.coerce.number().int().min(0).optional().catch(undefined) });

/** What a link stands for, when its seal holds and its time is not over; null otherwise. */
const linkOf = (deps: ApiDeps, token: string): ClaimLink | null => {
  const read = readClaim(token);
  if (!read) return null;
  const tag = deps.seal('claim', claimText(read.link)).subarray(0, claimTagBytes).toString('base64url');
  const [expected, given] = [Buffer.from(tag), Buffer.from(read.tag)];
  const holds = given.length === expected.length && timingSafeEqual(given, expected);
  return holds && read.link.expiresAt > deps.clock.now() ? read.link : null;
};

const lookOf = (reply: FastifyReply, language: PageLook['language']): PageLook => {
  reply.header('referrer-policy', 'same-origin').header('cache-control', 'no-store');
  return { language, nonce: reply.cspNonce };
};

const statusOf: Readonly<Record<Exclude<ClaimState, 'open' | 'yours'>, number>> = { changed: 409, others: 409, over: 409, role: 403 };

export const claimRoutes = (deps: ApiDeps): Route[] => {
  const personOf = (id: string | null): Person | null => deps.world().people.get(id ?? '') ?? null;

  /** What the page shows now; null = there is nothing to show to this person. */
  const sightOf = ({ call: id, person: who }: ClaimLink): ClaimSight | null => {
    const call: Call | null = deps.facts.get('call', id);
    const person = personOf(who);
    const alarm = call?.subject === 'alarm' && call.person === who ? deps.facts.get('alarm', call.subjectId) : null;
    if (!alarm || !person?.active || !sees(deps.world(), person.org, alarm.school)) return null;
    const taken: ClaimState = alarm.acknowledgedBy === who ? 'yours' : 'others';
    const mine: ClaimState = may(person.role, 'alarm.acknowledge') ? 'open' : 'role';
    return {
      ...alarmText(deps.world(), alarm),
      state: alarm.acknowledged ? taken : alarm.open ? mine : 'over',
      exercise: alarm.exercise !== null,
      person: person.name,
      owner: alarm.acknowledged ? (personOf(alarm.acknowledgedBy)?.name ?? null) : null,
      occurrence: alarm.escalation?.occurrence ?? 1,
    };
  };

  const answer = (reply: FastifyReply, look: PageLook, sight: ClaimSight | null, asked: boolean): Outcome<string> => {
    if (!sight) {
      reply.code(404);
      return ok(noClaimPage(look));
    }
    if (asked && sight.state !== 'open' && sight.state !== 'yours') reply.code(statusOf[sight.state]);
    return ok(claimPage(look, sight));
  };

  /** A program that holds a token has no name but its own. */
  const ownerOf = ({ owner, alarm }: Extract<Claim, { ok: false }>): string =>
    owner ? `${owner.name} (${owner.id})` : (alarm?.acknowledgedBy ?? '');

  const refusalOf = (claim: Extract<Claim, { ok: false }>): Outcome<never> =>
    refuse(claim.status, claim.code, claim.code === 'already_claimed' ? `owner: ${ownerOf(claim)}` : 'The alarm cannot be taken on.');

  return [
    route({
      method: 'POST',
      url: '/api/v1/alarms/:id/claim',
      noun: 'alarms',
      summary: 'Take an alarm on: one owner, whoever is first; the others are told who it is; again by the owner changes nothing',
      policy: {
        kind: 'object',
        permission: 'alarm.acknowledge',
        schoolOf: (find, { params: raw }) => find.facts.get('alarm', String(raw['id']))?.school ?? null,
      },
      params: z.object({ id: z.string().min(1).max(64) }),
      answer: alarmViewSchema,
      run: ({ params: { id }, actor }) => {
        const claim = deps.acts.claim(actor, id);
        return claim.ok ? ok({ ...claim.alarm, allowedActions: deps.acts.allowedAlarmActions(claim.alarm, actor) }) : refusalOf(claim);
      },
    }),
    route({
      method: 'GET',
      url: '/a/:token',
      noun: 'public',
      summary: 'The page behind a notice’s link: what it is about and who has it; opening it changes nothing',
      policy: publicPolicy,
      params,
      query,
      produces: html,
      answer: z.string(),
      run: ({ params: { token }, query: { lang }, reply }) => {
        const look = lookOf(reply, lang);
        const link = linkOf(deps, token);
        return answer(reply, look, link && sightOf(link), false);
      },
    }),
    route({
      method: 'POST',
      url: '/a/:token',
      noun: 'public',
      summary: 'Takes the alarm on as the person the link was sent to',
      policy: publicPolicy,
      params,
      query: claimQuery,
      produces: html,
      answer: z.string(),
      run: async ({ params: { token }, query: { lang, seen }, request, reply }) => {
        const look = lookOf(reply, lang);
        await readForm(request);
        const link = linkOf(deps, token);
        const claim = link && deps.acts.claimByLink(link, seen ?? null);
        const sight = link && sightOf(link);
        const graver = claim?.ok === false && claim.code === 'changed' && sight?.state === 'open';
        return answer(reply, look, graver ? { ...sight, state: 'changed' } : sight, true);
      },
    }),
  ];
};
