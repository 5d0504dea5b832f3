/** Personal data can be erased and the audit chain stays whole: random acts, random erasures. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErasureRequest } from '../../services/contracts/erasure.ts';
import { erasedMark } from '../../services/contracts/erasure.ts';
import { verifyRecord } from '../../services/core/audit.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { createDeliver } from '../../services/flows/deliver.ts';
import { tick } from '../../services/flows/tick.ts';
import { sha256 } from '../../services/store/ledger.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { deafOutside } from './outside.ts';
import { actorOf, settle, takePicture } from './people.ts';

let house: House;
beforeEach(() => {
  house = openHouse({ now: Date.UTC(2026, 10, 23, 1) });
  settle(house);
});
afterEach(() => house.close());

const acts = () => actsOf(house.service);
const admin = () => actorOf(house, 'bureau-admin');
const verdict = () => verifyRecord(house.store.facts.chain(), house.store.facts.said(), sha256);
const erase = (subject: ErasureRequest['subject'], subjectId: string) =>
  acts().erase(admin(), { subject, subjectId, reason: 'minor_request' });

/** Everything that stands in the database: every column of every table, whatever it is. */
const everything = (): { where: string; text: string }[] => {
  const { sql } = house.store;
  const tables = sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return tables.flatMap(({ name }) =>
    sql
      .prepare(`SELECT * FROM "${String(name)}"`)
      .all()
      .flatMap((row) =>
        Object.entries(row).map(([column, value]) => ({
          where: `${String(name)}.${column}`,
          text: value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value),
        })),
      ),
  );
};

/** Where a text still stands, plain or as JSON writes it. */
const standsIn = (text: string, all = everything()): string[] => {
  const wanted = [text, JSON.stringify(text).slice(1, -1)];
  return all.filter((cell) => wanted.some((one) => cell.text.includes(one))).map(({ where }) => where);
};

/** The same of the files as they lie on the disk. */
const lies = (text: string): boolean =>
  ['campus.db', 'campus.db-wal'].some((name) => {
    const file = join(house.folder, name);
    return existsSync(file) && readFileSync(file).includes(Buffer.from(text));
  });

let count = 0;
const secret = (): string => {
  count += 1;
  return `三年二班小明第${count}次被烫伤"在\\食堂`;
};

const must = (result: { ok: boolean; code?: string }): void => {
  if (!result.ok) throw new Error(result.code);
};

interface Told {
  readonly subject: ErasureRequest['subject'];
  readonly id: string;
  readonly texts: readonly string[];
}

const hazard = (): Told => {
  const texts = [secret(), secret(), secret(), secret(), secret()] as const;
  house.now += 60_000;
  const reported = acts().reportHazard(actorOf(house, 'teacher'), {
    key: `erase-test-key-${house.now}`,
    school: 's1',
    space: 'r1',
    category: 'food',
    description: texts[0],
    origin: 'patrol',
    criteria: [],
    place: { latitude: 36.6, longitude: 118.5, accuracyMetres: 5 },
    photos: [takePicture(house, 'teacher', 'found')],
  });
  if (!reported.ok) throw new Error(reported.code);
  const { id } = reported.value;
  const step = (who: string, action: string, form: object) => must(acts().onHazard(actorOf(house, who), id, { action, ...form }, null));
  step('safety-officer', 'grade', { grade: 'general', reason: texts[1] });
  // Said twice: the first stands in the time line and the notice alone.
  step('bureau-inspector', 'issue_notice', { requirements: texts[2], days: 10 });
  step('bureau-inspector', 'issue_notice', { requirements: texts[3], days: 9 });
  step('safety-officer', 'require_plan', {
    protection: [{ measure: texts[4], responsible: 'teacher', everyHours: 1 }],
    photos_protection: [takePicture(house, 'safety-officer', 'protection')],
  });
  // The missed check is told to people, with the measure in the message.
  house.wait(2 * 3600_000, 600_000);
  return { subject: 'hazard', id, texts };
};

