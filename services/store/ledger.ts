/**
 * Writing side of the facts: one turn, one transaction. Returns the change rows with the numbers they were given, for
 * the screens.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { ChainRow } from '../core/audit.ts';
import { chainStart, saidHash, seal } from '../core/audit.ts';
import type { RejectedDraft, Turn } from '../core/turn.ts';
import type { AuditEntry, ChangeRow, Noun, NounTypes, SeriesStore } from '../ports.ts';
import { nounTables } from './nouns.ts';
import type { Cell, Sql } from './sqlite.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** 128 bits: nobody guesses a name from its hash without it. */
const saltBytes = 16;

/** How much of a rejected payload is kept to be looked at, bytes. */
const rejectedCopyBytes = 1024;

const cell = (value: unknown): Cell =>
  typeof value === 'boolean' ? Number(value) : value === undefined ? null : (value as string | number | null);

const putStatement = (noun: Noun): string => {
  const columns = Object.keys(nounTables[noun].columns);
  const names = ['id', ...columns, 'doc'];
  const sets = [...columns, 'doc'].map((name) => `${name} = excluded.${name}`);
  return `INSERT INTO ${noun} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (id) DO UPDATE SET ${sets.join(', ')}`;
};

const nouns = Object.keys(nounTables) as Noun[];

/** First bytes of a payload: as text where it is text, else hexadecimal. */
const boundedCopy = (payload: Uint8Array): string => {
  const head = Buffer.from(payload.subarray(0, rejectedCopyBytes));
  const text = head.toString('utf8');
  // A cut may fall into a character; only earlier damage says that this is not text.
  const printable = !/[\u0000-\u0008\u000e-\u001f]/.test(text) && !text.slice(0, -4).includes('\ufffd');
  return printable ? text : head.toString('hex');
};

export interface Ledger {
  /** Writes a whole turn durably, or throws having written nothing. */
  write(turn: Turn): ChangeRow[];
}

