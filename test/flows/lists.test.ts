/** Items #28, #29, #16, #39: the two lists, what is missing between them, and list one at any time in the past. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hazard, HazardReport } from '../../services/contracts/hazard.ts';
import type { MeasureDraft } from '../../services/contracts/risk.ts';
import { actsOf } from '../../services/flows/acts.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle, takePicture } from './people.ts';

const hour = 3600_000;
const start = Date.UTC(2026, 10, 23, 1);

let house: House;
beforeEach(() => {
  house = openHouse({ now: start });
  settle(house);
});
afterEach(() => house.close());

let keys = 0;
const report = (more: Partial<HazardReport> = {}): Hazard => {
  keys += 1;
  const result = actsOf(house.service).reportHazard(actorOf(house, 'teacher'), {
    key: `list-report-key-${String(keys).padStart(6, '0')}`,
    school: 's1',
    space: 'r1',
    category: 'electrical',
    description: '插座松动，插头发热，有焦糊味',
    origin: 'patrol',
    criteria: [],
    place: null,
    photos: [takePicture(house, 'teacher', 'found')],
    ...more,
  });
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};
const act = (who: string, id: string, action: string, form: object = {}): boolean =>
  actsOf(house.service).onHazard(actorOf(house, who), id, { action, ...form }, null).ok;
const grade = (id: string, cause: string): boolean => act('safety-officer', id, 'grade', { grade: 'general', reason: '现场查看', cause });

const draft = (more: Partial<MeasureDraft> = {}): MeasureDraft => ({
  org: 's1',
  title: '用电设备报废更新制度',
  heading: 'institution',
  causes: ['ageing'],
  owner: 'principal',
  dueAt: null,
  progressPercent: 20,
  state: 'open',
  ...more,
});
const put = (id: string, more: Partial<MeasureDraft> = {}, who = 'principal') =>
  actsOf(house.service).putMeasure(actorOf(house, who), id, draft(more), null);
const listTwo = (who = 'principal') => actsOf(house.service).measures(actorOf(house, who), { limit: 100, cursor: undefined });
const listOne = (asOf: number | null = null) =>
  actsOf(house.service).problems({ schools: ['s1'], asOf, limit: 500, cursor: undefined }).items;

describe('the two lists', () => {
  it('name each other', () => {
    const { id } = report();
    put('m-1');
    expect(actsOf(house.service).linkMeasure(actorOf(house, 'principal'), 'm-1', id)).toMatchObject({
      ok: true,
      value: { hazards: [id], version: 2 },
    });
    // Again is the same.
    expect(actsOf(house.service).linkMeasure(actorOf(house, 'principal'), 'm-1', id)).toMatchObject({ ok: true, value: { version: 2 } });
    expect(listOne()).toMatchObject([{ id, measures: ['m-1'] }]);
    expect(listTwo().items).toMatchObject([{ id: 'm-1', hazards: [id] }]);
    expect(house.store.facts.timeline('hazard', id).at(-1)).toMatchObject({ act: 'hazard.measure_linked', detail: { measure: 'm-1' } });
    expect(actsOf(house.service).linkMeasure(actorOf(house, 'principal'), 'm-1', 'no-such')).toMatchObject({
      ok: false,
      code: 'unknown_hazard',
    });
  });

  it('show a cause that came three times without a measure as a gap, until a measure of the school or above answers it', () => {
    for (let i = 0; i < 2; i += 1) grade(report().id, 'ageing');
    for (let i = 0; i < 3; i += 1) grade(report().id, 'unknown');
    report();
    expect(listTwo().gaps).toEqual([]);
    grade(report().id, 'ageing');
    expect(listTwo().gaps).toEqual([{ school: 's1', cause: 'ageing', hazards: 3 }]);
    put('m-other', { causes: ['funds'] });
    put('m-dropped', { state: 'dropped' });
    expect(listTwo().gaps).toHaveLength(1);
    put('m-county', { org: 'county', owner: 'bureau-leader' }, 'bureau-leader');
    expect(listTwo().gaps).toEqual([]);
    expect(listTwo('bureau-leader').gaps).toEqual([]);
    // What the bureau decides is not on the school's own list.
    expect(listTwo().items.map(({ id }) => id)).toEqual(['m-dropped', 'm-other']);
  });

  it('do not count what is older than the time asked for', () => {
    for (let i = 0; i < 3; i += 1) grade(report().id, 'ageing');
    expect(listTwo().gaps).toHaveLength(1);
    house.now += 366 * 24 * hour;
    expect(listTwo().gaps).toEqual([]);
  });

  it('list all six headings, empty ones too', () => {
    put('m-1', { state: 'done', progressPercent: 100 });
    put('m-2', { heading: 'key_project' });
    put('m-3', { heading: 'key_project', state: 'dropped' });
    expect(listTwo().headings).toEqual([
      { heading: 'responsibility_chain', count: 0, done: 0 },
      { heading: 'institution', count: 1, done: 1 },
      { heading: 'management_method', count: 0, done: 0 },
      { heading: 'key_project', count: 1, done: 0 },
      { heading: 'working_mechanism', count: 0, done: 0 },
      { heading: 'prevention_system', count: 0, done: 0 },
    ]);
  });

  it('refuse a measure that is done by half, of nobody, of nowhere, or moved', () => {
    expect(put('m-1', { state: 'done' })).toMatchObject({ ok: false, code: 'not_finished' });
    expect(put('m-1', { owner: 'nobody' })).toMatchObject({ ok: false, code: 'unknown_person' });
    expect(put('m-1', { org: 'nowhere' })).toMatchObject({ ok: false, code: 'unknown_org' });
    put('m-1');
    expect(put('m-1', { org: 'county' })).toMatchObject({ ok: false, code: 'org_fixed' });
    expect(actsOf(house.service).putMeasure(actorOf(house, 'principal'), 'm-1', draft(), 7)).toMatchObject({ ok: false, code: 'stale' });
  });
});

describe('list one in the past', () => {
  /** What may be done with a hazard; the table refuses what does not fit its state. */
  const tries: readonly ((id: string) => boolean)[] = [
    (id) => act('teacher', id, 'submit_report', { photos_found: [takePicture(house, 'teacher', 'found')] }),
    (id) => grade(id, 'ageing'),
    (id) => act('safety-officer', id, 'reject', { reason: '不是隐患' }),
    (id) => act('safety-officer', id, 'transfer', { target: '供电公司', reason: '产权不属学校' }),
    (id) =>
      act('repairer', id, 'fix_on_spot', {
        measures: '更换插座',
        photos_before: [takePicture(house, 'repairer', 'before')],
        photos_after: [takePicture(house, 'repairer', 'after')],
      }),
    (id) => act('safety-officer', id, 'spot_check', { finding: '已更换', photos_site: [takePicture(house, 'safety-officer', 'site')] }),
    (id) => act('teacher', id, 'reopen', { reason: '又松动了' }),
  ];

  it('is what it was, as a snapshot taken then says', () => {
    const step = fc.record({ what: fc.integer({ min: 0, max: 11 }), whom: fc.nat(5), hours: fc.integer({ min: 0, max: 30 }) });
    let reopened = 0;
    fc.assert(
      fc
        .property(fc.array(step, { minLength: 30, maxLength: 50 }), (steps) => {
          const ids: string[] = [];
          const snapshots: { at: number; open: string[] }[] = [];
          for (const { what, whom, hours } of steps) {
            house.now += hours * hour + 1;
            const id = ids[whom % Math.max(ids.length, 1)];
            if (ids.length < 2 || what > 10) ids.push(report(what % 2 ? {} : { photos: [] }).id);
            else if (id !== undefined) {
              // The first step from here on round that fits.
              const taken = tries.findIndex((_, i) => tries[(what + i) % tries.length]?.(id) === true);
              if ((what + taken) % tries.length === 6) reopened += 1;
            }
            snapshots.push({ at: house.now, open: listOne().map((item) => `${item.id} ${item.state}`) });
          }
          for (const { at, open } of snapshots) {
            expect(listOne(at).map((item) => `${item.id} ${item.state}`)).toEqual(open);
            // The moment before the step may differ, but never shows what was not yet there.
            for (const { reportedAt } of listOne(at - 1)) expect(reportedAt).toBeLessThan(at);
          }
          expect(listOne(start - 1)).toEqual([]);
        })
        .afterEach(() => {
          house.close();
          house = openHouse({ now: start });
          settle(house);
        }),
      { numRuns: 5, seed: 20261122 },
    );
    // The walk went through the hard cases, not only through reports.
    expect(reopened).toBeGreaterThan(20);
  }, 60_000);

  it('pages through the same hazards whatever the page is', () => {
    for (let i = 0; i < 7; i += 1) {
      house.now += hour;
      report();
    }
    const asOf = house.now;
    house.now += hour;
    report();
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = actsOf(house.service).problems({ schools: null, asOf, limit: 3, cursor });
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual(listOne(asOf).map(({ id }) => id));
    expect(pages).toHaveLength(7);
  });
});
