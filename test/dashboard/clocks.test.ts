/** Clocks and counts of an emergency, as the desk shows them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameResponse } from '../../dashboard/api/again.ts';
import { en } from '../../dashboard/i18n/en.ts';
import { zh } from '../../dashboard/i18n/zh.ts';
import { isFolded, orderAlarms, soundFor } from '../../dashboard/live/order.ts';
import {
  byCount,
  clockText,
  dialogueSteps,
  goneText,
  isStalePicture,
  levelRank,
  levelsAbove,
  musterTotals,
  newest,
  nextToFinish,
  nextToTake,
  orderTasks,
  requestWaits,
  suppressedOf,
} from '../../dashboard/parts/clocks.ts';
import { nextCallText, verifyText } from '../../dashboard/parts/countdown.tsx';
import type { IncidentTask } from '../../services/contracts/incident.ts';
import { responseLevels } from '../../services/contracts/incident.ts';
import { alarm, incident } from './samples.ts';

const task = (over: Partial<IncidentTask> = {}): IncidentTask => ({
  id: 't',
  task: 'call_119',
  text: null,
  role: 'duty-officer',
  person: null,
  level: 'IV',
  startedAt: 0,
  dueAt: 60_000,
  late: false,
  doneAt: null,
  doneBy: null,
  ...over,
});

describe('time left and gone', () => {
  it.each([
    [80_000, '1:20'],
    [9_001, '0:10'],
    [0, '0:00'],
    [-5_000, '0:00'],
    [3_723_000, '1:02:03'],
  ])('%i ms left', (ms, text) => expect(clockText(ms)).toBe(text));
  it('counts up only whole seconds, down every second that has begun', () => {
    expect([goneText(999), clockText(999)]).toEqual(['0:00', '0:01']);
  });
  it('says who is called next and when, in seconds under a minute', () => {
    const waiting = alarm({ escalation: { occurrence: 1, since: 0, step: 'first_seat', next: 'duty_leader', nextAt: 12_000 } });
    expect([nextCallText(waiting, 0, zh), nextCallText(waiting, -68_000, zh), nextCallText(waiting, 12_000, en)]).toEqual([
      '12 秒后呼叫带班领导',
      '1:20 后呼叫带班领导',
      'Calling Duty leader',
    ]);
    expect(nextCallText({ ...waiting, open: false }, 0, zh)).toBeNull();
    expect(nextCallText(alarm(), 0, zh)).toBeNull();
  });
  it('never shows the code of a step it does not know', () => {
    const unknown = alarm({ escalation: { occurrence: 1, since: 0, step: null, next: 'brand_new_step', nextAt: 5_000 } });
    expect(nextCallText(unknown, 0, zh)).not.toContain('brand_new_step');
  });
  it('says by when it counts as real, until somebody has judged', () => {
    const room = alarm({ verifyBy: 80_000 });
    expect(verifyText(room, 0, zh)).toBe('1:20 内未核实将按真警处理');
    expect(verifyText(room, 90_000, zh)).toBe(zh.desk.verifyOver);
    expect(verifyText({ ...room, verification: 'confirmed' }, 0, zh)).toBeNull();
  });
});

describe('what a drill or a storm does to the list', () => {
  const storms = new Map([['st', { speaker: { alarm: 'voice', severity: 'urgent' as const, at: 0 } }]]);
  it('puts every real alarm above every one of a drill', () => {
    const some = fc.record({
      id: fc.uuid(),
      exercise: fc.constantFrom(null, 'drl'),
      severity: fc.constantFrom('life_safety' as const, 'urgent' as const, 'advisory' as const),
      acknowledged: fc.boolean(),
      availability: fc.constantFrom('in_service' as const, 'shelved' as const),
    });
    fc.assert(
      fc.property(fc.uniqueArray(some, { selector: ({ id }) => id }), (overs) => {
        const marks = orderAlarms(overs.map((over) => alarm(over))).map(({ exercise }) => exercise !== null);
        expect(marks).toEqual([...marks].sort());
      }),
    );
  });
  it('folds only into a storm that is still open', () => {
    expect([isFolded(alarm({ storm: 'st' }), storms), isFolded(alarm({ storm: 'gone' }), storms), isFolded(alarm(), storms)]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('lets a storm sound with one voice, and a fire always', () => {
    const member = alarm({ id: 'm', storm: 'st', severity: 'urgent' });
    expect(soundFor([member], storms)).toBeNull();
    expect(soundFor([{ ...member, id: 'voice' }], storms)).toBe('urgent');
    expect(soundFor([member, alarm({ id: 'fire' })], storms)).toBe('life_safety');
  });
});

describe('the task board', () => {
  it('lists what is open by its limit, then what was done', () => {
    const tasks = [
      task({ id: 'done', doneAt: 5 }),
      task({ id: 'late', dueAt: 90 }),
      task({ id: 'soon', dueAt: 10 }),
      task({ id: 'free', dueAt: null }),
    ];
    expect(orderTasks(tasks).map(({ id }) => id)).toEqual(['soon', 'late', 'free', 'done']);
  });
  it('takes only what nobody has, finishes only what is one’s own', () => {
    const tasks = [
      task({ id: 'his', person: 'he', dueAt: 1 }),
      task({ id: 'mine', person: 'me', dueAt: 2 }),
      task({ id: 'free', dueAt: 3 }),
    ];
    expect([nextToTake(tasks)?.id, nextToFinish(tasks, 'me')?.id, nextToFinish(tasks, 'she')]).toEqual(['free', 'mine', undefined]);
  });
  it('sends a key again only while the task is as it was seen', () => {
    const seen = incident({ tasks: [task(), task({ id: 'other' })] });
    const take = { action: 'take_task' as const, task: 't' };
    expect(sameResponse(take, seen, { ...seen, version: 2, tasks: [task(), task({ id: 'other', person: 'he' })] })).toBe(true);
    expect(sameResponse(take, seen, { ...seen, version: 2, tasks: [task({ person: 'he' }), task({ id: 'other' })] })).toBe(false);
    expect(sameResponse(take, seen, { ...seen, version: 2, state: 'closed' })).toBe(false);
    expect(sameResponse({ action: 'lower', reason: 'x' }, seen, { ...seen, version: 2 })).toBe(false);
  });
});

describe('levels', () => {
  it('fill one bar more each, and rise only upward', () => {
    expect(responseLevels.map(levelRank)).toEqual([1, 2, 3, 4]);
    expect([levelsAbove('IV'), levelsAbove('I')]).toEqual([['III', 'II', 'I'], []]);
  });
});

describe('the dialogue with a responder', () => {
  it('shows what was reached, what was skipped, what is ahead', () => {
    const steps = dialogueSteps({ state: 'en_route', times: { sent: 1, accepted: 3, en_route: 4 } });
    expect(steps.map(({ state, mark }) => `${state} ${mark}`)).toEqual([
      'sent done',
      'delivered missed',
      'accepted done',
      'en_route now',
      'on_scene ahead',
      'cleared ahead',
    ]);
  });
  it('ends where it broke off', () => {
    const steps = dialogueSteps({ state: 'no_answer', times: { sent: 1, delivered: 2, no_answer: 60 } });
    expect(steps.map(({ state, mark }) => `${state} ${mark}`)).toEqual(['sent done', 'delivered done', 'no_answer broken']);
  });
  it('waits for an answer first, for the arrival after it', () => {
    const dues = { answerDueAt: 10, arrivalDueAt: 20 };
    expect(requestWaits({ state: 'delivered', ...dues })).toEqual({ awaits: 'answer', dueAt: 10 });
    expect(requestWaits({ state: 'accepted', ...dues })).toEqual({ awaits: 'arrival', dueAt: 20 });
    expect(requestWaits({ state: 'on_scene', ...dues })).toBeNull();
  });
});

describe('what is not known is not fine', () => {
  it('counts a group nobody has counted as unknown, not as present', () => {
    const group = { id: 'a', name: '一班', place: '', expected: 40, present: null, missing: null, countedAt: null, countedBy: null };
    expect(musterTotals({ groups: [group, { ...group, id: 'b', present: 38, missing: 2, countedAt: 1, countedBy: 'p' }] })).toEqual({
      expected: 80,
      present: 38,
      missing: 2,
      uncounted: 1,
      unknown: 40,
    });
  });
  it('calls a picture old that was never taken, that the server calls so, or that grew old on the screen', () => {
    expect([
      isStalePicture({ pictureAt: null, stale: false }, 0),
      isStalePicture({ pictureAt: 0, stale: true }, 1),
      isStalePicture({ pictureAt: 0, stale: false }, 10_000),
      isStalePicture({ pictureAt: 0, stale: false }, 10_001),
    ]).toEqual([true, true, false, true]);
  });
});

describe('lists', () => {
  it('keep each thing once, in its newest version', () => {
    const merged = newest(
      [
        { id: 'a', version: 1 },
        { id: 'b', version: 3 },
      ],
      [
        { id: 'a', version: 2 },
        { id: 'b', version: 2 },
        { id: 'c', version: 1 },
      ],
    );
    expect(merged).toEqual([
      { id: 'a', version: 2 },
      { id: 'b', version: 3 },
      { id: 'c', version: 1 },
    ]);
  });
  it('sum and sort what a storm counted', () => {
    expect(suppressedOf({ suppressed: { same_message: 3, shelved: 2 } })).toBe(5);
    expect(byCount({ a: 1, b: 9, c: 9 })).toEqual([
      ['b', 9],
      ['c', 9],
      ['a', 1],
    ]);
  });
});
