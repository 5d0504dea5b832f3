/** A signature written by hand, drawn from its strokes. Numbers alone go into the drawing. */
import type { Signature } from '../contracts/document.ts';

/** The field that strokes are written in (contracts/document.ts). */
export const signatureField = { width: 1000, height: 400 } as const;

const pathOf = (points: readonly number[]): string => {
  const pairs: string[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) pairs.push(`${points[i]} ${points[i + 1]}`);
  const [first = '0 0', ...rest] = pairs;
  // A dot is a line of no length: round ends make it visible.
  return `M${first}${(rest.length > 0 ? rest : [first]).map((pair) => `L${pair}`).join('')}`;
};

/** null = it was typed, or nobody signed. */
export const signatureSvg = (signature: Signature | null): string | null => {
  if (signature === null || !('strokes' in signature)) return null;
  const { width, height } = signatureField;
  const path = signature.strokes.map(pathOf).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><path d="${path}" fill="none" stroke="#000" stroke-width="14" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
};

export const typedName = (signature: Signature | null): string => (signature !== null && 'typed' in signature ? signature.typed : '');
