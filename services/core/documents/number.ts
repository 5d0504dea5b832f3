/** Numbers of documents: 1, 2, 3 … per issuer, kind and year, none left out, none twice. */
import type { DocumentKind } from '../../contracts/document.ts';

/** What stands before the year: each kind is counted by itself, so each has its own word. */
const series: Readonly<Record<DocumentKind, string>> = {
  rectification_notice: '安全整改',
  supervision_letter: '安全督办',
  interim_protection: '安全防护',
  acceptance: '安全验收',
};

/** 安全整改〔2026〕3号 (GB/T 9704-2012, 7.2.5: hexagonal brackets, the number without 第 and without leading zeros). */
export const numberText = (kind: DocumentKind, year: number, number: number): string => `${series[kind]}〔${year}〕${number}号`;

interface Numbered {
  readonly issuer: string;
  readonly kind: DocumentKind;
  readonly year: number;
}

/** The number after the highest that is committed and those of the same turn. */
export const nextNumber = (of: Numbered, highestCommitted: number, sameTurn: Iterable<Numbered & { readonly number: number }>): number => {
  let highest = highestCommitted;
  for (const { issuer, kind, year, number } of sameTurn)
    if (issuer === of.issuer && kind === of.kind && year === of.year) highest = Math.max(highest, number);
  return highest + 1;
};
