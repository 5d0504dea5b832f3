import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newTurn, noteChange } from '../../services/core/turn.ts';
import { keptChanges } from '../../services/store/facts.ts';
import { migrate } from '../../services/store/migrations.ts';
import { openSqlite } from '../../services/store/sqlite.ts';
import type { House } from '../flows/harness.ts';
import { openHouse } from '../flows/harness.ts';

let house: House | null = null;
afterEach(() => {
  house?.close();
  house = null;
});

const opened = (): House => {
  if (!house) throw new Error('not open');
  return house;
};

const alarmsOf = (count: number): void => {
  const town = openHouse();
  house = town;
  for (let i = 0; i < count; i++) {
    town.addDevice(`d${i}`);
    town.now += 1000;
    town.publish(`d${i}`, 'event', { ts: town.now, type: 'panic' });
  }
};

describe('lists', () => {
  it('page through everything once, newest first, within the branch', () => {
    alarmsOf(25);
    const { facts } = opened().store;
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = facts.list('alarm', { schools: ['s1'], limit: 10, cursor });
      seen.push(...page.items.map((a) => a.device));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `d${24 - i}`));
    expect(facts.list('alarm', { schools: ['other'], limit: 10 }).items).toEqual([]);
    expect(facts.list('alarm', { schools: [], limit: 10 }).items).toEqual([]);
    expect(facts.list('alarm', { schools: null, limit: 10, where: { device: 'd3', open: true } }).items).toHaveLength(1);
    expect(facts.list('alarm', { schools: null, limit: 10, cursor: 'garbage' }).items).toHaveLength(10);
  });
});

describe('changes', () => {
  it('are given in order after a number, and honestly missing when no longer kept', () => {
    alarmsOf(3);
    const { facts, sql } = opened().store;
    const all = facts.changesAfter(0, null, ['alarm'], 100) ?? [];
    expect(all.map((c) => c.seq)).toEqual(all.map((c) => c.seq).sort((a, b) => a - b));
    expect(facts.lastChange(null, ['alarm'])).toBe(all.at(-1)?.seq);
    expect(facts.changesAfter(all[0]?.seq ?? 0, ['s1'], ['alarm'], 100)).toHaveLength(all.length - 1);
    expect(facts.changesAfter(0, ['s2'], ['alarm'], 100)).toEqual([]);
    expect(facts.changesAfter(0, null, ['alarm'], 1)).toBeNull();
    const turn = newTurn(opened().now);
    noteChange(turn, 'notice', { id: 'x', school: 's1' });
    opened().store.commit(turn);
    sql.exec(`UPDATE change SET seq = seq + ${keptChanges} WHERE type = 'notice'`);
    facts.forget(opened().now);
    expect(facts.changesAfter(0, null, ['alarm'], 100)).toBeNull();
  });
});

describe('the database itself', () => {
  it('makes a second open alarm of one source and kind impossible', () => {
    alarmsOf(1);
    const alarm = opened().alarms()[0];
    if (!alarm) throw new Error('no alarm');
    const turn = newTurn(opened().now);
    turn.put.alarm.set('second', { ...alarm, id: 'second' });
    expect(() => opened().store.commit(turn)).toThrow(/UNIQUE/);
    expect(opened().alarms()).toHaveLength(1);
  });

  it('refuses a database of a newer version and leaves it as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'campus-newer-'));
    const sql = openSqlite(join(folder, 'campus.db'));
    migrate(sql);
    sql.exec('PRAGMA user_version = 99');
    expect(() => migrate(sql)).toThrow(/newer version/);
    expect(sql.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
    sql.close();
    rmSync(folder, { recursive: true });
  });

  it('runs with a write-ahead log and full synchronisation', () => {
    alarmsOf(0);
    expect(Object.values(opened().store.sql.prepare('PRAGMA synchronous').get() ?? {})).toEqual([2]);
    expect(Object.values(opened().store.sql.prepare('PRAGMA journal_mode').get() ?? {})).toEqual(['wal']);
  });
});
