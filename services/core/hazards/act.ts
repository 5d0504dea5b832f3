import type { AllowedAction } from '../../contracts/alarm.ts';
import type { Hazard } from '../../contracts/hazard.ts';
import type { Role } from '../../contracts/values.ts';
import type { Transition } from './transitions.ts';
import { endStates, guards, transitions } from './transitions.ts';

/** Who asks, as far as the table cares. */
export interface HazardActor {
  readonly id: string;
  readonly role: Role;
  /** Placed above the school, so that a check by this person is a check from outside. */
  readonly fromOutside: boolean;
}

const refusal = (transition: Transition, hazard: Hazard, actor: HazardActor): string | null => {
  if (!transition.from.includes(hazard.state)) return 'state';
  if (!transition.roles.includes(actor.role)) return 'role';
  return transition.guards.find((guard) => !guards[guard](hazard, actor.id, actor.fromOutside)) ?? null;
};

/** Every step that leaves the present state, allowed or with the reason why not. */
export const allowedHazardActions = (hazard: Hazard, actor: HazardActor): AllowedAction[] =>
  transitions
    .filter((transition) => transition.from.includes(hazard.state))
    .map((transition) => {
      const reason = refusal(transition, hazard, actor);
      return { action: transition.action, allowed: reason === null, reason, form: [...transition.form] };
    });

export type HazardOutcome =
  | { readonly ok: true; readonly hazard: Hazard; readonly act: string; readonly form: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly code: string; readonly missing?: readonly string[] };

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Fields a step writes besides the state. */
const written = (hazard: Hazard, action: string, form: Readonly<Record<string, unknown>>, at: number): Partial<Hazard> => ({
  ...(action === 'grade' ? { grade: form['grade'] === 'major' ? ('major' as const) : ('general' as const) } : {}),
  ...(typeof form['deadline'] === 'number' && action !== 'ask_extension' ? { deadline: form['deadline'] } : {}),
  ...(action === 'list' ? { listed: true } : {}),
  ...(action === 'delist' ? { listed: false } : {}),
  ...(action === 'reopen' ? { closedAt: null } : {}),
  ...(['close', 'delist', 'spot_check'].includes(action) ? { closedAt: at } : {}),
  forms: { ...hazard.forms, [action]: { ...form } },
});

/** One step of the table applied, or a stable code why not. */
export const actOnHazard = (
  hazard: Hazard,
  action: string,
  form: Readonly<Record<string, unknown>>,
  actor: HazardActor,
  at: number,
): HazardOutcome => {
  const rows = transitions.filter((transition) => transition.action === action);
  const transition = rows.find((t) => t.from.includes(hazard.state));
  if (!transition) return { ok: false, code: rows.length > 0 ? 'state' : 'unknown_action' };
  const reason = refusal(transition, hazard, actor);
  if (reason !== null) return { ok: false, code: reason };
  const missing = transition.form.filter((field) => isEmpty(form[field]));
  if (missing.length > 0) return { ok: false, code: 'form_incomplete', missing };
  const next: Hazard = {
    ...hazard,
    ...written(hazard, action, form, at),
    state: transition.to,
    version: hazard.version + 1,
    actors: { ...hazard.actors, [action]: actor.id },
  };
  return { ok: true, hazard: next, act: `hazard.${action}`, form };
};

/** `overdue` is derived, never stored as a state. */
export const isOverdue = (hazard: Hazard, at: number): boolean =>
  hazard.deadline !== null && !endStates.has(hazard.state) && at > hazard.deadline;
