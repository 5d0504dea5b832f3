/**
 * Nouns kept as documents: one row here makes its writing and its listing; the table itself is made by a step of the
 * database's history (`steps/`). `columns` are the document's own fields that lists filter by.
 */
import type { Noun } from '../ports.ts';

interface NounTable {
  readonly columns: Readonly<Record<string, 'TEXT' | 'INTEGER'>>;
  /** Column that tells which school it belongs to; null = the row's own id (orgs) or none. */
  readonly school: string | null;
  /** Newest first by this column, then by id. */
  readonly order: string;
}

export const nounTables: Readonly<Record<Noun, NounTable>> = {
  org: { columns: { kind: 'TEXT', parent: 'TEXT' }, school: 'id', order: 'id' },
  space: { columns: { school: 'TEXT', parent: 'TEXT', kind: 'TEXT' }, school: 'school', order: 'id' },
  device: {
    columns: { school: 'TEXT', space: 'TEXT', gateway: 'TEXT', availability: 'TEXT', type: 'TEXT' },
    school: 'school',
    order: 'id',
  },
  person: { columns: { role: 'TEXT', org: 'TEXT' }, school: 'org', order: 'id' },
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
  },
  incident: {
    columns: { school: 'TEXT', space: 'TEXT', state: 'TEXT', level: 'TEXT', openedAt: 'INTEGER' },
    school: 'school',
    order: 'openedAt',
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
      incident: 'TEXT',
      open: 'INTEGER',
      overdue: 'INTEGER',
      listed: 'INTEGER',
      watched: 'INTEGER',
      cause: 'TEXT',
      responsible: 'TEXT',
      closedAt: 'INTEGER',
      onTime: 'INTEGER',
    },
    school: 'school',
    order: 'reportedAt',
  },
  evidence: {
    columns: { alarm: 'TEXT', state: 'TEXT', deleteAt: 'INTEGER', school: 'TEXT', hazard: 'TEXT', flagged: 'INTEGER' },
    school: 'school',
    order: 'id',
  },
  post: { columns: { org: 'TEXT' }, school: 'org', order: 'id' },
  dutySheet: { columns: { org: 'TEXT', post: 'TEXT', issuedAt: 'INTEGER' }, school: 'org', order: 'issuedAt' },
  gridCell: { columns: { school: 'TEXT', person: 'TEXT' }, school: 'school', order: 'id' },
  taskForce: { columns: { org: 'TEXT' }, school: 'org', order: 'id' },
  risk: { columns: { school: 'TEXT', space: 'TEXT', level: 'TEXT', category: 'TEXT' }, school: 'school', order: 'id' },
  measure: { columns: { org: 'TEXT', state: 'TEXT' }, school: 'org', order: 'id' },
  document: {
    columns: {
      school: 'TEXT',
      hazard: 'TEXT',
      kind: 'TEXT',
      issuer: 'TEXT',
      year: 'INTEGER',
      number: 'INTEGER',
      issuedAt: 'INTEGER',
      deliveredAt: 'INTEGER',
    },
    school: 'school',
    order: 'issuedAt',
  },
  incidentReport: { columns: { school: 'TEXT', incident: 'TEXT', kind: 'TEXT', at: 'INTEGER' }, school: 'school', order: 'at' },
  finding: {
    columns: { school: 'TEXT', kind: 'TEXT', subject: 'TEXT', subjectId: 'TEXT', reason: 'TEXT', state: 'TEXT', at: 'INTEGER' },
    school: 'school',
    order: 'at',
  },
  accountability: { columns: { org: 'TEXT', state: 'TEXT', openedAt: 'INTEGER' }, school: 'org', order: 'openedAt' },
  inboxItem: {
    columns: { person: 'TEXT', school: 'TEXT', kind: 'TEXT', subject: 'TEXT', subjectId: 'TEXT', at: 'INTEGER', readAt: 'INTEGER' },
    school: 'school',
    order: 'at',
  },
};
