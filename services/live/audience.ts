/**
 * An audience: everyone of one role at one place of the organisation. They see the same, so a change is completed and
 * encoded once for all of them, and the number of the last change they were sent is one number.
 */
import type { Alarm } from '../contracts/alarm.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { Incident } from '../contracts/incident.ts';
import type { Change, ChangeType } from '../contracts/live.ts';
import type { Device } from '../contracts/place.ts';
import { audienceTypes, schoolsSeen, sees } from '../core/access/policy.ts';
import { deviceView } from '../core/access/views.ts';
import type { World } from '../core/world.ts';
import type { Actor, ChangeRow } from '../ports.ts';
import type { LiveDeps } from './deps.ts';

export interface Audience {
  /** Also the name of its Socket.IO room. */
  readonly name: string;
  /** Stands for anyone of the audience: a role at a place. */
  readonly actor: Actor;
  readonly types: readonly ChangeType[];
  /** Number of the last change it was sent, or would have been. */
  last: number;
}

/** More missed changes than this are not sent one by one: a snapshot is smaller. */
const replayLimit = 2000;

export const audienceName = ({ role, org }: Pick<Actor, 'role' | 'org'>): string => `audience ${role} ${org}`;

export const openAudience = (deps: LiveDeps, { role, org }: Actor): Audience => {
  const types = audienceTypes(role);
  return {
    name: audienceName({ role, org }),
    actor: { id: '', name: '', role, org },
    types,
    last: deps.facts.lastChange(schoolsSeen(deps.world(), org), types),
  };
};

export const isFor = (world: World, audience: Audience, change: Pick<ChangeRow, 'type' | 'school'>): boolean =>
  audience.types.includes(change.type) && sees(world, audience.actor.org, change.school);

/** The change's document as the HTTP resource shows it to this audience. */
const completed = (deps: LiveDeps, { type, value }: ChangeRow, actor: Actor): unknown => {
  switch (type) {
    case 'alarm':
      return { ...(value as Alarm), allowedActions: deps.allowedAlarmActions(value as Alarm, actor) };
    case 'incident':
      return { ...(value as Incident), allowedActions: deps.allowedIncidentActions(value as Incident, actor) };
    case 'hazard':
      return { ...(value as Hazard), allowedActions: deps.allowedHazardActions(value as Hazard, actor) };
    case 'device':
      return deviceView(deps.world(), value as Device, deps.latest((value as Device).id));
    default:
      return value;
  }
};

export const changeFor = (deps: LiveDeps, audience: Audience, row: ChangeRow, prev: number): Change => ({
  prev,
  seq: row.seq,
  at: row.at,
  type: row.type,
  id: row.id,
  school: row.school,
  value: completed(deps, row, audience.actor),
});

/** What somebody who holds change `since` has missed, chained; null = it cannot be told any more, a snapshot must do. */
export const missedSince = (deps: LiveDeps, audience: Audience, since: number): Change[] | null => {
  if (since > audience.last) return null;
  const rows = deps.facts.changesAfter(since, schoolsSeen(deps.world(), audience.actor.org), audience.types, replayLimit);
  if (!rows || (rows.at(-1)?.seq ?? since) !== audience.last) return null;
  return rows.map((row, i) => changeFor(deps, audience, row, rows[i - 1]?.seq ?? since));
};
