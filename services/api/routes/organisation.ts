/** The organisation as a spreadsheet, what it still lacks, and its people. */
import { z } from 'zod';
import { personFormSchema } from '../../contracts/organisation.ts';
import { personSchema } from '../../contracts/place.ts';
import { gapsSchema } from '../../contracts/responsibility.ts';
import { sheetImportSchema } from '../../contracts/sheet.ts';
import { idSchema } from '../../contracts/values.ts';
import { gapsOf } from '../../core/responsibility/coverage.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema } from '../listing.ts';
import { refuse } from '../problems.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { placeIn } from './posts.ts';

/** ECMA-376's media type of a workbook. */
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Longest workbook that is taken, as `sheets/workbook.ts` reads it. */
const longestBytes = 5 * 1024 * 1024;

const unreadable = {
  not_a_workbook: refuse(400, 'not_a_workbook', 'Send an Excel workbook (.xlsx).'),
  too_large: refuse(413, 'workbook_too_large', 'A workbook may have 5 MiB.'),
  too_many_rows: refuse(413, 'too_many_rows', 'A workbook may have 20,000 rows.'),
} as const;

const onePerson = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.world().people.get(String(id))?.org ?? null;

const workbookRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/organisation.xlsx',
    noun: 'organisation',
    summary: 'My branch as a workbook that can be imported again',
    policy: { kind: 'branch', permission: 'organisation.import' },
    produces: workbookType,
    answer: z.custom<Uint8Array>(),
    run: async ({ actor, reply }) => {
      const bytes = await deps.office.writeWorkbook(deps.acts.exportSheets(actor));
      // Names and telephone numbers leave the house.
      deps.audit({
        at: deps.clock.now(),
        actor: actor.id,
        act: 'organisation.exported',
        subject: 'organisation',
        subjectId: actor.org,
        school: null,
        detail: { bytes: bytes.byteLength },
      });
      reply.header('content-disposition', 'attachment; filename="organisation.xlsx"');
      return ok(bytes);
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/organisation/import',
    noun: 'organisation',
    summary: 'Import a workbook (multipart, field `file`) into my branch: all of it, or with an error nothing; dry=true only looks',
    policy: { kind: 'branch', permission: 'organisation.import' },
    query: z.object({ dry: flagSchema.default(false) }),
    answer: sheetImportSchema,
    run: async ({ actor, query: { dry }, request }) => {
      if (!request.isMultipart()) return unreadable.not_a_workbook;
      const file = await request.file({ limits: { fileSize: longestBytes, files: 1 }, throwFileSizeLimit: false });
      if (!file) return unreadable.not_a_workbook;
      const bytes = await file.toBuffer();
      if (file.file.truncated) return unreadable.too_large;
      const read = await deps.office.readWorkbook(bytes);
      return read.ok ? ok(deps.acts.importSheets(actor, read.sheets, dry)) : unreadable[read.code];
    },
  }),
];

const peopleRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'PUT',
    url: '/api/v1/people/:id',
    noun: 'people',
    summary: 'Add or change a person; the operator gives the first password',
    policy: { kind: 'object', permission: 'people.manage', schoolOf: (find, ask) => onePerson(find, ask) ?? placeIn(ask.body, 'org') },
    params: z.object({ id: idSchema }),
    body: personFormSchema,
    answer: personSchema,
    run: ({ params: { id }, body, actor }) => deps.acts.putPerson(actor, id, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/people/:id/deactivate',
    noun: 'people',
    summary: 'Somebody leaves; whatever they answer for goes over to the successor',
    policy: { kind: 'object', permission: 'people.manage', schoolOf: onePerson },
    params: z.object({ id: idSchema }),
    body: z.object({ successor: idSchema.nullable().default(null) }),
    answer: personSchema,
    run: ({ params: { id }, body: { successor }, actor }) => deps.acts.deactivatePerson(actor, id, successor),
  }),
];

export const organisationRoutes = (deps: ApiDeps): Route[] => [
  ...workbookRoutes(deps),
  route({
    method: 'GET',
    url: '/api/v1/organisation/gaps',
    noun: 'organisation',
    summary: 'Canteens without a named principal, headships nobody holds, posts without holder or duties, people without a duty',
    policy: {
      kind: 'object',
      permission: 'duty.read',
      schoolOf: (find, { query }) => find.world().orgs.get(String(query['org']))?.id ?? null,
    },
    query: z.object({ org: idSchema }),
    answer: gapsSchema,
    run: ({ query: { org } }) => ok(gapsOf(deps.world(), org)),
  }),
  ...peopleRoutes(deps),
];
