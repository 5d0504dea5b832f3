/** Posts, cells and task forces as they are written, with everything that follows in the same turn. */
import type { DutySheet, GridCell, Post, TaskForce } from '../../contracts/responsibility.ts';
import { dayMs } from '../calendar.ts';
import type { Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { nextTaskMoment } from './forces.ts';
import { newEdition } from './sheets.ts';

/** Finds a duty sheet that is stored. */
export type SheetOf = (id: string) => DutySheet | null;

export const sheetInForce = (turn: Turn, post: Pick<Post, 'sheet'>, sheetOf: SheetOf): DutySheet | null =>
  post.sheet === null ? null : (turn.put.dutySheet.get(post.sheet) ?? sheetOf(post.sheet));

/** Asks each of them to read the sheet: a line in the inbox now, and a moment at which it is looked at again. */
const ask = (turn: Turn, post: Post, sheet: DutySheet, people: readonly string[]): void => {
  for (const person of people) {
    const id = `inb-read-${sheet.id}-${person}`;
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: post.org,
      at: turn.at,
      kind: 'duty_to_read',
      subject: 'dutySheet',
      subjectId: sheet.id,
      facts: { post: post.title, edition: String(sheet.edition) },
      as: 'holder',
      readAt: null,
    });
    const key = `duty_unread:${sheet.id}:${person}`;
    turn.due.set(key, { key, kind: 'duty_unread', dueAt: turn.at, subject: sheet.id });
  }
};

/** Writes a post; whoever holds it newly is asked to read the sheet in force. */
export const keepPost = (world: World, turn: Turn, post: Post, sheetOf: SheetOf): void => {
  world.posts.set(post.id, post);
  turn.put.post.set(post.id, post);
  const sheet = sheetInForce(turn, post, sheetOf);
  if (!sheet) return;
  const fresh = post.holders.filter((person) => !sheet.asked.some((asked) => asked.person === person));
  if (fresh.length === 0) return;
  const asked = { ...sheet, asked: [...sheet.asked, ...fresh.map((person) => ({ person, at: turn.at }))] };
  turn.put.dutySheet.set(sheet.id, asked);
  ask(turn, post, asked, fresh);
};

/** Issues the next edition; the one before stays as it was but for the time it was replaced at. */
export const issueSheet = (world: World, turn: Turn, post: Post, items: readonly string[], by: string, sheetOf: SheetOf): Post => {
  const before = sheetInForce(turn, post, sheetOf);
  const edition = (before?.edition ?? 0) + 1;
  const sheet = newEdition(`${post.id}-e${edition}`, post, edition, items, by, turn.at);
  if (before) turn.put.dutySheet.set(before.id, { ...before, supersededAt: turn.at });
  turn.put.dutySheet.set(sheet.id, sheet);
  const next = { ...post, sheet: sheet.id, version: post.version + 1 };
  world.posts.set(next.id, next);
  turn.put.post.set(next.id, next);
  ask(turn, next, sheet, next.holders);
  return next;
};

/** Writes a cell and when its next patrol is missed; a new one gets its first interval from now. */
export const keepCell = (world: World, turn: Turn, cell: GridCell): void => {
  world.gridCells.set(cell.id, cell);
  turn.put.gridCell.set(cell.id, cell);
  const key = `patrol_missed:${cell.id}`;
  turn.due.set(key, { key, kind: 'patrol_missed', dueAt: (cell.lastPatrolAt ?? turn.at) + cell.everyDays * dayMs, subject: cell.id });
};

/** Writes a task force and the moments at which its open tasks are warned of or due. */
export const keepForce = (world: World, turn: Turn, force: TaskForce): void => {
  const before = world.taskForces.get(force.id);
  world.taskForces.set(force.id, force);
  turn.put.taskForce.set(force.id, force);
  for (const { id } of before?.tasks ?? []) turn.due.set(`force_task:${force.id}:${id}`, null);
  if (force.closedAt !== null) return;
  for (const task of force.tasks) {
    const key = `force_task:${force.id}:${task.id}`;
    const dueAt = nextTaskMoment(task.dueAt, turn.at) ?? task.dueAt;
    if (task.doneAt === null) turn.due.set(key, { key, kind: 'force_task', dueAt, subject: force.id });
  }
};
