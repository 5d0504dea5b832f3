/** Posts, and their duties: issued, read, performed. */
import type { DutySheet, DutySheetView, MyDuty, PerformedForm, Post, PostForm } from '../contracts/responsibility.ts';
import { sees } from '../core/access/policy.ts';
import { dayMs } from '../core/calendar.ts';
import { takenRefusal } from '../core/enrol.ts';
import { issueSheet, keepPost, sheetInForce } from '../core/responsibility/keep.ts';
import { hasRead, sheetView } from '../core/responsibility/sheets.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import { branchAbove } from '../core/world.ts';
import type { Actor, DueRow, NounTypes, Result } from '../ports.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

type Refused = Extract<Result<never>, { readonly ok: false }>;

export const refused = (status: Refused['status'], code: string, detail: string): Refused => ({ ok: false, status, code, detail });

/** Whether somebody may answer for something of `org`: there, of it, of one above it or (`below`) of one under it. */
export const answers = (world: World, id: string, org: string, below: boolean): boolean => {
  const person = world.people.get(id);
  if (!person?.active) return false;
  return branchAbove(world, org).includes(person.org) || (below && branchAbove(world, person.org).includes(org));
};

/**
 * Why this may not be put by this person, as every noun placed at an organisation has it: the place (the old and the new
 * one) lies in their branch, the version is the one they saw, a new id is free.
 */
export const putRefusal = (
  service: Service,
  actor: Actor,
  id: string,
  org: string,
  known: { readonly org: string; readonly version: number } | undefined,
  ifMatch: number | null,
): Refused | null => {
  const world = service.world();
  if (known && !sees(world, actor.org, known.org)) return refused(404, 'not_found', `no ${id}`);
  if (!world.orgs.has(org) || !sees(world, actor.org, org)) return refused(404, 'not_found', `no organisation ${org}`);
  if (!known && takenRefusal(world, id) !== null) return refused(409, 'exists', `${id} is taken`);
  if (ifMatch !== null && ifMatch !== (known?.version ?? 0)) return refused(412, 'stale', `version ${known?.version ?? 0} is current`);
  return null;
};

export const schoolOrNull = (world: World, org: string): string | null => (world.orgs.get(org)?.kind === 'school' ? org : null);

const sheetOf =
  (service: Service) =>
  (id: string): DutySheet | null =>
    service.facts.get('dutySheet', id);

export const putPost = (service: Service, actor: Actor, id: string, form: PostForm, ifMatch: number | null): Result<Post> => {
  const world = service.world();
  const known = world.posts.get(id);
  const refusal = putRefusal(service, actor, id, form.org, known, ifMatch);
  if (refusal) return refusal;
  if (known && known.org !== form.org) return refused(409, 'org_fixed', 'a post stays where it is: make a new one');
  const unknown = form.holders.find((person) => !answers(world, person, form.org, false));
  if (unknown !== undefined) return refused(400, 'unknown_person', `nobody active ${unknown} at ${form.org}`);
  const turn = newTurn(service.clock.now());
  const post: Post = { id, sheet: known?.sheet ?? null, ...form, version: (known?.version ?? 0) + 1 };
  keepPost(world, turn, post, sheetOf(service));
  audit(turn, {
    actor: actor.id,
    act: known ? 'post.changed' : 'post.added',
    subject: 'post',
    subjectId: id,
    school: schoolOrNull(world, form.org),
    detail: { org: form.org, headship: form.headship, holders: form.holders, before: known?.holders ?? [] },
  });
  service.commit(turn);
  return { ok: true, value: post };
};

export const dutyView = (service: Service, sheet: DutySheet): DutySheetView =>
  sheetView(sheet, service.world().posts.get(sheet.post), service.policies.unreadDays, service.clock.now());

export const issueDuties = (
  service: Service,
  actor: Actor,
  id: string,
  items: readonly string[],
  ifMatch: number | null,
): Result<DutySheetView> => {
  const world = service.world();
  const post = world.posts.get(id);
  if (!post || !sees(world, actor.org, post.org)) return refused(404, 'not_found', `no post ${id}`);
  if (ifMatch !== null && ifMatch !== post.version) return refused(412, 'stale', `version ${post.version} is current`);
  const turn = newTurn(service.clock.now());
  const next = issueSheet(world, turn, post, items, actor.id, sheetOf(service));
  const sheet = sheetInForce(turn, next, () => null);
  if (!sheet) throw new Error(`no sheet was issued for ${id}`);
  audit(turn, {
    actor: actor.id,
    act: 'duties.issued',
    subject: 'post',
    subjectId: id,
    school: schoolOrNull(world, post.org),
    detail: { sheet: sheet.id, edition: sheet.edition, items: items.length },
  });
  service.commit(turn);
  return { ok: true, value: dutyView(service, sheet) };
};

/** The sheet as one of its post's present holders finds it, or why not. */
const mySheet = (service: Service, actor: Actor, id: string): Result<DutySheet> => {
  const sheet = service.facts.get('dutySheet', id);
  if (!sheet || !sees(service.world(), actor.org, sheet.org)) return refused(404, 'not_found', `no duty sheet ${id}`);
  if (service.world().posts.get(sheet.post)?.holders.includes(actor.id) !== true)
    return refused(409, 'not_holder', 'only who holds the post may do this');
  if (sheet.supersededAt !== null) return refused(409, 'superseded', 'a newer edition is in force');
  return { ok: true, value: sheet };
};