export const createLedger = (sql: Sql, series: SeriesStore): Ledger => {
  const puts = new Map(nouns.map((noun) => [noun, sql.prepare(putStatement(noun))]));
  const insertEvent = sql.prepare(
    'INSERT INTO event (device, school, at, receivedAt, event, state, late, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const addArrival = sql.prepare(
    `INSERT INTO arrival (school, at, device, kind, alarm, reason, severity, count, heard) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET severity = excluded.severity, count = count + excluded.count, heard = heard + excluded.heard`,
  );
  const insertRejected = sql.prepare(
    `INSERT INTO rejected (key, at, lastAt, count, topic, identity, school, reason, detail, bytes, copy) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET count = count + 1, lastAt = excluded.lastAt`,
  );
  const insertAudit = sql.prepare(
    'INSERT INTO audit (seq, at, actor, act, subject, subjectId, school, detail, prevHash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const insertSaid = sql.prepare('INSERT INTO said (seq, field, subject, subjectId, salt, value) VALUES (?, ?, ?, ?, ?, ?)');
  const eraseSaid = sql.prepare(
    'UPDATE said SET salt = NULL, value = NULL, erasedAt = ? WHERE subject = ? AND subjectId = ? AND erasedAt IS NULL',
  );
  const dropChanges = sql.prepare('DELETE FROM change WHERE type = ? AND id = ?');
  const insertChange = sql.prepare('INSERT INTO change (at, type, id, school, value) VALUES (?, ?, ?, ?, ?)');
  const putDue = sql.prepare('INSERT OR REPLACE INTO due (key, kind, dueAt, subject) VALUES (?, ?, ?, ?)');
  const dropDue = sql.prepare('DELETE FROM due WHERE key = ?');
  const insertNotice = sql.prepare(
    `INSERT INTO notice (alarm, person, at, channel, told, gates) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (alarm, person) DO UPDATE SET at = excluded.at, channel = excluded.channel, told = excluded.told, gates = excluded.gates WHERE told = 0`,
  );
  const insertSeen = sql.prepare('INSERT INTO seen (device, hash, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at');

  const lastRow = sql.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get();
  let chain = { seq: Number(lastRow?.['seq'] ?? 0), hash: String(lastRow?.['hash'] ?? chainStart) };

  /** Keeps what was typed in erasable rows; the chain gets hashes of it. */
  const writeSaid = (seq: number, { subject, subjectId, said = {} }: AuditEntry): Record<string, string> => {
    const hashes: Record<string, string> = {};
    for (const [field, value] of Object.entries(said)) {
      if (value === null || value === '') continue;
      const salt = randomBytes(saltBytes).toString('hex');
      insertSaid.run(seq, field, subject, subjectId, salt, value);
      hashes[field] = saidHash(salt, value, sha256);
    }
    return hashes;
  };

  const writeAudit = (entry: AuditEntry): void => {
    const seq = chain.seq + 1;
    const said = writeSaid(seq, entry);
    const detail = JSON.stringify(Object.keys(said).length > 0 ? { ...entry.detail, said } : entry.detail);
    const row: ChainRow = seal({ ...entry, seq, detail, prevHash: chain.hash }, sha256);
    insertAudit.run(row.seq, row.at, row.actor, row.act, row.subject, row.subjectId, row.school, row.detail, row.prevHash, row.hash);
    chain = { seq: row.seq, hash: row.hash };
  };

  const writeRejected = (at: number, draft: RejectedDraft): void => {
    const { key, topic, identity, school, reason, detail, payload } = draft;
    insertRejected.run(key, at, at, topic.slice(0, 1024), identity, school, reason, detail, payload.length, boundedCopy(payload));
  };

  const writeNouns = <N extends Noun>(noun: N, turn: Turn): void => {
    const statement = puts.get(noun);
    const columns = Object.keys(nounTables[noun].columns);
    for (const [id, doc] of turn.put[noun] as Map<string, NounTypes[N]>) {
      const fields = doc as unknown as Record<string, unknown>;
      statement?.run(id, ...columns.map((name) => cell(fields[name])), JSON.stringify(doc));
    }
  };

  const writeChanges = (turn: Turn): ChangeRow[] => {
    const rows: ChangeRow[] = [];
    for (const change of turn.changes.values()) {
      const { lastInsertRowid } = insertChange.run(turn.at, change.type, change.id, change.school, JSON.stringify(change.value));
      rows.push({ ...change, seq: Number(lastInsertRowid), at: turn.at });
    }
    return rows;
  };

  const writeAll = (turn: Turn): ChangeRow[] => {
    series.journal(turn.points, turn.at);
    for (const noun of nouns) if (turn.put[noun].size > 0) writeNouns(noun, turn);
    for (const e of turn.events)
      insertEvent.run(e.device, e.school, e.at, e.receivedAt, e.event, e.state, Number(e.late), JSON.stringify(e.detail));
    for (const a of turn.arrivals.values())
      addArrival.run(a.school, a.at, a.device, a.kind, a.alarm, a.reason, a.severity, a.count, a.heard);
    for (const { subject, subjectId, said } of turn.erased) {
      if (said) eraseSaid.run(turn.at, subject, subjectId);
      dropChanges.run(subject, subjectId);
    }
    for (const draft of turn.rejected) writeRejected(turn.at, draft);
    for (const entry of turn.audit) writeAudit(entry);
    for (const [key, due] of turn.due) {
      if (due) putDue.run(key, due.kind, due.dueAt, due.subject);
      else dropDue.run(key);
    }
    for (const n of turn.notices) insertNotice.run(n.alarm, n.person, n.at, n.channel, Number(n.told), JSON.stringify(n.gates));
    for (const s of turn.seen) insertSeen.run(s.device, s.hash, s.at);
    return writeChanges(turn);
  };

  /** What is taken away is overwritten in the file, and in the log unless somebody is just reading from it. */
  const withoutTraces = <T>(work: () => T): T => {
    sql.exec('PRAGMA secure_delete=ON');
    try {
      return work();
    } finally {
      sql.exec('PRAGMA secure_delete=OFF; PRAGMA busy_timeout=0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout=5000;');
    }
  };

  return {
    write: (turn) => {
      const before = chain;
      try {
        const rows =
          turn.erased.length > 0 ? withoutTraces(() => sql.transaction(() => writeAll(turn))) : sql.transaction(() => writeAll(turn));
        series.settle();
        return rows;
      } catch (error) {
        chain = before;
        series.discard();
        throw error;
      }
    },
  };
};
