/** Plain tables and the few statistics the benchmarks print. */

export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return Number.NaN;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
};

export const fixed = (value: number | null, digits = 2): string => (value === null || Number.isNaN(value) ? '-' : value.toFixed(digits));
export const thousands = (value: number): string => Math.round(value).toLocaleString('en-GB');

/** Characters a terminal shows, not UTF-16 units; good enough for the Latin text used here. */
const widthOf = (text: string): number => [...text].length;

/** First column to the left, figures to the right. */
export const table = (headers: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = headers.map((header, at) => Math.max(widthOf(header), ...rows.map((row) => widthOf(row[at] ?? ''))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const gap = ' '.repeat((widths[at] ?? 0) - widthOf(cell));
        return at === 0 ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd();
  return [line(headers), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
};

/** `target ≤ 3: holds`, in words that need no colour. */
export const verdict = (holds: boolean): string => (holds ? 'holds' : 'MISSED');
