/** What a step writes besides the state: one row an action that writes anything. */
import type { Hazard } from '../../contracts/hazard.ts';
import { dayMs } from '../calendar.ts';
import type { HazardActor, HazardContext } from './guards.ts';
import { freshLadder, isOverdue } from './moments.ts';

export type Form = Readonly<Record<string, unknown>>;

interface Deed {
  readonly hazard: Hazard;
  readonly form: Form;
  readonly actor: HazardActor;
  readonly context: HazardContext;
}

type Effect = (deed: Deed) => Partial<Hazard>;

const hourMs = 3600_000;

/** A deadline moves by the steps that set one and by nothing else; its ladder begins anew. */
const withDeadline = ({ hazard, form, context }: Deed): Partial<Hazard> => {
  const deadline = Number(form['deadline']);
  if (deadline === hazard.deadline) return {};
  const moved = { ...hazard, deadline };
  return { deadline, overdue: isOverdue(moved, context.at), ladder: freshLadder(context.terms, deadline, context.at) };
};

const graded: Effect = ({ hazard, form }) => ({
  grade: form['grade'] === 'major' ? 'major' : 'general',
  cause: (form['cause'] as Hazard['cause'] | undefined) ?? hazard.cause ?? 'unknown',
  ...(typeof form['responsible'] === 'string' ? { responsible: form['responsible'] } : {}),
});

/** Another grade is another decision: what was confirmed of the old one no longer holds. */
const regraded: Effect = (deed) => {
  const { confirm_school: _school, confirm_bureau: _bureau, ...actors } = deed.hazard.actors;
  return { ...graded(deed), actors };
};

const closed: Effect = ({ hazard, context: { at, terms } }) => ({
  open: false,
  listed: false,
  stopUse: false,
  watched: false,
  overdue: false,
  closedAt: at,
  onTime: hazard.deadline === null ? null : at <= hazard.deadline,
  rechecks: terms.rechecks.days.map((day) => ({ day, dueAt: at + day * dayMs, doneAt: null, by: null, reminded: false })),
});

const over: Effect = () => ({ open: false, listed: false, overdue: false, stopUse: false });

const mended: Effect = ({ hazard, actor }) => ({ menders: [...new Set([...hazard.menders, actor.id])] });

interface ProtectionDraft {
  readonly measure: string;
  readonly responsible: string;
  readonly everyHours: number | null;
}

const protectedNow: Effect = ({ hazard, form, context: { at } }) => ({
  protection: (form['protection'] as ProtectionDraft[]).map(({ measure, responsible, everyHours }, i) => ({
    id: `p${hazard.version}-${i + 1}`,
    measure,
    responsible,
    everyHours,
    nextAt: everyHours === null ? null : at + everyHours * hourMs,
    lastAt: null,
    missedSince: null,
  })),
  // 重大隐患: out of use at once.
  stopUse: hazard.grade === 'major' || form['stop_use'] === true,
});

const protectionChecked: Effect = ({ hazard, form, context: { at } }) => ({
  protection: hazard.protection.map((p) =>
    p.id === form['measure']
      ? { ...p, lastAt: at, missedSince: null, nextAt: p.everyHours === null ? null : at + p.everyHours * hourMs }
      : p,
  ),
});

const rechecked: Effect = ({ hazard, actor, context: { at } }) => {
  const due = hazard.rechecks.find((r) => r.doneAt === null && at >= r.dueAt - dayMs);
  return { rechecks: hazard.rechecks.map((r) => (r === due ? { ...r, doneAt: at, by: actor.id } : r)) };
};

/** Reopened: a new round with its own deadline, the old one's findings kept in the history. */
export const reopenedFields = (hazard: Hazard, at: number): Partial<Hazard> => ({
  open: true,
  since: at,
  closedAt: null,
  onTime: null,
  deadline: null,
  overdue: false,
  grade: null,
  listed: false,
  protection: [],
  ladder: [],
  rechecks: [],
  reopened: hazard.reopened + 1,
});

export const effects: Readonly<Record<string, Effect>> = {
  grade: graded,
  regrade: regraded,
  confirm_major: ({ hazard, actor }) => ({
    actors: { ...hazard.actors, [actor.fromOutside ? 'confirm_bureau' : 'confirm_school']: actor.id },
  }),
  assign: ({ form }) => ({ responsible: String(form['responsible']) }),
  fix_on_spot: mended,
  require_plan: protectedNow,
  check_protection: protectionChecked,
  approve_plan: (deed) => ({ ...withDeadline(deed), responsible: String(deed.form['responsible']) }),
  list: (deed) => ({ ...withDeadline(deed), listed: true }),
  start: mended,
  grant_extension: withDeadline,
  submit: mended,
  close: closed,
  delist: closed,
  spot_check: closed,
  reject: over,
  transfer: over,
  recheck: rechecked,
  reopen: ({ hazard, context: { at } }) => reopenedFields(hazard, at),
  watch: ({ context: { at } }) => ({ watched: true, remindedAt: at }),
  unwatch: () => ({ watched: false, remindedAt: null }),
};
