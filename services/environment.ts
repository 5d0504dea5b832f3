/**
 * The environment: one prefix, everything checked, every error at once. A variable that does not exist is an error too,
 * because a misspelt one would otherwise leave a school with a default nobody chose.
 */
import { z } from 'zod';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'a port number; 0 takes a free one')
  .transform(Number)
  .refine((value) => value <= 65_535, 'a port number is at most 65535');

const url = (...protocols: string[]) =>
  z.string().refine(
    (value) => {
      const parsed = URL.canParse(value) ? new URL(value) : null;
      return parsed !== null && protocols.includes(parsed.protocol.slice(0, -1));
    },
    `an address that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`,
  );

const yesNo = z.enum(['true', 'false']).transform((value) => value === 'true');
const notYet = z.never('not available in this version; leave it empty');
const text = z.string().min(1);

interface Variable {
  readonly shape: z.ZodType;
  /** Used when it is not set; empty = nothing. */
  readonly fallback: string;
  /** May also be given as the path of a file that holds it: `…_FILE`. Never printed. */
  readonly secret?: true;
}

export const variables = {
  CAMPUS_DATA: { shape: text, fallback: './data' },
  CAMPUS_CONFIG: { shape: text, fallback: './config' },
  CAMPUS_HTTP_PORT: { shape: port, fallback: '3000' },
  CAMPUS_HTTPS_PORT: { shape: port, fallback: '3443' },
  CAMPUS_MQTT_PORT: { shape: port, fallback: '1883' },
  CAMPUS_MQTTS_PORT: { shape: port, fallback: '8883' },
  CAMPUS_HOST: { shape: text, fallback: '' },
  CAMPUS_MQTT_HOST: { shape: text, fallback: '' },
  CAMPUS_TLS_CERT: { shape: text, fallback: '' },
  CAMPUS_TLS_KEY: { shape: text, fallback: '' },
  CAMPUS_PUBLIC_URL: { shape: url('https', 'http'), fallback: '' },
  CAMPUS_TRUST_PROXY: { shape: yesNo, fallback: 'false' },
  CAMPUS_LOG_LEVEL: { shape: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), fallback: 'info' },
  CAMPUS_GB26875_PORT: { shape: notYet, fallback: '' },
  CAMPUS_DATABASE_URL: { shape: notYet, fallback: '', secret: true },
  CAMPUS_INFLUX_URL: { shape: url('http', 'https'), fallback: '' },
  CAMPUS_INFLUX_TOKEN: { shape: text, fallback: '', secret: true },
  CAMPUS_INFLUX_ORG: { shape: text, fallback: '' },
  CAMPUS_INFLUX_BUCKET: { shape: text, fallback: '' },
  CAMPUS_REDIS_URL: { shape: notYet, fallback: '', secret: true },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
/** Values by name; a variable without value and without fallback is undefined. */
export type Environment = { readonly [N in VariableName]: z.infer<(typeof variables)[N]['shape']> | undefined };

const table: Readonly<Record<string, Variable>> = variables;
const names = Object.keys(variables);
const isSecret = (name: string): boolean => table[name]?.secret === true;

/** Steps of one letter between two words (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

const nearest = (name: string): string | null => {
  const known = [...names, ...names.filter(isSecret).map((n) => `${n}_FILE`)];
  const best = known.map((n) => ({ n, d: distance(name, n) })).sort((a, b) => a.d - b.d)[0];
  return best && best.d <= 4 ? best.n : null;
};

/** Secrets of the channels in `channels.yaml`: checked with that file (`channel-secrets.ts`), for only it knows the channels. */
export const isChannelSecret = (name: string): boolean => /^CAMPUS_CHANNEL_[A-Z][A-Z0-9_]*_SECRET(_FILE)?$/.test(name);

const unknownNames = (env: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('CAMPUS_') && !(name in table) && !(name.endsWith('_FILE') && isSecret(name.slice(0, -5))))
    .filter((name) => !isChannelSecret(name))
    .map((name) => {
      const meant = nearest(name);
      return `${name}: there is no such setting${meant ? `; did you mean ${meant}?` : ''}`;
    });

/** What belongs together and what excludes each other. */
const crossChecks = (given: ReadonlyMap<string, string>): string[] => {
  const errors: string[] = [];
  const together = (...group: string[]): void => {
    const missing = group.filter((name) => !given.has(name));
    if (missing.length > 0 && missing.length < group.length)
      errors.push(`${missing.join(', ')}: needed when ${group.find((n) => given.has(n))} is set`);
  };
  together('CAMPUS_TLS_CERT', 'CAMPUS_TLS_KEY');
  together('CAMPUS_INFLUX_URL', 'CAMPUS_INFLUX_TOKEN', 'CAMPUS_INFLUX_ORG', 'CAMPUS_INFLUX_BUCKET');
  return errors;
};

export type ReadFile = (file: string) => string;
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly string[] };

/** The text given for each variable: itself, its `…_FILE`, or its fallback. An empty value counts as not set. */
const gather = (
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile,
): { given: Map<string, string>; errors: string[] } => {
  const given = new Map<string, string>();
  const errors: string[] = [];
  for (const name of names) {
    const direct = env[name]?.trim();
    const file = isSecret(name) ? env[`${name}_FILE`]?.trim() : undefined;
    if (direct && file) errors.push(`${name}: set it or ${name}_FILE, not both`);
    if (direct) given.set(name, direct);
    else if (file) {
      try {
        given.set(name, readFile(file).trim());
      } catch (error) {
        errors.push(`${name}_FILE: cannot read ${file} (${error instanceof Error ? error.message : String(error)})`);
      }
    }
  }
  return { given, errors };
};

/** Checks the whole environment; `readFile` is asked for `…_FILE` only. */
export const readEnvironment = (env: Readonly<Record<string, string | undefined>>, readFile: ReadFile): Outcome<Environment> => {
  const { given, errors } = gather(env, readFile);
  errors.push(...unknownNames(env), ...crossChecks(given));
  const values: Record<string, unknown> = {};
  for (const [name, { shape, fallback }] of Object.entries(table)) {
    const value = given.get(name) ?? fallback;
    if (value === '') continue;
    const parsed = shape.safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else errors.push(...parsed.error.issues.map((issue) => `${name}: ${issue.message}${isSecret(name) ? '' : ` (it is '${value}')`}`));
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: values as Environment };
};

/** The environment as it may be printed: secrets say only whether they are set. */
export const maskEnvironment = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => {
      const value = environment[name as VariableName];
      if (value === undefined) return [name, ''];
      return [name, isSecret(name) ? '••••••' : String(value)];
    }),
  );
