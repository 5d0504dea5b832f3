/** The hazard table as the screens read it: the form of a step, where a hazard has been and where it may go. Pure. */
import type { TimelineEntry } from '../../services/contracts/alarm.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { HazardState } from '../../services/contracts/values.ts';
import type { FieldName } from '../../services/core/hazards/fields.ts';
import type { Transition } from '../../services/core/hazards/transitions.ts';
import { endStates, transitions } from '../../services/core/hazards/transitions.ts';

/** The row of a step from a state; an action has one row a state. */
export const rowOf = (action: string, state: HazardState): Transition | undefined =>
  transitions.find((row) => row.action === action && row.from.includes(state));

export interface FormField {
  readonly name: FieldName;
  readonly optional: boolean;
}

/** What the form of a step asks for, required first. */
export const formOf = (action: string, state: HazardState): FormField[] => {
  const row = rowOf(action, state);
  if (row === undefined) return [];
  return [...row.form.map((name) => ({ name, optional: false })), ...row.optional.map((name) => ({ name, optional: true }))];
};

export const phases = ['report', 'judge', 'plan', 'mend', 'check', 'end'] as const;
export type Phase = (typeof phases)[number];

/** Where a state stands on the way; states of one phase stand below each other. */
export const phaseOf: Readonly<Record<HazardState, Phase>> = {
  draft: 'report',
  reported: 'report',
  reopened: 'report',
  graded: 'judge',
  plan_required: 'plan',
  plan_approved: 'plan',
  listed: 'plan',
  rectifying: 'mend',
  extension_pending: 'mend',
  escalated: 'mend',
  rework: 'mend',
  fixed_on_spot: 'mend',
  submitted: 'check',
  verifying: 'check',
  closed: 'end',
  rejected: 'end',
  transferred: 'end',
};

export const statesOf = (phase: Phase): HazardState[] =>
  (Object.keys(phaseOf) as HazardState[]).filter((state) => phaseOf[state] === phase);

export type Standing = 'now' | 'next' | 'blocked' | 'done' | 'ahead';

const acted = (entry: TimelineEntry): string | null => (entry.act.startsWith('hazard.') ? entry.act.slice('hazard.'.length) : null);

/** The states it was in, oldest first, since it was reported or reopened last: the steps of the history, led through the table. */
export const wayOf = (entries: readonly TimelineEntry[], state: HazardState): HazardState[] => {
  const way: HazardState[] = [];
  for (const entry of entries) {
    const action = acted(entry);
    if (action === null) continue;
    if (action === 'recurred') way.splice(0, way.length, 'reopened');
    else if (action === 'drafted') way.push('draft');
    else if (action === 'reported') way.push('reported');
    else {
      const to = transitions.find((row) => row.action === action)?.to ?? null;
      if (to === 'reopened') way.splice(0, way.length);
      if (to !== null) way.push(to);
    }
  }
  if (way.at(-1) !== state) way.push(state);
  return way;
};

export interface Move {
  readonly action: string;
  /** null = the state stays as it is. */
  readonly to: HazardState | null;
  readonly allowed: boolean;
  readonly reason: string | null;
}

/** The steps from the present state as the server allows them, with where they lead. */
export const movesOf = (hazard: Pick<HazardView, 'state' | 'allowedActions'>): Move[] =>
  hazard.allowedActions.map(({ action, allowed, reason }) => ({ action, allowed, reason, to: rowOf(action, hazard.state)?.to ?? null }));

/** The straight way to the end; steps aside (sending back, dismissing, escalating) are never the first thing to press. */
const straight: readonly string[] = [
  'submit_report',
  'grade',
  'confirm_major',
  'fix_on_spot',
  'require_plan',
  'approve_plan',
  'list',
  'start',
  'submit',
  'begin_check',
  'delist',
  'close',
  'spot_check',
  'grant_extension',
  'recheck',
];

/** The most expected step first. */
export const byExpectation = (a: { readonly action: string }, b: { readonly action: string }): number => {
  const rank = ({ action }: { readonly action: string }): number =>
    (straight.indexOf(action) + straight.length + 1) % (straight.length + 1);
  return rank(a) - rank(b);
};

/** Is it a step on the straight way? */
export const isStraight = (action: string): boolean => straight.includes(action);

/** Reasons that lie in the hazard itself; who asks makes no difference to where it may go. */
const isAboutAsker = (reason: string | null): boolean => reason === 'role' || reason === 'not_own_case';

/** How each state stands: passed, present, reachable by one step (by whomever), reachable but for a condition, or ahead. */
export const standingOf = (
  hazard: Pick<HazardView, 'state' | 'allowedActions'>,
  way: readonly HazardState[],
): ReadonlyMap<HazardState, Standing> => {
  const standing = new Map<HazardState, Standing>();
  for (const state of Object.keys(phaseOf) as HazardState[]) standing.set(state, 'ahead');
  for (const state of way) standing.set(state, 'done');
  for (const { to, allowed, reason } of movesOf(hazard)) {
    if (to === null) continue;
    const open = allowed || isAboutAsker(reason);
    if (open || standing.get(to) !== 'next') standing.set(to, open ? 'next' : 'blocked');
  }
  standing.set(hazard.state, 'now');
  return standing;
};

export const isOver = (state: HazardState): boolean => endStates.has(state);