const alarm = (): Told => {
  count += 1;
  const device = `erase-${count}`;
  house.addDevice(device);
  house.publish(device, 'event', { ts: house.now, type: 'smoke_alarm' });
  const id = house.allAlarms().find((one) => one.device === device)?.id ?? '';
  const [note, reason] = [secret(), secret()];
  must(acts().onAlarm(actorOf(house, 'duty-officer'), id, { action: 'dismiss', cause: 'cooking', note }, null));
  house.now += 1000;
  house.publish(device, 'event', { ts: house.now, type: 'smoke_alarm', state: 'cleared' });
  must(acts().onAlarm(actorOf(house, 'duty-leader'), id, { action: 'reset', reason }, null));
  return { subject: 'alarm', id, texts: [note, reason] };
};

const incident = (): Told => {
  count += 1;
  const device = `erase-${count}`;
  house.addDevice(device);
  house.publish(device, 'event', { ts: house.now, type: 'panic' });
  const alarmId = house.allAlarms().find((one) => one.device === device)?.id ?? '';
  must(acts().onAlarm(actorOf(house, 'duty-officer'), alarmId, { action: 'confirm' }, null));
  const [one] = house.store.world().incidents.values();
  const texts = [secret(), secret()] as const;
  const draft = { kind: 'initial', channel: 'written', happenedAt: one?.eventAt ?? 0, nature: 'fire', deaths: 0, injured: 1 } as const;
  must(acts().reportIncident(actorOf(house, 'principal'), one?.id ?? '', { ...draft, text: texts[0], measures: texts[1] }));
  if (one?.level !== 'IV') return { subject: 'incident', id: one?.id ?? '', texts };
  const reason = secret();
  must(acts().onIncident(actorOf(house, 'principal'), one.id, { action: 'raise', level: 'III', reason }, null));
  return { subject: 'incident', id: one.id, texts: [...texts, reason] };
};

const person = (): Told => {
  count += 1;
  const [id, name, phone] = [`pupil-${count}`, `张小${count}同学`, `1390000${String(count).padStart(4, '0')}`];
  const turn = newTurn(house.now);
  const one = { id, name, role: 'teacher' as const, org: 's1', phone, active: false };
  house.store.world().people.set(id, one);
  turn.put.person.set(id, one);
  turn.audit.push({
    at: house.now,
    actor: 'operator',
    act: 'person.changed',
    subject: 'person',
    subjectId: id,
    school: 's1',
    detail: {},
    said: { name, phone },
  });
  house.store.commit(turn);
  return { subject: 'person', id, texts: [name, phone] };
};

const makers = { hazard, alarm, incident, person };

