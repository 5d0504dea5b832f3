/** A command's answer as people read it in a terminal. */

const cell = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Rows under their fields' names, each column as wide as its widest cell. */
const table = (rows: readonly Readonly<Record<string, unknown>>[]): string => {
  const first = rows[0];
  if (!first) return 'none\n';
  const names = Object.keys(first);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map(
      (line) =>
        `${line
          .map((text, i) => text.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};

const isRows = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null);

/** Secrets exist only in the answer that made them. */
const once = ['secret', 'token', 'password'];

export const people = (answer: object): string =>
  Object.entries(answer)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      if (isRows(value)) return name === 'items' ? table(value) : `${name}:\n${table(value)}`;
      return `${name}: ${cell(value)}${once.includes(name) && value !== null ? '   (shown this once)' : ''}\n`;
    })
    .join('');
