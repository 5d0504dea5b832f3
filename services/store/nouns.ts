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
      exercise: 'TEXT',
      storm: 'TEXT',
    },
    school: 'school',
    order: 'eventAt',
  },
  incident: {
    columns: { school: 'TEXT', space: 'TEXT', state: 'TEXT', level: 'TEXT', openedAt: 'INTEGER', exercise: 'TEXT' },
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
  seat: { columns: { school: 'TEXT', role: 'TEXT' }, school: 'school', order: 'id' },
  shift: {
    columns: { school: 'TEXT', seat: 'TEXT', person: 'TEXT', startsAt: 'INTEGER', endsAt: 'INTEGER' },
    school: 'school',
    order: 'startsAt',
  },
  leave: { columns: { school: 'TEXT', person: 'TEXT', startsAt: 'INTEGER', endsAt: 'INTEGER' }, school: 'school', order: 'startsAt' },
  handover: { columns: { school: 'TEXT', seat: 'TEXT', state: 'TEXT', at: 'INTEGER' }, school: 'school', order: 'at' },
  dutyCheck: {
    columns: { school: 'TEXT', seat: 'TEXT', issuedAt: 'INTEGER', open: 'INTEGER', missed: 'INTEGER' },
    school: 'school',
    order: 'issuedAt',
  },
  logEntry: { columns: { school: 'TEXT', at: 'INTEGER' }, school: 'school', order: 'at' },
  console: { columns: { school: 'TEXT', state: 'TEXT' }, school: 'school', order: 'id' },
  call: {
    columns: { school: 'TEXT', subject: 'TEXT', subjectId: 'TEXT', person: 'TEXT', channel: 'TEXT', state: 'TEXT', plannedAt: 'INTEGER' },
    school: 'school',
    order: 'plannedAt',
  },
  storm: { columns: { school: 'TEXT', open: 'INTEGER', openedAt: 'INTEGER' }, school: 'school', order: 'openedAt' },
  maintenance: { columns: { school: 'TEXT', state: 'TEXT', startsAt: 'INTEGER' }, school: 'school', order: 'startsAt' },
  responsePlan: { columns: { school: 'TEXT', state: 'TEXT' }, school: 'school', order: 'id' },
  muster: { columns: { school: 'TEXT', incident: 'TEXT', open: 'INTEGER', openedAt: 'INTEGER' }, school: 'school', order: 'openedAt' },
  supply: { columns: { school: 'TEXT' }, school: 'school', order: 'id' },
  team: { columns: { school: 'TEXT', kind: 'TEXT' }, school: 'school', order: 'id' },
  responder: { columns: { school: 'TEXT', kind: 'TEXT' }, school: 'school', order: 'id' },
  request: {
    columns: { school: 'TEXT', incident: 'TEXT', responder: 'TEXT', state: 'TEXT', open: 'INTEGER' },
    school: 'school',
    order: 'id',
  },
  phoneTask: { columns: { school: 'TEXT', incident: 'TEXT', open: 'INTEGER', openedAt: 'INTEGER' }, school: 'school', order: 'openedAt' },
  capMessage: {
    columns: { school: 'TEXT', incident: 'TEXT', direction: 'TEXT', identifier: 'TEXT', sent: 'INTEGER' },
    school: 'school',
    order: 'sent',
  },
  drill: { columns: { school: 'TEXT', state: 'TEXT', plannedAt: 'INTEGER' }, school: 'school', order: 'plannedAt' },
  runnerTask: {
    columns: { school: 'TEXT', alarm: 'TEXT', person: 'TEXT', open: 'INTEGER', assignedAt: 'INTEGER' },
    school: 'school',
    order: 'assignedAt',
  },
};