const keepSheet = (
  service: Service,
  turn: Turn,
  sheet: DutySheet,
  actor: Actor,
  act: string,
  detail: Record<string, unknown>,
  note?: string,
): void => {
  turn.put.dutySheet.set(sheet.id, sheet);
  audit(turn, {
    actor: actor.id,
    act,
    subject: 'post',
    subjectId: sheet.post,
    school: schoolOrNull(service.world(), sheet.org),
    detail: { sheet: sheet.id, edition: sheet.edition, ...detail },
    ...(note ? { said: { note } } : {}),
  });
  service.commit(turn);
};

export const readDuties = (service: Service, actor: Actor, id: string): Result<DutySheetView> => {
  const found = mySheet(service, actor, id);
  if (!found.ok) return found;
  const sheet = found.value;
  if (hasRead(sheet, actor.id)) return { ok: true, value: dutyView(service, sheet) };
  const turn = newTurn(service.clock.now());
  const next = { ...sheet, receipts: [...sheet.receipts, { person: actor.id, readAt: turn.at }] };
  turn.due.set(`duty_unread:${id}:${actor.id}`, null);
  const asked = service.facts.get('inboxItem', `inb-read-${id}-${actor.id}`);
  if (asked?.readAt === null) turn.put.inboxItem.set(asked.id, { ...asked, readAt: turn.at });
  keepSheet(service, turn, next, actor, 'duties.read', {});
  return { ok: true, value: dutyView(service, next) };
};

/** Where what was done lies; null = nothing there of this name. */
const placeOfEvidence = (service: Service, { subject, subjectId }: PerformedForm): string | null => {
  const found: NounTypes[PerformedForm['subject']] | null = service.facts.get(subject, subjectId);
  return found?.school ?? null;
};

export const performDuty = (service: Service, actor: Actor, id: string, form: PerformedForm): Result<DutySheetView> => {
  const found = mySheet(service, actor, id);
  if (!found.ok) return found;
  const sheet = found.value;
  if (!hasRead(sheet, actor.id)) return refused(409, 'not_read', 'sign that you read it first');
  if (form.item >= sheet.items.length) return refused(400, 'unknown_item', `there are ${sheet.items.length} duties`);
  const place = placeOfEvidence(service, form);
  if (place === null || !sees(service.world(), actor.org, place))
    return refused(400, 'unknown_evidence', `no ${form.subject} ${form.subjectId}`);
  const turn = newTurn(service.clock.now());
  const next = { ...sheet, performed: [...sheet.performed, { ...form, person: actor.id, at: turn.at }] };
  keepSheet(
    service,
    turn,
    next,
    actor,
    'duty.performed',
    { item: form.item, evidence: form.subject, evidenceId: form.subjectId },
    form.note,
  );
  return { ok: true, value: dutyView(service, next) };
};

export const dutiesOf = (service: Service, actor: Actor): MyDuty[] =>
  [...service.world().posts.values()]
    .filter(({ holders }) => holders.includes(actor.id))
    .map((post) => {
      const sheet = post.sheet === null ? null : service.facts.get('dutySheet', post.sheet);
      return { post, sheet, read: sheet !== null && hasRead(sheet, actor.id) };
    });

/** Who sees to it that duties are read: the safety officers, else whoever leads the safety work, else the heads. */
export const safetyOf = (world: World, org: string): string[] => {
  const officers = [...world.people.values()].filter((person) => person.active && person.org === org && person.role === 'safety-officer');
  if (officers.length > 0) return officers.map(({ id }) => id);
  const heldAs = (headship: Post['headship']): string[] =>
    [...world.posts.values()].filter((post) => post.org === org && post.headship === headship).flatMap(({ holders }) => holders);
  return [heldAs('safety'), heldAs('administration'), heldAs('party')].find((found) => found.length > 0) ?? [];
};

/** A holder has not signed in time: their safety officer is told, once. */
export const dutyUnreadDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const world = service.world();
  const sheet = service.facts.get('dutySheet', row.subject);
  const person = row.key.slice(`duty_unread:${row.subject}:`.length);
  const post = world.posts.get(sheet?.post ?? '');
  if (!sheet || sheet.supersededAt !== null || !post?.holders.includes(person) || hasRead(sheet, person)) return;
  const lateAt = (sheet.asked.find((asked) => asked.person === person)?.at ?? sheet.issuedAt) + service.policies.unreadDays * dayMs;
  if (turn.at <= lateAt) {
    turn.due.set(row.key, { ...row, dueAt: lateAt + 1 });
    return;
  }
  for (const officer of safetyOf(world, sheet.org)) {
    const id = service.newId('inb');
    turn.put.inboxItem.set(id, {
      id,
      person: officer,
      school: sheet.org,
      at: turn.at,
      kind: 'duty_unread',
      subject: 'dutySheet',
      subjectId: sheet.id,
      facts: { post: post.title, person: world.people.get(person)?.name ?? person },
      as: 'safety_officer',
      readAt: null,
    });
  }
};
