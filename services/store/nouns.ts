/**
 * Nouns kept as documents: one row here makes the table, its indexes, its writing and its listing. `columns` are the
 * document's own fields that lists filter by.
 */
import type { Noun } from '../ports.ts';

interface NounTable {
  readonly columns: Readonly<Record<string, 'TEXT' | 'INTEGER'>>;
  /** Column that tells which school it belongs to; null = the row's own id (orgs) or none. */
  readonly school: string | null;
  /** Newest first by this column, then by id. */
  readonly order: string;
  readonly indexes: readonly string[];
}

export const nounTables: Readonly<Record<Noun, NounTable>> = {
  org: { columns: { kind: 'TEXT', parent: 'TEXT' }, school: 'id', order: 'id', indexes: [] },
  space: { columns: { school: 'TEXT', parent: 'TEXT', kind: 'TEXT' }, school: 'school', order: 'id', indexes: ['(school)'] },
  device: {
    columns: { school: 'TEXT', space: 'TEXT', gateway: 'TEXT', availability: 'TEXT', type: 'TEXT' },
    school: 'school',
    order: 'id',
    indexes: ['(school, id)', '(gateway)'],
  },
  person: { columns: { role: 'TEXT', org: 'TEXT' }, school: 'org', order: 'id', indexes: ['(org)'] },
  alarm: {
    columns: {
      school: 'TEXT',
      space: 'TEXT',
      device: 'TEXT',
      kind: 'TEXT',
      level: 'TEXT',
      severity: 'TEXT',
      condition: 'TEXT',
      verification: 'TEXT',
      open: 'INTEGER',
      eventAt: 'INTEGER',
      incident: 'TEXT',
    },
    school: 'school',
    order: 'eventAt',
    // One open alarm per source and kind: the key that makes duplicates impossible, whatever the code above does.
    indexes: ['(eventAt, id)', '(school, eventAt)', '(device, kind, eventAt)', 'UNIQUE (device, kind) WHERE open = 1'],
  },
  incident: {
    columns: { school: 'TEXT', space: 'TEXT', state: 'TEXT', level: 'TEXT', openedAt: 'INTEGER' },
    school: 'school',
    order: 'openedAt',
    indexes: ['(school, openedAt)', '(state)'],
  },
  hazard: {
    columns: {
      school: 'TEXT',
      space: 'TEXT',
      device: 'TEXT',
      category: 'TEXT',
      grade: 'TEXT',
      state: 'TEXT',
      origin: 'TEXT',
      reportedAt: 'INTEGER',
      deadline: 'INTEGER',
      alarm: 'TEXT',
    },
    school: 'school',
    order: 'reportedAt',
    indexes: ['(school, reportedAt)', '(state, deadline)', '(device, category)'],
  },
  evidence: {
    columns: { alarm: 'TEXT', state: 'TEXT', deleteAt: 'INTEGER' },
    school: null,
    order: 'id',
    indexes: ['(alarm)', '(deleteAt)'],
  },
};
