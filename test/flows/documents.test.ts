/** Documents as the steps of a hazard issue them, through the real store. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FormalDocument } from '../../services/contracts/document.ts';
import { documentKinds } from '../../services/contracts/document.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import { openHazard } from '../../services/core/hazards/open.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { issueDocument } from '../../services/flows/issue-document.ts';
import { keepHazard } from '../../services/flows/keep-hazard.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle, takePicture } from './people.ts';

const day = 24 * 3600_000;

let house: House;
beforeEach(() => {
  house = openHouse({ now: Date.UTC(2026, 10, 23, 1) });
  settle(house);
});
afterEach(() => house.close());

const hazardIs = (fields: Partial<Hazard> = {}): Hazard => ({
  ...openHazard({
    id: house.service.newId('hz'),
    school: 's1',
    space: 'r1',
    device: null,
    category: 'fire_safety',
    origin: 'inspection',
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: '疏散通道被课桌堵住，无法通行',
    facts: {},
    at: house.now,
  }),
  reportedBy: 'bureau-inspector',
  state: 'graded',
  grade: 'general',
  responsible: 'repairer',
  ...fields,
});

const put = (fields: Partial<Hazard> = {}): Hazard => {
  const hazard = hazardIs(fields);
  const turn = newTurn(house.now);
  keepHazard(house.service, turn, hazard);
  house.store.commit(turn);
  return hazard;
};

const current = (id: string): Hazard => house.store.facts.get('hazard', id) ?? hazardIs();
const documents = (where: Record<string, string> = {}): FormalDocument[] =>
  house.store.facts.list('document', { where, schools: null, limit: 500 }).items;
const take = (who: string, id: string, action: string, form: Readonly<Record<string, unknown>> = {}): Hazard => {
  const result = actsOf(house.service).onHazard(actorOf(house, who), id, { action, ...form }, null);
  if (!result.ok) throw new Error(`${who} ${action}: ${result.code} ${result.detail}`);
  return result.value;
};
const photos = (who: string, stage: Parameters<typeof takePicture>[2]) => [takePicture(house, who, stage)];
const notice = { requirements: '立即清理疏散通道，拆除锁具。', days: 15 };
const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};
const deliver = (id: string, who = 'principal', signature: { typed: string } | { strokes: number[][] } = { strokes: [[1, 2, 3, 4]] }) =>
  actsOf(house.service).onDelivery(actorOf(house, who), id, { opinion: '立即整改', signature }, null);

describe('numbers', () => {
  it('have no gaps and no doubles per issuer, kind and year, whatever comes between, commits that fail among it', () => {
    const one = fc.record({
      who: fc.constantFrom('bureau-leader', 'principal'),
      kind: fc.constantFrom(...documentKinds),
      count: fc.integer({ min: 1, max: 3 }),
      fails: fc.boolean(),
      waits: fc.constantFrom(0, 1, 40 * day, -day),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 25 }), (turns) => {
        for (const { who, kind, count, fails, waits } of turns) {
          house.now += waits;
          const turn = newTurn(house.now);
          for (let i = 0; i < count; i += 1) issueDocument(house.service, turn, kind, hazardIs(), actorOf(house, who), {});
          // What cannot be written makes the whole transaction fail, as a full disk does.
          if (fails)
            turn.audit.push({ at: house.now, actor: 'x', act: 'x', subject: 'x', subjectId: 'x', school: null, detail: { n: 1n } });
          if (fails) expect(() => house.store.commit(turn)).toThrow();
          else house.store.commit(turn);
        }
        const series = new Map<string, number[]>();
        for (const { issuer, kind, year, number } of documents()) {
          const key = `${issuer} ${kind} ${year}`;
          series.set(key, [...(series.get(key) ?? []), number]);
        }
        for (const numbers of series.values()) expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
      }),
      { numRuns: 15 },
    );
  });

  it('begin anew with the year of Shanghai', () => {
    house.now = Date.UTC(2026, 11, 31, 15, 59);
    take('bureau-inspector', put().id, 'issue_notice', notice);
    house.now += 2 * 60_000;
    take('bureau-inspector', put().id, 'issue_notice', notice);
    expect(documents().map(({ year, number }) => [year, number])).toEqual([
      [2027, 1],
      [2026, 1],
    ]);
  });
});

describe('a rectification notice', () => {
  it('says what the case says, and goes on saying it', () => {
    const hazard = put();
    take('bureau-inspector', hazard.id, 'issue_notice', notice);
    const issued = only(documents({ hazard: hazard.id }));
    expect(issued).toMatchObject({
      kind: 'rectification_notice',
      issuer: 'county',
      number: 1,
      days: 15,
      deliveredAt: null,
      issuerSignature: null,
    });
    expect(issued.content).toMatchObject({
      issuer: '青石县教体局',
      school: '第一小学',
      place: '教学楼 · r1',
      category: '消防安全',
      grade: '一般隐患',
      description: '疏散通道被课桌堵住，无法通行',
      responsible: '名repairer',
      requirements: notice.requirements,
      issuedBy: '名bureau-inspector',
    });
    const turn = newTurn(house.now);
    keepHazard(house.service, turn, { ...current(hazard.id), description: '另一件事', responsible: 'teacher' });
    house.store.commit(turn);
    expect(only(documents({ hazard: hazard.id }))).toEqual(issued);
  });

  it('starts the clock with its delivery and not before, once', () => {
    const { id } = put();
    take('bureau-inspector', id, 'issue_notice', notice);
    const { id: document } = only(documents({ hazard: id }));
    expect(current(id).deadline).toBeNull();
    house.now += 3 * day;
    const delivered = deliver(document);
    expect(delivered).toMatchObject({
      ok: true,
      value: { version: 2, deliveredAt: house.now, deliveredTo: 'principal', opinion: '立即整改' },
    });
    const hazard = current(id);
    expect(hazard.deadline).toBe(house.now + 15 * day);
    expect(deliver(document)).toMatchObject({ ok: false, status: 409, code: 'already_delivered' });
    expect(current(id)).toEqual(hazard);
    const entry = house.store.facts.timeline('hazard', id).at(-1);
    expect(entry).toMatchObject({ act: 'document.delivered', actor: 'principal', said: { opinion: '立即整改' } });
    expect(JSON.stringify(entry?.detail)).not.toContain('立即整改');
  });

  it('the days that run are watched: overdue by itself, without anybody looking', () => {
    const { id } = put({ state: 'rectifying' });
    take('bureau-inspector', id, 'issue_notice', { ...notice, days: 2 });
    deliver(only(documents({ hazard: id })).id);
    house.wait(2 * day + 60_000, 3600_000);
    expect(current(id).overdue).toBe(true);
  });

  it('moves no deadline that stands, and none of a round that is over', () => {
    const deadline = house.now + 5 * day;
    const standing = put({ deadline });
    take('bureau-inspector', standing.id, 'issue_notice', notice);
    expect(deliver(only(documents({ hazard: standing.id })).id).ok).toBe(true);
    expect(current(standing.id).deadline).toBe(deadline);

    const reopened = put();
    take('bureau-inspector', reopened.id, 'issue_notice', notice);
    const turn = newTurn(house.now);
    keepHazard(house.service, turn, { ...current(reopened.id), since: house.now + 1 });
    house.store.commit(turn);
    house.now += day;
    expect(deliver(only(documents({ hazard: reopened.id })).id).ok).toBe(true);
    expect(current(reopened.id).deadline).toBeNull();
  });

  it('takes a name typed as a signature only from whom it names, and knows what it does not have', () => {
    const { id } = put();
    take('bureau-inspector', id, 'issue_notice', notice);
    const { id: document } = only(documents({ hazard: id }));
    expect(deliver(document, 'principal', { typed: '别人' })).toMatchObject({ ok: false, status: 400, code: 'signature_not_yours' });
    expect(deliver('doc-none')).toMatchObject({ ok: false, status: 404 });
    const stale = actsOf(house.service).onDelivery(
      actorOf(house, 'principal'),
      document,
      { opinion: '好', signature: { typed: '名principal' } },
      7,
    );
    expect(stale).toMatchObject({ ok: false, status: 412 });
    expect(deliver(document, 'principal', { typed: '名principal' }).ok).toBe(true);
  });
});

describe('the other documents come from their steps, with nothing typed again', () => {
  it('a supervision letter names the notice before it and the days that are over', () => {
    const { id } = put({ state: 'rectifying', deadline: house.now + day });
    take('bureau-inspector', id, 'issue_notice', notice);
    house.now += 4 * day;
    take('bureau-leader', id, 'escalate', { letter: '请立即整改并书面报告。' });
    const letter = only(documents({ hazard: id, kind: 'supervision_letter' }));
    expect(letter.content).toMatchObject({ letter: '请立即整改并书面报告。', notice: '安全整改〔2026〕1号', overdueDays: '3' });
  });

  it('an interim protection sheet lists the measures with names, and whether the place is out of use', () => {
    const { id } = put({ grade: 'major' });
    take('safety-officer', id, 'require_plan', {
      protection: [
        { measure: '拉警戒线\n专人值守', responsible: 'grid-person', everyHours: 4 },
        { measure: '张贴警示标志', responsible: 'repairer', everyHours: null },
      ],
      photos_protection: photos('safety-officer', 'protection'),
    });
    const sheet = only(documents({ hazard: id }));
    expect(sheet).toMatchObject({ kind: 'interim_protection', issuer: 's1' });
    expect(sheet.content).toMatchObject({
      protection: '拉警戒线 专人值守（责任人：名grid-person，每4小时检查一次）\n张贴警示标志（责任人：名repairer）',
      stopUse: '已停用',
    });
  });

  it('an acceptance sheet says what was done and found, bears the checker’s hand, and whether it was in time', () => {
    const { id } = put({ state: 'rectifying', deadline: house.now + day });
    take('repairer', id, 'submit', { description: '已清理通道', photos_after: photos('repairer', 'after'), cost: 2800 });
    take('bureau-inspector', id, 'begin_check');
    take('bureau-inspector', id, 'close', {
      finding: '通道畅通',
      photos_site: photos('bureau-inspector', 'site'),
      signature: { strokes: [[1, 1, 2, 2]] },
    });
    const sheet = only(documents({ hazard: id }));
    expect(sheet).toMatchObject({
      kind: 'acceptance',
      issuedBy: 'bureau-inspector',
      issuerSignature: { strokes: [[1, 1, 2, 2]] },
      signature: null,
    });
    expect(sheet.content).toMatchObject({ measures: '已清理通道', finding: '通道畅通', onTime: '按期完成', cost: '2,800元' });
    expect(deliver(sheet.id).ok).toBe(true);
    expect(current(id)).toMatchObject({ state: 'closed', deadline: house.now + day });
  });
});
