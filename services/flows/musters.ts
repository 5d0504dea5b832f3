/** 集合点名: heads counted group by group from telephones; counts only, no names. */
import type { Incident } from '../contracts/incident.ts';
import type { Muster, MusterCount } from '../contracts/response.ts';
import { countGroup, openMuster, totalsOf } from '../core/response/muster.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { refused } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** More classes than any school has. */
const mostGroups = 500;

const keepMuster = (turn: Turn, muster: Muster, actor: string, act: string, detail: Readonly<Record<string, unknown>>): Muster => {
  turn.put.muster.set(muster.id, muster);
  noteChange(turn, 'muster', muster);
  audit(turn, {
    actor,
    act,
    subject: 'muster',
    subjectId: muster.id,
    school: muster.school,
    detail: { incident: muster.incident, ...detail },
  });
  return muster;
};

const openOf = (service: Service, incident: string): Muster[] =>
  service.facts.list('muster', { where: { incident, open: true }, schools: null, limit: 10 }).items;

export const startMuster = (service: Service, actor: Actor, id: string): Result<Muster> => {
  const incident = service.world().incidents.get(id);
  if (!incident)
    return service.facts.get('incident', id) ? refused(409, 'closed', 'it is over') : refused(404, 'not_found', `no incident ${id}`);
  if (openOf(service, id).length > 0) return refused(409, 'muster_open', 'heads are being counted already');
  const classes = service.facts.list('team', { where: { school: incident.school, kind: 'class' }, schools: null, limit: mostGroups }).items;
  if (classes.length === 0) return refused(409, 'no_groups', 'the school has no teams of kind class');
  const turn = newTurn(service.clock.now());
  const muster = openMuster(service.newId('mus'), incident, classes, turn.at);
  keepMuster(turn, muster, actor.id, 'muster.opened', { groups: muster.groups.length, exercise: muster.exercise });
  service.commit(turn);
  return { ok: true, value: muster };
};

/** Whoever commands is told that somebody is missing, and what the casualty figures should say of it. */
const tellMissing = (service: Service, turn: Turn, muster: Muster): void => {
  const commander = service.world().incidents.get(muster.incident)?.commander ?? null;
  if (commander === null || muster.exercise !== null) return;
  const { missing, present, expected } = totalsOf(muster);
  const id = service.newId('inb');
  turn.put.inboxItem.set(id, {
    id,
    person: commander,
    school: muster.school,
    at: turn.at,
    kind: 'muster_missing',
    subject: 'incident',
    subjectId: muster.incident,
    facts: { missing: String(missing), present: String(present), expected: String(expected) },
    as: 'commander',
    readAt: null,
  });
};

export const countHeads = (service: Service, actor: Actor, id: string, count: MusterCount): Result<Muster> => {
  const muster = service.facts.get('muster', id);
  if (!muster) return refused(404, 'not_found', `no muster ${id}`);
  const group = muster.groups.find((one) => one.id === count.group);
  if (!group) return refused(404, 'not_found', `no group ${count.group}`);
  if (!muster.open) return refused(409, 'closed', 'this muster is over');
  // A telephone without an answer sends again: the same count is counted once.
  if (group.present === count.present && group.missing === count.missing) return { ok: true, value: muster };
  const turn = newTurn(service.clock.now());
  const next = countGroup(muster, count, actor.id, turn.at);
  const { group: name, ...heads } = count;
  keepMuster(turn, next, actor.id, 'muster.counted', { group: name, ...heads, expected: group.expected });
  const missing = totalsOf(next).missing;
  if (missing > 0 && missing !== totalsOf(muster).missing) {
    keepMuster(turn, next, 'system', 'muster.missing', { ...totalsOf(next) });
    tellMissing(service, turn, next);
  }
  service.commit(turn);
  return { ok: true, value: next };
};

const closed = (turn: Turn, muster: Muster, actor: string): Muster =>
  keepMuster(turn, { ...muster, version: muster.version + 1, open: false, closedAt: turn.at }, actor, 'muster.closed', {
    ...totalsOf(muster),
  });

export const endMuster = (service: Service, actor: Actor, id: string): Result<Muster> => {
  const muster = service.facts.get('muster', id);
  if (!muster) return refused(404, 'not_found', `no muster ${id}`);
  if (!muster.open) return { ok: true, value: muster };
  const turn = newTurn(service.clock.now());
  const over = closed(turn, muster, actor.id);
  service.commit(turn);
  return { ok: true, value: over };
};

/** With the incident its musters end. */
export const closeMusters = (service: Service, turn: Turn, incident: Incident): void => {
  for (const muster of openOf(service, incident.id)) closed(turn, muster, 'system');
};
