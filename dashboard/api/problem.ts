import type { Problem } from '../../services/contracts/http.ts';
import { type Words, wordFor } from '../i18n/words.ts';

/** A refusal of the server (RFC 9457), or `network` when there was no answer at all. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: readonly string[];

  constructor(code: string, status: number, fields: readonly string[] = []) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}

/** A step of a hazard names the fields in its sentence (`fields: reason, photos_site`). */
const namedIn = (detail: string | undefined): string[] => /^fields: (.+)$/.exec(detail ?? '')?.[1]?.split(', ') ?? [];

export const refusalOf = (status: number, body: Partial<Problem> | null): Refusal =>
  new Refusal(
    body?.code ?? (status >= 500 ? 'internal' : 'bad_request'),
    status,
    body?.errors?.map(({ path }) => path) ?? namedIn(body?.detail),
  );

/** The plain sentence for a person, in their language. */
export const sentenceOf = (error: unknown, words: Words): string => {
  if (!(error instanceof Refusal)) return words.errors.generic;
  const known = wordFor(words.open.problem, error.code, '') || wordFor(words.open.reason, error.code, '');
  const sentence = known || (error.status >= 500 ? words.errors.server : words.errors.generic);
  const named = error.fields.map((field) => wordFor(words.open.field, field.split(/[./]/).at(-1) ?? '', '')).filter((name) => name !== '');
  return named.length === 0 ? sentence : `${sentence} ${words.errors.fields(named.join(words.common.list))}`;
};
