/** How hazards are reported, and what time does to them by itself. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actsOf } from '../../services/flows/acts.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { day, hour, lifeIn } from './life.ts';
import { actorOf, settle, takePicture } from './people.ts';

let house: House;
beforeEach(() => {
  house = openHouse({ now: Date.UTC(2026, 10, 23, 1) });
  settle(house);
});
afterEach(() => house.close());

const { current, step, photo, report, grade, plan, protect, inbox, acts } = lifeIn(() => house);

describe('a report', () => {
  it('sent again with the same key is the same hazard', () => {
    const first = report();
    const again = actsOf(house.service).reportHazard(actorOf(house, 'teacher'), {
      key: first.id.slice('haz-'.length),
      school: 's1',
      space: 'r1',
      category: 'fire_safety',
      description: '疏散通道被课桌堵住，无法通行',
      origin: 'patrol',
      criteria: [],
      place: null,
      photos: [],
    });
    expect(again).toMatchObject({ ok: true, value: { id: first.id, version: 1 } });
    expect(house.hazards()).toHaveLength(1);
  });

  it("with somebody else's picture is refused, without a picture stays a draft", () => {
    const foreign = takePicture(house, 'principal', 'found');
    expect(() => report({ photos: [foreign] })).toThrow('unknown_evidence');
    const draft = report({ photos: [] });
    expect(draft.state).toBe('draft');
    expect(step('teacher', draft.id, 'submit_report', { photos_found: photo('teacher', 'found') })).toMatchObject({
      state: 'reported',
      limit: { name: 'grade' },
    });
  });

  it('of the public is looked at by the school, its contact kept off the chain', () => {
    const result = actsOf(house.service).reportByPublic({
      key: 'public-report-0000001',
      school: 's1',
      space: 'r1',
      category: 'other',
      description: '校门口的井盖松动了',
      contact: '13800001111',
      photos: photo('public', 'found'),
    });
    expect(result).toMatchObject({ ok: true, value: { origin: 'public', state: 'reported', reportedBy: 'public' } });
    expect(inbox('safety-officer').map(({ kind }) => kind)).toContain('hazard_reported');
    expect(JSON.stringify([...house.store.facts.chain()])).not.toContain('13800001111');
  });
});

describe('moments of hazards', () => {
  it('survive a restart: nothing is told twice, nothing is forgotten', () => {
    const { id } = report();
    grade(id, 'general');
    protect(id);
    step('principal', id, 'approve_plan', plan(5));
    house.wait(3 * day, hour);
    house = house.reopen();
    house.wait(6 * day, hour);
    house = house.reopen();
    house.wait(10 * day, hour);
    const climbed = acts(id).filter((name) => /reminder|notice|letter|criticism|overdue/.test(name));
    expect(climbed).toEqual(['hazard.reminder', 'hazard.reminder', 'hazard.overdue', 'hazard.notice', 'hazard.letter', 'hazard.criticism']);
  });

  it('tell of a missed check of an interim protection within five minutes', () => {
    const { id } = report();
    grade(id, 'general');
    protect(id);
    const dueAt = current(id).protection[0]?.nextAt ?? 0;
    house.wait(dueAt + 5 * 60_000 - house.now, 60_000);
    const told = inbox('principal').filter(({ kind }) => kind === 'hazard_protection_missed');
    expect(told).toMatchObject([{ facts: { measure: '拉警戒线并专人值守' }, as: 'administration_head' }]);
    expect((told[0]?.at ?? 0) - dueAt).toBeLessThanOrEqual(5 * 60_000);
  });
});
