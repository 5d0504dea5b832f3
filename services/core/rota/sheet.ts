/** 交接班 sheet: what the next shift takes over, as the system knows it at the moment of signing. */
import type { Handover } from '../../contracts/rota.ts';

export type HandoverSheet = Handover['sheet'];
export type SheetLists = Readonly<Record<Exclude<keyof HandoverSheet, 'more'>, readonly string[]>>;

/** Ids named of a kind; the rest are counted. */
export const sheetLimit = 200;

/** @param counts where more are known of than were listed */
export const sheetFrom = (lists: SheetLists, counts: Partial<Record<keyof SheetLists, number>> = {}): HandoverSheet => {
  const more: Record<string, number> = {};
  const named = (kind: keyof SheetLists): string[] => {
    const ids = [...lists[kind]].sort();
    const left = Math.max(ids.length, counts[kind] ?? 0) - Math.min(ids.length, sheetLimit);
    if (left > 0) more[kind] = left;
    return ids.slice(0, sheetLimit);
  };
  return {
    openAlarms: named('openAlarms'),
    shelved: named('shelved'),
    blind: named('blind'),
    maintenance: named('maintenance'),
    overdueHazards: named('overdueHazards'),
    pendingCalls: named('pendingCalls'),
    incidents: named('incidents'),
    more,
  };
};

export const sameSheet = (a: HandoverSheet, b: HandoverSheet): boolean => JSON.stringify(a) === JSON.stringify(b);
