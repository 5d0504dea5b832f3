/** Fields of the transition table as a form asks for them. Pure. */
import { startOfDay } from './format.ts';

const dayMs = 86_400_000;
type FieldKind = 'text' | 'long' | 'number' | 'date' | 'grade' | 'person';

/** How a field of the transition table is asked for; a new name is plain text until it gets a line here. */
const kinds: Readonly<Record<string, FieldKind>> = {
  reason: 'long',
  measures: 'long',
  protection: 'long',
  contingency: 'long',
  description: 'long',
  finding: 'long',
  funds: 'number',
  deadline: 'date',
  grade: 'grade',
  responsible: 'person',
};

/** `note?` is optional. */
export const fieldOf = (name: string): { readonly name: string; readonly optional: boolean; readonly kind: FieldKind } => {
  const optional = name.endsWith('?');
  const plain = optional ? name.slice(0, -1) : name;
  return { name: plain, optional, kind: kinds[plain] ?? 'text' };
};

/** What is sent: a date becomes the end of that day in Shanghai, epoch ms; null when it is not yet usable. */
export const valueOf = (kind: FieldKind, text: string): string | number | null => {
  if (text.trim() === '') return null;
  if (kind === 'number') return Number.isFinite(Number(text)) ? Number(text) : null;
  if (kind !== 'date') return text.trim();
  const start = startOfDay(text);
  return start === null ? null : start + dayMs - 1;
};
