/**
 * 随手拍: the page behind the QR code on a wall, for whoever stands before it. No sign-in; it shows nothing but the
 * name of the place and, to who has reported, in four words what became of it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Hazard } from '../../contracts/hazard.ts';
import { idSchema } from '../../contracts/values.ts';
import { codeOf, type ReportPlace, readCode, signedText } from '../../core/public-report/code.ts';
import { publicFieldsSchema, publicStatusOf } from '../../core/public-report/report.ts';
import { spacesAbove } from '../../core/world.ts';
import type { ApiDeps } from '../deps.ts';
import { notFound } from '../problems.ts';
import { readForm, type SentForm } from '../public-report-form.ts';
import { type FormState, formPage, type PageLook, statusPage, unknownPage } from '../public-report-page.ts';
import type { PublicFault } from '../public-report-words.ts';
import { createQuota } from '../quota.ts';
import type { Outcome, Route } from '../route.ts';
import { ok, publicPolicy, route } from '../route.ts';

/** 96 bits of HMAC-SHA-256: nobody guesses one (RFC 2104 §5 asks for at least 80). */
const tagBytes = 12;
/** What one address may send, and what one wall may receive, in a window: an incident makes many people report at once. */
const window = { perAddress: 30, perCode: 60, ms: 10 * 60_000 };

const html = 'text/html; charset=utf-8';
const answer = z.string();
const params = z.object({ code: z.string().min(1).max(200) });
const query = z.object({ lang: z.enum(['zh', 'en']).catch('zh') });

const hazardIdOf = (key: string): string => `haz-${key}`;

const tagOf = (deps: ApiDeps, place: ReportPlace): string =>
  deps.seal('public-report', signedText(place)).subarray(0, tagBytes).toString('base64url');

/** The place a code stands for; null when it is forged, damaged, or the place is no more. */
const placeOf = (deps: ApiDeps, code: string): ReportPlace | null => {
  const read = readCode(code);
  if (!read) return null;
  const expected = Buffer.from(tagOf(deps, read.place));
  const given = Buffer.from(read.tag);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return exists(deps, read.place) ? read.place : null;
};

const exists = (deps: ApiDeps, { school, space }: ReportPlace): boolean => {
  const world = deps.world();
  return world.orgs.get(school)?.kind === 'school' && (space === null || world.spaces.get(space)?.school === school);
};

/** `实验小学 / 教学楼 / 三层 / 302` */
const nameOf = (deps: ApiDeps, { school, space }: ReportPlace): string => {
  const world = deps.world();
  const rooms = spacesAbove(world, space)
    .map((id) => world.spaces.get(id))
    .filter((room) => room !== undefined && room.kind !== 'campus')
    .map((room) => room?.name ?? '');
  return [world.orgs.get(school)?.name ?? school, ...rooms.reverse()].join(' / ');
};

/** The page's own policy lets a plain form say where it comes from; without that the guard could not tell it from a foreign one. */
const lookOf = (reply: FastifyReply, language: PageLook['language']): PageLook => {
  reply.header('referrer-policy', 'same-origin').header('cache-control', 'no-store');
  return { language, nonce: reply.cspNonce };
};

const staffLink = ({ school, space }: ReportPlace): string =>
  `/report?${new URLSearchParams({ school, ...(space === null ? {} : { space }) })}`;

const addressOf = (deps: ApiDeps, request: FastifyRequest): string => deps.settings.publicUrl ?? `${request.protocol}://${request.host}`;

const newKey = (): string => randomBytes(10).toString('hex');

