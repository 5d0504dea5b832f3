/** 管控措施: when a control is to be checked, and what follows from a check that was done or missed. */
import type { Control, Risk } from '../../contracts/risk.ts';
import { dayMs, dayOf } from '../calendar.ts';

/** The last moment of the Shanghai day of `at`: a daily check done in the morning is not late the next noon. */
const endOfDay = (at: number): number => Date.parse(`${dayOf(at)}T00:00:00+08:00`) + dayMs - 1;

/** By when a control checked (or set up) at `at` is to be checked next. */
export const nextCheck = (everyDays: number, at: number): number => endOfDay(at + everyDays * dayMs);

const isMissed = (control: Control, at: number): boolean => at > control.nextDueAt;

/** When something of its controls is due next; null = nothing is awaited any more. */
export const nextCheckOf = (risk: Risk): number | null =>
  risk.retiredAt === null ? Math.min(...risk.controls.map(({ nextDueAt }) => nextDueAt)) + 1 : null;

/** The control's turn has passed without a check: it stays missed until somebody does one; the next turn is awaited. */
const skipped = (control: Control, at: number): Control => {
  const period = control.everyDays * dayMs;
  const turns = Math.ceil((at - control.nextDueAt) / period);
  return { ...control, missedSince: control.missedSince ?? control.nextDueAt, nextDueAt: control.nextDueAt + turns * period };
};

/** The risk with every turn that has passed noted, and the controls whose check is missing. */
export const missChecks = (risk: Risk, at: number): { risk: Risk; missed: readonly Control[] } => {
  if (risk.retiredAt !== null || !risk.controls.some((control) => isMissed(control, at))) return { risk, missed: [] };
  const controls = risk.controls.map((control) => (isMissed(control, at) ? skipped(control, at) : control));
  return {
    risk: { ...risk, version: risk.version + 1, controls },
    missed: controls.filter((_, i) => isMissed(risk.controls[i] as Control, at)),
  };
};

/** Somebody checked it. */
export const checkControl = (risk: Risk, control: string, at: number): Risk => ({
  ...risk,
  version: risk.version + 1,
  controls: risk.controls.map((one) =>
    one.id === control ? { ...one, lastCheckedAt: at, missedSince: null, nextDueAt: nextCheck(one.everyDays, at) } : one,
  ),
});

/** Controls as people now describe them: a known one keeps its checks; another frequency counts from the last check. */
export const renewControls = (
  before: readonly Control[],
  wanted: readonly Pick<Control, 'id' | 'measure' | 'owner' | 'everyDays'>[],
  at: number,
): Control[] =>
  wanted.map((draft) => {
    const known = before.find(({ id }) => id === draft.id);
    if (!known) return { ...draft, lastCheckedAt: null, missedSince: null, nextDueAt: nextCheck(draft.everyDays, at) };
    if (known.everyDays === draft.everyDays) return { ...known, ...draft };
    // A check is never due in the past only because the frequency was changed.
    const dueAt = Math.max(nextCheck(draft.everyDays, known.lastCheckedAt ?? at), endOfDay(at));
    return { ...known, ...draft, nextDueAt: dueAt };
  });