describe('erasure by law', () => {
  it('random acts, random erasures: the chain verifies, what was erased stands nowhere, the rest stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ make: fc.constantFrom('hazard', 'alarm', 'incident', 'person'), erased: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        (acted) => {
          house.close();
          house = openHouse({ now: Date.UTC(2026, 10, 23, 1) });
          settle(house);
          const told = acted.map(({ make, erased }) => ({ ...makers[make](), erased }));
          // Two reports may be of one incident: it is erased when either is to be.
          const gone = new Set(told.filter(({ erased }) => erased).map(({ id }) => id));
          for (const { subject, id } of told.filter(({ erased }) => erased)) expect(erase(subject, id)).toMatchObject({ ok: true });
          expect(verdict()).toMatchObject({ ok: true });
          const all = everything();
          for (const { id, texts } of told) {
            for (const text of texts) {
              if (gone.has(id)) expect({ text, in: standsIn(text, all) }).toEqual({ text, in: [] });
              else expect(standsIn(text, all)).not.toEqual([]);
            }
          }
          house = house.reopen();
          expect(verdict()).toMatchObject({ ok: true });
        },
      ),
      { numRuns: 10 },
    );
  }, 60_000);

  it('leaves the mark in the record, null in the time line, the pictures deleted and nothing for screens that were away', async () => {
    const { id, texts } = hazard();
    const before = house.store.facts.list('document', { where: { hazard: id }, schools: null, limit: 10 }).items;
    expect(JSON.stringify(before)).toContain(JSON.stringify(texts[3]).slice(1, -1));
    const answer = erase('hazard', id);
    expect(answer).toMatchObject({ ok: true, value: { pictures: 2, reason: 'minor_request' } });
    expect(answer.ok && answer.value.texts).toBeGreaterThanOrEqual(5);
    const left = house.store.facts.get('hazard', id);
    expect(left).toMatchObject({ description: erasedMark, place: null, forms: { grade: { grade: 'general', reason: erasedMark } } });
    expect(left?.protection).toMatchObject([{ measure: erasedMark }]);
    const timeline = house.store.facts.timeline('hazard', id);
    expect(timeline.find(({ act }) => act === 'hazard.reported')?.said).toEqual({ description: null });
    expect(timeline.at(-1)).toMatchObject({ act: 'record.erased', actor: 'bureau-admin', detail: { reason: 'minor_request' } });
    expect(house.store.facts.changesAfter(0, null, ['hazard'], 1000)).toBeNull();
    expect(house.store.sql.prepare("SELECT count(*) AS n FROM change WHERE type = 'hazard' AND id = ?").get(id)).toEqual({ n: 1 });
    const forgotten: (string | null)[] = [];
    const outside = {
      ...deafOutside,
      forgetPicture: (_: string, file: string | null) => Promise.resolve(void forgotten.push(file)),
    };
    await createDeliver(house.service, outside, (_, error) => expect(error).toBeNull())(tick(house.service));
    expect(forgotten).toHaveLength(2);
    const pictures = house.store.facts.list('evidence', { where: { hazard: id }, schools: null, limit: 10 }).items;
    expect(pictures.map(({ state, file, capture }) => ({ state, file, place: capture?.place }))).toEqual([
      { state: 'deleted', file: null, place: null },
      { state: 'deleted', file: null, place: null },
    ]);
    expect(verdict()).toMatchObject({ ok: true });
  });

  it('of a text that was only ever said once leaves no bytes of it in the database’s files', () => {
    const { id, texts } = alarm();
    const reason = texts[1] ?? '';
    house.store.trimLog();
    expect(lies(reason.slice(0, 20))).toBe(true);
    must(erase('alarm', id));
    expect(standsIn(reason)).toEqual([]);
    expect(lies(reason.slice(0, 20))).toBe(false);
  });

  it('of a person: the name goes from the documents of the hazards they had a hand in, other people keep theirs', () => {
    const { id } = hazard();
    const name = '名safety-officer';
    const [paper] = house.store.facts.list('document', { where: { hazard: id }, schools: null, limit: 10 }).items;
    if (!paper) throw new Error('no document');
    const turn = newTurn(house.now);
    turn.put.document.set(paper.id, { ...paper, content: { ...paper.content, people: `${name}、名teacher` } });
    const people = house.store.world().people;
    const officer = people.get('safety-officer');
    if (!officer) throw new Error('nobody');
    expect(erase('person', 'safety-officer')).toMatchObject({ ok: false, code: 'still_active' });
    people.set('safety-officer', { ...officer, active: false });
    turn.put.person.set('safety-officer', { ...officer, active: false });
    house.store.commit(turn);
    must(erase('person', 'safety-officer'));
    expect(standsIn(name)).toEqual([]);
    expect(house.store.facts.get('document', paper.id)?.content['people']).toBe(`${erasedMark}、名teacher`);
    expect(house.store.facts.get('person', 'safety-officer')).toMatchObject({ name: erasedMark, phone: null });
  });

  it('shows nothing that lies elsewhere, and nothing that is not there', () => {
    const { id } = alarm();
    const stranger = { id: 'x', name: 'x', role: 'bureau-admin' as const, org: 'another-county' };
    expect(acts().erase(stranger, { subject: 'alarm', subjectId: id, reason: 'unlawful' })).toMatchObject({ ok: false, status: 404 });
    expect(erase('alarm', 'alm-nothing')).toMatchObject({ ok: false, status: 404 });
    expect(erase('evidence', 'evi-nothing')).toMatchObject({ ok: false, status: 404 });
  });
});
