/** What a step's form holds while it is being filled in, and what is sent of it. Pure. */
import type { Signature } from '../../services/contracts/document.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { Responsibility } from '../../services/contracts/responsibility.ts';
import { type FieldName, fieldOf } from '../../services/core/hazards/fields.ts';
import type { FormField } from './hazard-table.ts';

export interface ProtectionDraft {
  readonly measure: string;
  readonly responsible: string | null;
  readonly everyHours: number | null;
}
export type Value = string | number | boolean | readonly string[] | readonly ProtectionDraft[] | Signature | null;
export type Values = Readonly<Partial<Record<FieldName, Value>>>;

export const emptyProtection: ProtectionDraft = { measure: '', responsible: null, everyHours: 24 };

/** What is known already is not asked again: the suggested grade, who puts it right, the deadline that stands, whose building it is. */
export const firstValues = (hazard: HazardView, form: readonly FormField[], chain: Responsibility | undefined): Values => {
  const accountable = chain?.accountable?.person ?? null;
  const known: Values = {
    grade: hazard.grade ?? hazard.suggestedGrade,
    cause: hazard.cause,
    responsible: hazard.responsible ?? accountable,
    deadline: hazard.deadline,
    target: chain?.transferTo ?? null,
    measure: hazard.protection.length === 1 ? (hazard.protection[0]?.id ?? null) : null,
    protection: [{ ...emptyProtection, responsible: hazard.responsible ?? accountable }],
  };
  // Whoever is made responsible may not check it later: never by leaving a suggestion standing that was not asked for.
  const wanted = form.filter(({ name, optional }) => !(optional && name === 'responsible' && hazard.responsible === null));
  return Object.fromEntries(wanted.flatMap(({ name }) => (known[name] === undefined || known[name] === null ? [] : [[name, known[name]]])));
};

const isFilled = (value: Value | undefined): boolean => {
  if (value === undefined || value === null || value === '' || value === false) return false;
  return Array.isArray(value) ? value.length > 0 : true;
};

/** Fields whose value the server would refuse, by the very schema it asks. */
export const faultsOf = (form: readonly FormField[], values: Values): ReadonlyMap<FieldName, 'missing' | 'invalid'> => {
  const faults = new Map<FieldName, 'missing' | 'invalid'>();
  for (const { name, optional } of form) {
    const value = values[name];
    const text = typeof value === 'string' ? value.trim() : value;
    if (!isFilled(text)) {
      if (!optional) faults.set(name, 'missing');
    } else if (!fieldOf(name).schema.safeParse(text).success) faults.set(name, 'invalid');
  }
  return faults;
};

/** What is sent: what was filled in, texts trimmed. */
export const bodyOf = (form: readonly FormField[], values: Values): Record<string, Value> =>
  Object.fromEntries(
    form.flatMap(({ name }): [string, Value][] => {
      const value = values[name];
      if (!isFilled(value) || value === undefined) return [];
      return [[name, typeof value === 'string' ? value.trim() : value]];
    }),
  );
