/** 应急预案: what a plan must hold, and which edition takes the place of which. */
import type { ResponsePlan, ResponsePlanForm } from '../../contracts/response.ts';

/** Stable code of what is wrong with the tasks; null = nothing. */
export const planFault = ({ levels }: Pick<ResponsePlanForm, 'levels'>): string | null => {
  for (const tasks of Object.values(levels)) {
    if (tasks.some(({ task, text }) => task === 'own' && text === null)) return 'own_needs_text';
    const coded = tasks.filter(({ task }) => task !== 'own').map(({ task }) => task);
    if (new Set(coded).size < coded.length) return 'task_twice';
  }
  return null;
};

const sameKinds = (a: ResponsePlan, b: ResponsePlan): boolean =>
  a.kinds.length === b.kinds.length && new Set([...a.kinds, ...b.kinds]).size === new Set(a.kinds).size;

/** Plans in force that this one takes the place of: the same organisation's, for the same kinds. */
export const replacedBy = (plan: ResponsePlan, plans: readonly ResponsePlan[]): ResponsePlan[] =>
  plans.filter((older) => older.id !== plan.id && older.state === 'in_force' && older.school === plan.school && sameKinds(older, plan));
