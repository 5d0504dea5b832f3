/** 网格: cells, their patrols, and patrols that were missed. */
import type { GridCell, GridCellForm } from '../contracts/responsibility.ts';
import { sees } from '../core/access/policy.ts';
import { dayMs } from '../core/calendar.ts';
import { keepCell } from '../core/responsibility/keep.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { answers, putRefusal, refused, safetyOf } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export const putGridCell = (service: Service, actor: Actor, id: string, form: GridCellForm, ifMatch: number | null): Result<GridCell> => {
  const world = service.world();
  const known = world.gridCells.get(id);
  const refusal = putRefusal(service, actor, id, form.school, known && { org: known.school, version: known.version }, ifMatch);
  if (refusal) return refusal;
  if (world.orgs.get(form.school)?.kind !== 'school') return refused(400, 'unknown_school', `no school ${form.school}`);
  const foreign = form.spaces.find((space) => world.spaces.get(space)?.school !== form.school);
  if (foreign !== undefined) return refused(400, 'unknown_space', `no space ${foreign} in ${form.school}`);
  if (!answers(world, form.person, form.school, false))
    return refused(400, 'unknown_person', `nobody active ${form.person} at ${form.school}`);
  const turn = newTurn(service.clock.now());
  const cell: GridCell = { id, lastPatrolAt: known?.lastPatrolAt ?? null, ...form, version: (known?.version ?? 0) + 1 };
  keepCell(world, turn, cell);
  audit(turn, {
    actor: actor.id,
    act: known ? 'grid_cell.changed' : 'grid_cell.added',
    subject: 'gridCell',
    subjectId: id,
    school: form.school,
    detail: { person: form.person, before: known?.person ?? null, spaces: form.spaces, topics: form.topics, everyDays: form.everyDays },
  });
  service.commit(turn);
  return { ok: true, value: cell };
};

/** The grid person went round; what they found is reported as hazards. */
export const patrol = (service: Service, actor: Actor, id: string, note: string): Result<GridCell> => {
  const world = service.world();
  const cell = world.gridCells.get(id);
  if (!cell || !sees(world, actor.org, cell.school)) return refused(404, 'not_found', `no cell ${id}`);
  if (cell.person !== actor.id) return refused(409, 'not_yours', 'only its grid person patrols a cell');
  const turn = newTurn(service.clock.now());
  const next: GridCell = { ...cell, lastPatrolAt: turn.at, version: cell.version + 1 };
  keepCell(world, turn, next);
  audit(turn, {
    actor: actor.id,
    act: 'grid_cell.patrolled',
    subject: 'gridCell',
    subjectId: id,
    school: cell.school,
    detail: { before: cell.lastPatrolAt },
    ...(note === '' ? {} : { said: { note } }),
  });
  service.commit(turn);
  return { ok: true, value: next };
};

/** A patrol is missing: its grid person and the safety officer are told; once an interval. */
export const patrolMissedDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const world = service.world();
  const cell = world.gridCells.get(row.subject);
  if (!cell) return;
  turn.due.set(row.key, { ...row, dueAt: turn.at + cell.everyDays * dayMs });
  for (const person of new Set([cell.person, ...safetyOf(world, cell.school)])) {
    const id = service.newId('inb');
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: cell.school,
      at: turn.at,
      kind: 'patrol_missed',
      subject: 'gridCell',
      subjectId: cell.id,
      facts: { cell: cell.name },
      as: person === cell.person ? 'grid_person' : 'safety_officer',
      readAt: null,
    });
  }
};
