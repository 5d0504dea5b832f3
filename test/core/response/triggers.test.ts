/** Domain C4's table: what raises which level, at the number and not one below it, and only when it is new. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../services/contracts/incident.ts';
import { raiseBy, uncontrolledAt, zonesOf } from '../../../services/core/response/triggers.ts';
import { begin, county, hurt, incidentAt, rules, situation } from './ground.ts';

const world = county();
const minute = 60_000;

/** What this change of one incident does to it, others standing by. */
const raise = (before: Incident | null, after: Incident, ...others: Incident[]) =>
  raiseBy(rules, after, situation(world, ...others, ...(before ? [before] : [])), situation(world, ...others, after));

const smokeOn = (...floors: number[]): string[] => floors.map((floor) => `smoke@s1-b1-${floor}-room`);

describe('triggers of the four levels (domain C4)', () => {
  it.each<[name: string, fields: Partial<Incident>, expected: string | null]>([
    ['one zone', {}, null],
    ['two alarms on one floor', { alarms: [...smokeOn(1), 'heat@s1-b1-1-lab'] }, null],
    ['two floors of four', { alarms: smokeOn(1, 2) }, 'III zones'],
    ['three floors', { alarms: smokeOn(1, 2, 3) }, 'II building_wide'],
    ['both floors of a small building', { space: 's1-b2', alarms: ['smoke@s1-b2-1-room', 'smoke@s1-b2-2-room'] }, 'II building_wide'],
    ['one hurt', { casualties: [hurt({ injured: 1 })] }, 'III injured'],
    ['two seriously hurt', { casualties: [hurt({ serious: 2 })] }, 'III injured'],
    ['three seriously hurt', { casualties: [hurt({ serious: 3 })] }, 'II serious'],
    ['one dead', { casualties: [hurt({ dead: 1 })] }, 'II dead'],
    ['two dead', { casualties: [hurt({ dead: 2 })] }, 'II dead'],
    ['three dead', { casualties: [hurt({ dead: 3 })] }, 'I many_dead'],
    ['nine seriously hurt', { casualties: [hurt({ serious: 9 })] }, 'II serious'],
    ['ten seriously hurt', { casualties: [hurt({ serious: 10 })] }, 'I many_serious'],
    ['missing people alone', { casualties: [hurt({ missing: 5 })] }, null],
    ['gas in a classroom', { alarms: ['gas@s1-b1-1-room'] }, null],
    ['gas in a laboratory', { alarms: ['gas@s1-b1-1-lab'] }, 'II hazardous_chemicals'],
    ['smoke in a laboratory', { alarms: ['smoke@s1-b1-1-lab'] }, null],
  ])('%s', (_name, fields, expected) => {
    const found = raise(null, incidentAt(fields));
    expect(found && `${found.level} ${found.reason}`).toBe(expected);
  });

  it('several buildings of one school raise both, within the window only, and drills never with real ones', () => {
    const first = incidentAt();
    const second = (fields: Partial<Incident> = {}) =>
      incidentAt({ id: 'i2', space: 's1-b2', alarms: ['smoke@s1-b2-1-room'], openedAt: begin + minute, ...fields });
    expect(raise(null, second(), first)).toEqual({ level: 'I', reason: 'buildings' });
    const now = situation(world, first, second());
    expect(raiseBy(rules, first, situation(world, first), now)).toEqual({ level: 'I', reason: 'buildings' });
    expect(raise(null, second({ openedAt: begin + 31 * minute }), first)).toBeNull();
    expect(raise(null, second({ exercise: 'drill' }), first)).toBeNull();
    expect(raise(null, second({ school: 's2', space: 's2-b1', alarms: ['smoke@s2-b1-1-room'] }), first)).toBeNull();
  });

  it('several schools count from level III on: two small fires of a county are two small fires', () => {
    const near = incidentAt({ level: 'III' });
    const elsewhere = incidentAt({ id: 'i2', school: 's2', space: 's2-b1', alarms: ['smoke@s2-b1-1-room'] });
    expect(raise(null, elsewhere, near)).toBeNull();
    expect(raise(elsewhere, { ...elsewhere, level: 'III' }, near)).toEqual({ level: 'I', reason: 'schools' });
  });

  it('what stood before raises nothing again; what is new does', () => {
    const three = incidentAt({ alarms: smokeOn(1, 2, 3), level: 'II' });
    const lowered = { ...three, level: 'III' as const };
    expect(raise(three, lowered)).toBeNull();
    expect(raise(lowered, { ...lowered, casualties: [hurt({ missing: 1 })] })).toBeNull();
    expect(raise(lowered, { ...lowered, alarms: smokeOn(1, 2, 3, 4) })).toEqual({ level: 'II', reason: 'building_wide' });
    expect(raise(lowered, { ...lowered, casualties: [hurt({ dead: 1 })] })).toEqual({ level: 'II', reason: 'dead' });
  });

  it('a room on no floor is a zone of its own, an alarm nowhere lies in the incident’s place', () => {
    const bare = county();
    for (const id of ['x', 'y']) bare.spaces.set(id, { ...(bare.spaces.get('s1-b1-1-room') ?? expect.fail()), id, parent: 's1-b1' });
    expect(zonesOf(incidentAt({ alarms: ['smoke@x', 'smoke@y'] }), situation(bare))).toEqual(['x', 'y']);
    expect(zonesOf(incidentAt({ alarms: ['smoke@x', 'lost'] }), { ...situation(bare), alarm: () => null })).toEqual(['s1-b1']);
  });

  it('not under control: 5 minutes at IV, 10 at III, never above or once it is', () => {
    expect(uncontrolledAt(rules, incidentAt())).toBe(begin + 5 * minute);
    const third = incidentAt({ level: 'III', levels: [{ at: begin + minute, level: 'III', by: 'x', reason: 'zones', automatic: true }] });
    expect(uncontrolledAt(rules, third)).toBe(begin + 11 * minute);
    expect(uncontrolledAt(rules, incidentAt({ level: 'II' }))).toBeNull();
    expect(uncontrolledAt(rules, incidentAt({ controlledAt: begin }))).toBeNull();
    expect(uncontrolledAt(rules, incidentAt({ state: 'closed' }))).toBeNull();
  });

  it('whatever happens, a trigger only raises (1,000 random changes)', () => {
    const rank = { IV: 0, III: 1, II: 2, I: 3 } as const;
    const count = fc.nat({ max: 12 });
    const state = fc.record({
      level: fc.constantFrom('IV', 'III', 'II', 'I'),
      floors: fc.subarray([1, 2, 3, 4], { minLength: 1 }),
      dead: count,
      serious: count,
      injured: count,
    });
    fc.assert(
      fc.property(state, state, (one, two) => {
        const before = incidentAt({ level: one.level, alarms: smokeOn(...one.floors), casualties: [hurt({ ...one, at: begin })] });
        const floors = [...new Set([...one.floors, ...two.floors])];
        const after = { ...before, alarms: smokeOn(...floors), casualties: [...before.casualties, hurt(two)] };
        const found = raise(before, after);
        if (found) expect(rank[found.level]).toBeGreaterThan(rank[before.level]);
      }),
      { numRuns: 1000 },
    );
  });
});
