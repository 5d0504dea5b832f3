/** `verify` and `export` with what people said: of this version's data, of the first version's, and of changed files. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChainRow } from '../../services/core/audit.ts';
import { chainStart, seal } from '../../services/core/audit.ts';
import { newTurn } from '../../services/core/turn.ts';
import { sha256 } from '../../services/store/ledger.ts';
import { databaseFile } from '../../services/store/open.ts';
import { openSqlite } from '../../services/store/sqlite.ts';
import { stepOne } from '../../services/store/steps/one.ts';
import { bench } from './bench.ts';

let b: ReturnType<typeof bench>;
beforeEach(() => {
  b = bench();
});
afterEach(() => b.clear());

const at = Date.UTC(2026, 10, 21);
const note = (i: number) => `${i} 小明说的话`;

/** Five entries with something said; what was said of `about-2` is erased, by a sixth. */
const said = (): void => {
  const store = b.store();
  for (let i = 0; i < 5; i++) {
    const turn = newTurn(at + i * 1000);
    turn.audit.push({
      at: turn.at,
      actor: 'p',
      act: 'alarm.reset',
      subject: 'alarm',
      subjectId: `about-${i}`,
      school: null,
      detail: {},
      said: { note: note(i) },
    });
    store.commit(turn);
  }
  const turn = newTurn(at + 9000);
  turn.erased.push({ subject: 'alarm', subjectId: 'about-2', said: true });
  turn.audit.push({
    at: turn.at,
    actor: 'p',
    act: 'record.erased',
    subject: 'alarm',
    subjectId: 'about-2',
    school: null,
    detail: { reason: 'minor_request' },
  });
  store.commit(turn);
  store.close();
};

/** The file with some lines changed, and its own last line made to fit again: only the chain can tell. */
const forged = (file: string, change: (lines: string[]) => string[]): string => {
  const lines = change(fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(0, -1)).map((line) => `${line}\n`);
  const digest = createHash('sha256').update(lines.join('')).digest('hex');
  const made = `${file}.forged`;
  fs.writeFileSync(made, `${lines.join('')}${JSON.stringify({ type: 'end', lines: lines.length, sha256: digest })}\n`);
  return made;
};

describe('what was said', () => {
  it('goes out with the entries it belongs to, but for what is erased, and proves itself', async () => {
    said();
    expect(await b.json('verify')).toMatchObject({ ok: true, entries: 6 });
    const file = b.file('all.jsonl');
    await b.json('export', file);
    expect(await b.json('verify', file)).toMatchObject({ ok: true, entries: 6 });
    const text = fs.readFileSync(file, 'utf8');
    expect([0, 1, 2, 3, 4].filter((i) => text.includes(note(i)))).toEqual([0, 1, 3, 4]);
    const part = b.file('part.jsonl');
    await b.json('export', part, '--from', String(at + 1000), '--to', String(at + 4000));
    expect(await b.json('verify', part)).toMatchObject({ ok: true, entries: 3 });
    const some = fs.readFileSync(part, 'utf8');
    expect([0, 1, 2, 3, 4].filter((i) => some.includes(note(i)))).toEqual([1, 3]);
  });

  it.each([
    ['changed', (lines: string[]) => lines.map((line) => line.replace(note(3), '别的话')), /changed after it was written/],
    ['left out', (lines: string[]) => lines.filter((line) => !line.includes(note(3))), /is missing/],
    [
      'put in',
      (lines: string[]) => [...lines, lines.find((line) => line.includes(note(3)))?.replace('"seq":4', '"seq":6') ?? ''],
      /not there|without anything said/,
    ],
  ])('%s in a file shows, though the rest of the file fits', async (_, change, why) => {
    said();
    const file = b.file('all.jsonl');
    await b.json('export', file);
    const verdict = await b.json('verify', forged(file, change));
    expect(verdict).toMatchObject({ ok: false, why: expect.stringMatching(why) as string });
  });

  it('changed in the data folder shows with the entry it belongs to', async () => {
    said();
    const sql = openSqlite(databaseFile(b.config().dataFolder));
    sql.exec("DROP TRIGGER said_only_erased; UPDATE said SET value = '别的话' WHERE seq = 4");
    sql.close();
    expect(await b.json('verify')).toMatchObject({ ok: false, brokenAt: 4, why: expect.stringMatching(/changed/) as string });
  });
});

describe('data of the first version', () => {
  it('is brought up, and its chain, with what was typed in its entries themselves, still verifies and goes out', async () => {
    const { dataFolder } = b.config();
    fs.mkdirSync(dataFolder, { recursive: true });
    const sql = openSqlite(databaseFile(dataFolder));
    sql.exec(`${stepOne}; PRAGMA user_version = 1;`);
    let last = { seq: 0, hash: chainStart };
    for (const detail of [{ note: '误报' }, { said: '老条目里的字段' }, { note: null }]) {
      const row: ChainRow = seal(
        {
          seq: last.seq + 1,
          at,
          actor: 'p',
          act: 'alarm.dismissed',
          subject: 'alarm',
          subjectId: 'a',
          school: null,
          detail: JSON.stringify(detail),
          prevHash: last.hash,
        },
        sha256,
      );
      sql
        .prepare(
          'INSERT INTO audit (seq, at, actor, act, subject, subjectId, school, detail, prevHash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(row.seq, row.at, row.actor, row.act, row.subject, row.subjectId, row.school, row.detail, row.prevHash, row.hash);
      last = row;
    }
    sql.close();
    const store = b.store();
    expect(store.facts.timeline('alarm', 'a')[0]).toMatchObject({ detail: { note: '误报' } });
    store.close();
    expect(await b.json('verify')).toMatchObject({ ok: true, entries: 3 });
    await b.json('export', b.file('old.jsonl'));
    expect(await b.json('verify', b.file('old.jsonl'))).toMatchObject({ ok: true, entries: 3 });
    expect(fs.existsSync(path.join(dataFolder, 'campus.db'))).toBe(true);
  });
});

describe('config check', () => {
  it('names what is wrong in reporting.yaml', async () => {
    const config = b.file('config');
    fs.cpSync('config', config, { recursive: true });
    b.env['CAMPUS_CONFIG'] = config;
    expect((await b.campus('config', 'check')).code).toBe(0);
    const file = path.join(config, 'reporting.yaml');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('oralMinutes: 30', 'oralMinutes: soon'));
    expect(await b.campus('config', 'check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('reporting.yaml: tables.0.oralMinutes') as string,
    });
  });
});
