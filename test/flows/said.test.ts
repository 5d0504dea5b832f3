/** What people typed is bound to the chain by salted hashes, and cannot be changed unseen. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyRecord } from '../../services/core/audit.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { sha256 } from '../../services/store/ledger.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle } from './people.ts';

let house: House;
beforeEach(() => {
  house = openHouse();
  settle(house);
});
afterEach(() => house.close());

const acts = () => actsOf(house.service);
const verdict = () => verifyRecord(house.store.facts.chain(), house.store.facts.said(), sha256);
const must = (result: { ok: boolean; code?: string }): void => {
  if (!result.ok) throw new Error(result.code);
};

/** One alarm called false with a note. */
const dismissed = (): void => {
  house.addDevice('d0');
  house.publish('d0', 'event', { ts: house.now, type: 'smoke_alarm' });
  must(
    acts().onAlarm(
      actorOf(house, 'duty-officer'),
      house.alarms()[0]?.id ?? '',
      { action: 'dismiss', cause: 'cooking', note: '小明在煮面' },
      null,
    ),
  );
};

describe('what was said is bound to the chain', () => {
  /** As somebody with the database file in their hands would. */
  const tamper = (statement: string): void => {
    house.store.sql.exec('DROP TRIGGER said_no_delete; DROP TRIGGER said_only_erased;');
    house.store.sql.exec(statement);
  };

  it('cannot be changed or deleted through the database', () => {
    dismissed();
    expect(() => house.store.sql.exec("UPDATE said SET value = 'x'")).toThrow(/only be erased/);
    expect(() => house.store.sql.exec('DELETE FROM said')).toThrow(/only be erased/);
  });

  it.each([
    ['a changed text', "UPDATE said SET value = 'x'", /changed after it was written/],
    ['a changed salt', "UPDATE said SET salt = 'x'", /changed after it was written/],
    ['a text taken away', 'UPDATE said SET value = NULL', /without having been erased/],
    ['an erasure that nobody made', 'UPDATE said SET value = NULL, salt = NULL, erasedAt = 1', /no entry says that it was erased/],
    ['a row that is gone', 'DELETE FROM said', /is missing/],
    ['a row put to another thing', "UPDATE said SET subjectId = 'x'", /put to something else/],
    [
      'a text that was never said',
      "INSERT INTO said (seq, field, subject, subjectId, salt, value) SELECT max(seq), 'y', 'alarm', 'z', 'a', 'b' FROM audit",
      /without anything said/,
    ],
    [
      'one with an entry that is not',
      "INSERT INTO said (seq, field, subject, subjectId, salt, value) VALUES (99999, 'y', 'alarm', 'z', 'a', 'b')",
      /not there/,
    ],
  ])('%s breaks it', (_, statement, why) => {
    dismissed();
    expect(verdict()).toMatchObject({ ok: true });
    tamper(statement);
    const after = verdict();
    expect(after).toMatchObject({ ok: false, why: expect.stringMatching(why) as string });
  });

  it('is salted: the same text twice has different hashes, and the chain holds neither text nor salt', () => {
    house.addDevice('d1');
    house.publish('d1', 'event', { ts: house.now, type: 'tamper' });
    const id = house.alarms()[0]?.id ?? '';
    for (let i = 0; i < 2; i++) {
      must(acts().onAlarm(actorOf(house, 'duty-leader'), id, { action: 'shelve', reason: '检修', until: house.now + 60_000 }, null));
      must(acts().onAlarm(actorOf(house, 'duty-leader'), id, { action: 'unshelve' }, null));
    }
    const details = [...house.store.facts.chain()].filter(({ act }) => act === 'alarm.shelved').map(({ detail }) => detail);
    const hashes = details.map((detail) => (JSON.parse(detail) as { said: { reason: string } }).said.reason);
    expect(new Set(hashes).size).toBe(2);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    expect(details.join('')).not.toContain('检修');
    const salts = [...house.store.facts.said()].map(({ salt }) => salt);
    expect(salts.every((salt) => salt !== null && salt.length === 32 && !details.join('').includes(salt))).toBe(true);
    expect(
      house.store.facts
        .timeline('alarm', id)
        .filter(({ act }) => act === 'alarm.shelved')
        .map(({ said }) => said),
    ).toEqual([{ reason: '检修' }, { reason: '检修' }]);
  });
});
