/** A person takes a hazard one step further on its way. */
import type { HazardActionRequest } from '../acts/hazards.ts';
import type { DocumentKind } from '../contracts/document.ts';
import type { Hazard } from '../contracts/hazard.ts';
import { actOnHazard as applyAct } from '../core/hazards/act.ts';
import { fieldOf } from '../core/hazards/fields.ts';
import type { ToldEvent } from '../core/hazards/policy.ts';
import type { Transition } from '../core/hazards/transitions.ts';

import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { bindEvidence } from './bind-evidence.ts';
import { hazardActor, hazardContext } from './hazard-context.ts';
import { issueDocument } from './issue-document.ts';
import { keepHazard, termsAt } from './keep-hazard.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { tellAboutHazard } from './tell-about-hazard.ts';

/** Steps that are put on paper, numbered in the same transaction. */
const paper: Readonly<Partial<Record<string, DocumentKind>>> = {
  issue_notice: 'rectification_notice',
  escalate: 'supervision_letter',
  require_plan: 'interim_protection',
  close: 'acceptance',
  delist: 'acceptance',
  spot_check: 'acceptance',
};

/** Steps people are told of; a grade only when it is major. */
const told: Readonly<Partial<Record<string, ToldEvent>>> = {
  submit_report: 'reported',
  assign: 'assigned',
  approve_plan: 'assigned',
  issue_notice: 'notice_issued',
  list: 'listed',
  submit: 'submitted',
  fix_on_spot: 'submitted',
  send_back: 'sent_back',
  fail_spot_check: 'sent_back',
  ask_extension: 'extension_asked',
  grant_extension: 'extension_decided',
  refuse_extension: 'extension_decided',
  reopen: 'reopened',
  close: 'closed',
  delist: 'closed',
  spot_check: 'closed',
};

const eventOf = (action: string, hazard: Hazard): ToldEvent | null => {
  if (action === 'grade' || action === 'regrade') return hazard.grade === 'major' ? 'major' : null;
  return told[action] ?? null;
};

const statusOf = (code: string): 400 | 403 | 409 => {
  if (code === 'role') return 403;
  return [
    'unknown_action',
    'unknown_evidence',
    'form_incomplete',
    'form_invalid',
    'not_on_site',
    'deadline_not_possible',
    'signature_not_yours',
    'unknown_person',
  ].includes(code)
    ? 400
    : 409;
};

const refused = (code: string, detail: string): Result<Hazard> => ({ ok: false, status: statusOf(code), code, detail });

const photosIn = (form: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(form).flatMap(([name, value]) =>
    name.startsWith('photos_') && Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [],
  );

/** Persons the form names, as responsible for the whole or for an interim measure, belong to the school or above it. */
const unknownPerson = (service: Service, hazard: Hazard, form: Readonly<Record<string, unknown>>): string | null => {
  const measures = (form['protection'] ?? []) as readonly { readonly responsible: string }[];
  const named = [
    ...(typeof form['responsible'] === 'string' ? [form['responsible']] : []),
    ...measures.map(({ responsible }) => responsible),
  ];
  return (
    named.find((id) => service.world().people.get(id)?.active !== true || service.world().people.get(id)?.org !== hazard.school) ?? null
  );
};

/** What people typed goes to erasable rows, the rest onto the chain for good. */
const written = (transition: Transition, form: Readonly<Record<string, unknown>>) => {
  const detail: Record<string, unknown> = {};
  const said: Record<string, string> = {};
  for (const name of [...transition.form, ...transition.optional]) {
    const value = form[name];
    if (value === undefined) continue;
    const { kind } = fieldOf(name);
    if (kind === 'text') said[name] = String(value);
    else if (kind === 'protection') said[name] = JSON.stringify(value);
    else if (kind !== 'signature') detail[name] = value;
    else detail[name] = 'signed';
  }
  return { detail, said };
};

const keepStep = (
  service: Service,
  turn: Turn,
  actor: Actor,
  before: Hazard,
  next: Hazard,
  transition: Transition,
  form: Readonly<Record<string, unknown>>,
): void => {
  const { action } = transition;
  const kind = paper[action];
  const document = kind ? issueDocument(service, turn, kind, next, actor, form) : null;
  const { detail, said } = written(transition, form);
  audit(turn, {
    actor: actor.id,
    act: `hazard.${action}`,
    subject: 'hazard',
    subjectId: next.id,
    school: next.school,
    detail: { form: detail, from: before.state, to: next.state, ...(document ? { document: document.id } : {}) },
    said,
  });
  keepHazard(service, turn, next);
  const event = eventOf(action, next);
  if (event) tellAboutHazard(service, turn, next, event, termsAt(service, next.school, turn.at).tells[event], { except: actor.id });
};

/** `ifMatch` null = the caller did not say which version it saw. */
export const actOnHazard = (
  service: Service,
  actor: Actor,
  id: string,
  request: HazardActionRequest,
  ifMatch: number | null,
): Result<Hazard> => {
  const hazard = service.facts.get('hazard', id);
  if (!hazard) return { ok: false, status: 404, code: 'not_found', detail: `no hazard ${id}` };
  if (ifMatch !== null && ifMatch !== hazard.version)
    return { ok: false, status: 412, code: 'stale', detail: `version ${hazard.version} is current` };
  const turn = newTurn(service.clock.now());
  const { action, ...form } = request;
  if (bindEvidence(service, turn, id, photosIn(form), actor.id, hazard.school) !== 'ok')
    return refused('unknown_evidence', 'a picture is not there, or not of this hazard');
  const outcome = applyAct(hazard, action, form, hazardActor(service, actor), hazardContext(service, hazard, turn.at, turn));
  if (!outcome.ok)
    return refused(outcome.code, outcome.fields.length > 0 ? `fields: ${outcome.fields.join(', ')}` : `${action} is not possible now`);
  const stranger = unknownPerson(service, hazard, outcome.form);
  if (stranger !== null) return refused('unknown_person', `${stranger} is no active person of the school`);
  keepStep(service, turn, actor, hazard, outcome.hazard, outcome.transition, outcome.form);
  service.commit(turn);
  return { ok: true, value: outcome.hazard };
};
