/** One step of the table, asked about or taken. */
import type { AllowedAction } from '../../contracts/alarm.ts';
import type { Hazard } from '../../contracts/hazard.ts';
import { effects } from './effects.ts';
import { readForm } from './form.ts';
import type { HazardActor, HazardContext } from './guards.ts';
import { holds } from './guards.ts';
import { limitIn } from './moments.ts';
import type { Transition } from './transitions.ts';
import { transitions } from './transitions.ts';

const refusal = (transition: Transition, hazard: Hazard, actor: HazardActor, context: HazardContext): string | null => {
  if (!transition.from.includes(hazard.state)) return 'state';
  if (!transition.roles.includes(actor.role)) return 'role';
  return transition.guards.find((guard) => !holds(guard, hazard, actor, context)) ?? null;
};

/** Every step that leaves the present state, allowed or with the reason why not. */
export const allowedHazardActions = (hazard: Hazard, actor: HazardActor, context: HazardContext): AllowedAction[] =>
  transitions
    .filter((transition) => transition.from.includes(hazard.state))
    .map((transition) => {
      const reason = refusal(transition, hazard, actor, context);
      return { action: transition.action, allowed: reason === null, reason, form: [...transition.form] };
    });

export type HazardOutcome =
  | { readonly ok: true; readonly hazard: Hazard; readonly transition: Transition; readonly form: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly code: string; readonly fields: readonly string[] };

const stopped = (code: string, fields: readonly string[] = []): HazardOutcome => ({ ok: false, code, fields });

/** One step of the table applied, or a stable code why not. */
export const actOnHazard = (
  hazard: Hazard,
  action: string,
  given: Readonly<Record<string, unknown>>,
  actor: HazardActor,
  context: HazardContext,
): HazardOutcome => {
  const rows = transitions.filter((transition) => transition.action === action);
  const transition = rows.find((t) => t.from.includes(hazard.state));
  if (!transition) return stopped(rows.length > 0 ? 'state' : 'unknown_action');
  const reason = refusal(transition, hazard, actor, context);
  if (reason !== null) return stopped(reason);
  const read = readForm(hazard, transition, given, actor, context);
  if (!read.ok) return stopped(read.code, read.fields);
  const written = effects[action]?.({ hazard, form: read.form, actor, context }) ?? {};
  const moved: Hazard = {
    ...hazard,
    ...written,
    state: transition.to ?? hazard.state,
    version: hazard.version + 1,
    actors: { ...(written.actors ?? hazard.actors), [action]: actor.id },
    forms: { ...hazard.forms, [action]: { ...read.form } },
  };
  const enters = transition.to !== null && transition.to !== hazard.state;
  const next = enters || !moved.open ? { ...moved, limit: moved.open ? limitIn(moved, context.terms, context.at) : null } : moved;
  return { ok: true, hazard: next, transition, form: read.form };
};