export const publicReportRoutes = (deps: ApiDeps): Route[] => {
  const byAddress = createQuota(deps.clock, window.perAddress, window.ms);
  const byCode = createQuota(deps.clock, window.perCode, window.ms);

  const reportOf = (place: ReportPlace, receipt: string): Hazard | null => {
    const hazard = deps.facts.get('hazard', hazardIdOf(receipt));
    return hazard?.origin === 'public' && hazard.school === place.school ? hazard : null;
  };

  const unknown = (reply: FastifyReply, look: PageLook, what: 'code' | 'report'): Outcome<string> => {
    reply.code(404);
    return ok(unknownPage(look, what));
  };

  /** Keeps picture and report; both carry the form's key, so the same form again is the same report. */
  const take = async (place: ReportPlace, sent: SentForm, request: FastifyRequest, code: string): Promise<PublicFault | null> => {
    if (!byAddress(request.ip) || !byCode(code)) return 'too_many';
    const fields = publicFieldsSchema.safeParse(sent.texts);
    if (!fields.success) return fields.error.issues.some(({ path }) => path[0] === 'category') ? 'category' : 'description';
    if (sent.picture === 'too_large') return 'picture_large';
    if (sent.picture === null) return 'picture_missing';
    const picture = await deps.acts.addEvidence('public', { key: fields.data.key, school: place.school, stage: 'found' }, sent.picture);
    if (!picture.ok) return 'picture_unreadable';
    const reported = deps.acts.reportByPublic({ ...fields.data, ...place, photos: [picture.value.id] });
    return reported.ok ? null : 'not_taken';
  };

  return [
    route({
      method: 'GET',
      url: '/api/v1/schools/:id/report-code',
      noun: 'places',
      summary: 'The QR code by which the public reports a hazard here, to be printed and put on the wall',
      policy: {
        kind: 'object',
        permission: 'place.read',
        schoolOf: (_deps, { params: raw }) => (deps.world().orgs.get(String(raw['id']))?.kind === 'school' ? String(raw['id']) : null),
      },
      params: z.object({ id: idSchema }),
      query: z.object({ space: idSchema.optional() }),
      answer: z.object({ url: z.string(), svg: z.string() }),
      run: async ({ params: { id }, query: { space }, request }) => {
        const place: ReportPlace = { school: id, space: space ?? null };
        if (!exists(deps, place)) return notFound;
        const url = `${addressOf(deps, request)}/r/${codeOf(place, tagOf(deps, place))}`;
        const { default: QRCode } = await import('qrcode');
        return ok({ url, svg: await QRCode.toString(url, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 }) });
      },
    }),
    route({
      method: 'GET',
      url: '/r/:code',
      noun: 'public',
      summary: 'The page behind a QR code: report a hazard without signing in',
      policy: publicPolicy,
      params,
      query,
      produces: html,
      answer,
      run: ({ params: { code }, query: { lang }, reply }) => {
        const look = lookOf(reply, lang);
        const place = placeOf(deps, code);
        if (!place) return unknown(reply, look, 'code');
        return ok(
          formPage(look, {
            key: newKey(),
            place: nameOf(deps, place),
            staff: staffLink(place),
            category: '',
            description: '',
            contact: '',
            fault: null,
          }),
        );
      },
    }),
    route({
      method: 'POST',
      url: '/r/:code',
      noun: 'public',
      summary: 'Takes the form of that page; the same form again leads to the same receipt',
      policy: publicPolicy,
      params,
      query,
      produces: html,
      answer,
      run: async ({ params: { code }, query: { lang }, request, reply }) => {
        const look = lookOf(reply, lang);
        const place = placeOf(deps, code);
        if (!place) return unknown(reply, look, 'code');
        const sent = await readForm(request);
        const key = publicFieldsSchema.shape.key.safeParse(sent.texts['key']).data ?? newKey();
        const fault = reportOf(place, key) ? null : await take(place, { ...sent, texts: { ...sent.texts, key } }, request, code);
        if (fault === null) {
          reply.code(303).header('location', `/r/${code}/status/${key}?lang=${lang}`);
          return ok('');
        }
        const { category = '', description = '', contact = '' } = sent.texts;
        const state: FormState = { key, place: nameOf(deps, place), staff: staffLink(place), category, description, contact, fault };
        reply.code(fault === 'too_many' ? 429 : 422);
        return ok(formPage(look, state));
      },
    }),
    route({
      method: 'GET',
      url: '/r/:code/status/:receipt',
      noun: 'public',
      summary: 'What became of a report, in four words',
      policy: publicPolicy,
      params: params.extend({ receipt: z.string().min(1).max(64) }),
      query,
      produces: html,
      answer,
      run: ({ params: { code, receipt }, query: { lang }, reply }) => {
        const look = lookOf(reply, lang);
        const place = placeOf(deps, code);
        const hazard = place && reportOf(place, receipt);
        if (!place || !hazard) return unknown(reply, look, place ? 'report' : 'code');
        return ok(statusPage(look, { code, receipt, place: nameOf(deps, place), status: publicStatusOf(hazard) }));
      },
    }),
  ];
};
