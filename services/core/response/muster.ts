/** 集合点名: what is expected, present and missing, group by group. */
import type { Incident } from '../../contracts/incident.ts';
import type { Muster, MusterCount, Team } from '../../contracts/response.ts';

export const openMuster = (id: string, { id: incident, school, exercise }: Incident, classes: readonly Team[], at: number): Muster => ({
  id,
  version: 1,
  open: true,
  school,
  incident,
  exercise,
  openedAt: at,
  closedAt: null,
  groups: classes.map(({ id: group, name, place, heads }) => ({
    id: group,
    name,
    place,
    expected: heads,
    present: null,
    missing: null,
    countedAt: null,
    countedBy: null,
  })),
});

/** The latest count of a group stands. */
export const countGroup = (muster: Muster, { group, present, missing }: MusterCount, by: string, at: number): Muster => ({
  ...muster,
  version: muster.version + 1,
  groups: muster.groups.map((one) => (one.id === group ? { ...one, present, missing, countedAt: at, countedBy: by } : one)),
});

export interface MusterTotals {
  readonly expected: number;
  readonly present: number;
  readonly missing: number;
  /** Groups nobody has counted yet. */
  readonly uncounted: number;
}

export const totalsOf = ({ groups }: Muster): MusterTotals => {
  const sum = (field: 'expected' | 'present' | 'missing'): number => groups.reduce((total, group) => total + (group[field] ?? 0), 0);
  return {
    expected: sum('expected'),
    present: sum('present'),
    missing: sum('missing'),
    uncounted: groups.filter(({ countedAt }) => countedAt === null).length,
  };
};
