/** Formal documents: lists, one, its printings, and the delivery that starts the clock. */
import { z } from 'zod';
import { deliverySchema, documentKinds, documentSchema } from '../../contracts/document.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { idSchema } from '../../contracts/values.ts';
import { numberText } from '../../core/documents/number.ts';
import type { Printable } from '../../core/documents/paper.ts';
import { titles } from '../../core/documents/words.ts';
import type { Actor } from '../../ports.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Ask, Outcome, Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const formats = [
  { extension: 'pdf', type: 'application/pdf' },
  { extension: 'docx', type: docxType },
] as const;
type Format = (typeof formats)[number];

const params = z.object({ id: z.string().min(1).max(64) });
type Params = z.output<typeof params>;

const ofHazard: Policy = {
  kind: 'object',
  permission: 'document.read',
  schoolOf: (deps, { params: asked }) => deps.facts.get('hazard', String(asked['id']))?.school ?? null,
};

const schoolOfDocument = (deps: ApiDeps, { params: asked }: RawAsk): string | null =>
  deps.facts.get('document', String(asked['id']))?.school ?? null;

const ofDocument: Policy = { kind: 'object', permission: 'document.read', schoolOf: schoolOfDocument };

const listSchema = pageQuerySchema.extend({ school: idSchema.optional(), kind: z.enum(documentKinds).optional() });

/** As a file is called on a disk: the title and the number, without what disks do not take. */
const fileName = (document: Printable, extension: string): string => {
  const number = document.number === null ? '草稿' : numberText(document.kind, document.year, document.number);
  return `${titles[document.kind]} ${number}.${extension}`;
};

/** The issued notice of this round, else what it would say now. */
const noticeOf = (deps: ApiDeps, id: string, actor: Actor): Printable | null => {
  const hazard = deps.facts.get('hazard', id);
  if (!hazard) return null;
  const issued = deps.facts.list('document', { where: { hazard: id, kind: 'rectification_notice' }, schools: null, limit: 1 }).items[0];
  return issued && issued.issuedAt >= hazard.since ? issued : deps.acts.draftNotice(actor, hazard);
};

type Wanted = (id: string, actor: Actor) => Printable | null;

export const documentRoutes = (deps: ApiDeps): Route[] => {
  const print = async (
    { extension, type }: Format,
    wanted: Wanted,
    { params: { id }, actor, request, reply }: Ask<Params, unknown, unknown>,
  ): Promise<Outcome<Uint8Array>> => {
    const document = wanted(id, actor);
    if (!document) return notFound;
    const origin = deps.settings.publicUrl ?? `${request.protocol}://${request.host}`;
    const bytes = await deps.office[extension](document, origin);
    reply
      .type(type)
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(fileName(document, extension))}`);
    return ok(bytes);
  };

  const printed = (url: string, summary: string, policy: Policy, wanted: Wanted): Route[] =>
    formats.map((format) =>
      route({
        method: 'GET',
        url: `${url}.${format.extension}`,
        noun: 'documents',
        summary: `${summary}, as ${format.extension.toUpperCase()}`,
        policy,
        params,
        produces: format.type,
        answer: z.custom<Uint8Array>(),
        run: (ask) => print(format, wanted, ask),
      }),
    );

  return [
    route({
      method: 'GET',
      url: '/api/v1/hazards/:id/documents',
      noun: 'documents',
      summary: 'Formal documents of a hazard, newest first',
      policy: ofHazard,
      params,
      answer: pageOf(documentSchema),
      run: ({ params: { id } }) =>
        ok({ items: deps.facts.list('document', { where: { hazard: id }, schools: null, limit: 500 }).items, next: null }),
    }),
    ...printed('/api/v1/hazards/:id/notice', 'The rectification notice issued, else a draft without a number', ofHazard, (id, actor) =>
      noticeOf(deps, id, actor),
    ),
    route({
      method: 'GET',
      url: '/api/v1/documents',
      noun: 'documents',
      summary: 'Formal documents, newest first',
      policy: { kind: 'branch', permission: 'document.read' },
      query: listSchema,
      answer: pageOf(documentSchema),
      run: ({ query: { limit, cursor, ...filters }, schools }) =>
        ok(deps.facts.list('document', { where: given(filters), schools: schools(), limit, cursor })),
    }),
    route({
      method: 'GET',
      url: '/api/v1/documents/:id',
      noun: 'documents',
      summary: 'One formal document',
      policy: ofDocument,
      params,
      answer: documentSchema,
      run: ({ params: { id } }) => {
        const document = deps.facts.get('document', id);
        return document ? ok(document) : notFound;
      },
    }),
    ...printed('/api/v1/documents/:id/file', 'The document', ofDocument, (id) => deps.facts.get('document', id)),
    route({
      method: 'POST',
      url: '/api/v1/documents/:id/delivery',
      noun: 'documents',
      summary:
        "Take delivery with the school leader's opinion and signature: the days of a notice run from now; If-Match carries the version seen",
      policy: { kind: 'object', permission: 'document.sign', schoolOf: schoolOfDocument },
      params,
      body: deliverySchema,
      answer: documentSchema,
      run: ({ params: { id }, body, actor, caller, request }) => {
        const seen = seenBy(caller, request);
        return seen.ok ? deps.acts.onDelivery(actor, id, body, seen.value) : seen;
      },
    }),
  ];
};
