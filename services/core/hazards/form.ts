/** Is what a form brought what the step asks for? Every fault at once, by field. */
import type { Evidence } from '../../contracts/evidence.ts';
import type { Hazard } from '../../contracts/hazard.ts';
import { dayMs } from '../calendar.ts';
import type { Field, FieldName } from './fields.ts';
import { fieldOf } from './fields.ts';
import type { HazardActor, HazardContext } from './guards.ts';
import type { Transition } from './transitions.ts';

export type FormOutcome =
  | { readonly ok: true; readonly form: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly code: 'form_incomplete' | 'form_invalid' | 'not_on_site' | 'deadline_not_possible' | 'signature_not_yours';
      readonly fields: readonly string[];
    };

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** Metres between two places on the sphere (haversine; mean radius 6,371,008.8 m, IUGG). */
export const metresBetween = (a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number => {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
};

/** Taken inside the fence, allowing for what the phone itself says it may be wrong by (at most the fence's own radius). */
export const insideFence = (fence: NonNullable<HazardContext['fence']>, evidence: Evidence): boolean => {
  const place = evidence.capture?.place;
  return !!place && metresBetween(fence, place) <= fence.radiusMetres + Math.min(place.accuracyMetres, fence.radiusMetres);
};

const photosOf = (value: unknown, context: HazardContext): (Evidence | undefined)[] =>
  (value as string[]).map((id) => context.evidence().get(id));

const photosFault = (field: Field, value: unknown, context: HazardContext): 'form_invalid' | 'not_on_site' | null => {
  const found = photosOf(value, context);
  if (found.some((e) => e?.state !== 'stored' || e.stage === null || !field.stages?.includes(e.stage))) return 'form_invalid';
  const { fence } = context;
  if (!field.onSite || fence === null) return null;
  return found.some((e) => e && insideFence(fence, e)) ? null : 'not_on_site';
};

/** A deadline lies ahead, in a listing within its longest time, and never beyond what the notice or the listing has set. */
const deadlineFault = (hazard: Hazard, action: string, value: number, { at, terms }: HazardContext): boolean => {
  if (value <= at) return true;
  if (action === 'list') return value > at + terms.listing.maxDays * dayMs;
  const extending = action === 'ask_extension' || action === 'grant_extension';
  if (hazard.deadline === null) return false;
  return extending ? value <= hazard.deadline : value > hazard.deadline;
};

/** The values as the fields' kinds have them (texts trimmed), unknown ones left out. */
export const readForm = (
  hazard: Hazard,
  { action, form, optional }: Transition,
  given: Readonly<Record<string, unknown>>,
  actor: HazardActor,
  context: HazardContext,
): FormOutcome => {
  const missing = form.filter((name) => isEmpty(given[name]));
  if (missing.length > 0) return { ok: false, code: 'form_incomplete', fields: missing };
  const wanted: FieldName[] = [...form, ...optional.filter((name) => !isEmpty(given[name]))];
  const read = wanted.map((name) => ({ name, field: fieldOf(name), parsed: fieldOf(name).schema.safeParse(given[name]) }));
  const invalid = read.filter(({ parsed }) => !parsed.success).map(({ name }) => name);
  if (invalid.length > 0) return { ok: false, code: 'form_invalid', fields: invalid };
  const values: Record<string, unknown> = {};
  for (const { name, field, parsed } of read) {
    values[name] = parsed.data;
    if (field.kind === 'photos') {
      const code = photosFault(field, parsed.data, context);
      if (code) return { ok: false, code, fields: [name] };
    }
    if (name === 'deadline' && deadlineFault(hazard, action, parsed.data as number, context))
      return { ok: false, code: 'deadline_not_possible', fields: [name] };
    if (name === 'measure' && !hazard.protection.some(({ id }) => id === parsed.data))
      return { ok: false, code: 'form_invalid', fields: [name] };
    if (field.kind === 'signature' && 'typed' in (parsed.data as object) && (parsed.data as { typed: string }).typed !== actor.name)
      return { ok: false, code: 'signature_not_yours', fields: [name] };
  }
  return { ok: true, form: values };
};
