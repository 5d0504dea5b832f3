import { describe, expect, it } from 'vitest';
import { en } from '../../dashboard/i18n/en.ts';
import type { Words } from '../../dashboard/i18n/words.ts';
import { zh } from '../../dashboard/i18n/zh.ts';
import { daysTo, dueText, endOfDay } from '../../dashboard/parts/hazard-due.ts';
import { entryDetail, filedRows } from '../../dashboard/parts/hazard-filed.ts';
import { byExpectation, formOf, phaseOf, phases, standingOf, statesOf, wayOf } from '../../dashboard/parts/hazard-table.ts';
import { bodyOf, faultsOf, firstValues, type Values } from '../../dashboard/parts/hazard-values.ts';
import type { TimelineEntry } from '../../services/contracts/alarm.ts';
import { hazardStates } from '../../services/contracts/values.ts';
import { transitions } from '../../services/core/hazards/transitions.ts';
import { hazard } from './samples.ts';

// 2026-11-21 19:12:45 UTC is the next day in Shanghai.
const now = Date.UTC(2026, 10, 21, 19, 12, 45);
const dayMs = 86_400_000;

const entry = (act: string, over: Partial<TimelineEntry> = {}): TimelineEntry => ({
  at: now,
  actor: 'p',
  actorName: '王老师',
  act,
  detail: {},
  said: {},
  ...over,
});
const names = (words: Words) => ({ words, personName: (id: string) => `<${id}>`, measureName: () => '围挡' });

describe('a deadline in words', () => {
  it('counts Shanghai’s days, not hours', () => {
    expect(daysTo(endOfDay('2026-11-22') ?? 0, now)).toBe(0);
    expect(dueText(endOfDay('2026-11-22') ?? 0, now, zh)).toBe('今天到期');
    expect(dueText(endOfDay('2026-11-23') ?? 0, now, zh)).toBe('还有 1 天');
    expect(dueText(endOfDay('2026-11-21') ?? 0, now, en)).toBe('1 day overdue');
    expect(dueText(now - 3 * dayMs, now, zh)).toBe('已超期 3 天');
    expect(endOfDay('soon')).toBeNull();
  });
});

describe('where a hazard stands', () => {
  it('gives every state its place', () => {
    expect(phases.flatMap(statesOf).sort()).toEqual([...hazardStates].sort());
    expect(Object.keys(phaseOf)).toHaveLength(hazardStates.length);
  });
  it('leads the history through the table, anew from a reopening on', () => {
    const acts = ['hazard.reported', 'evidence.added', 'hazard.grade', 'hazard.watch', 'hazard.fix_on_spot'];
    expect(
      wayOf(
        acts.map((act) => entry(act)),
        'fixed_on_spot',
      ),
    ).toEqual(['reported', 'graded', 'fixed_on_spot']);
    const again = [...acts, 'hazard.spot_check', 'hazard.reopen', 'hazard.grade'];
    expect(
      wayOf(
        again.map((act) => entry(act)),
        'graded',
      ),
    ).toEqual(['reopened', 'graded']);
  });
  it('shows what one step reaches, by whomever, and what a condition still bars', () => {
    const here = hazard({
      state: 'verifying',
      allowedActions: [
        { action: 'send_back', allowed: true, reason: null, form: [] },
        { action: 'close', allowed: false, reason: 'detector_healthy', form: [] },
        { action: 'watch', allowed: true, reason: null, form: [] },
      ],
    });
    const standing = standingOf(here, ['reported', 'verifying']);
    expect(['reported', 'verifying', 'rework', 'closed', 'listed'].map((state) => standing.get(state as 'closed'))).toEqual([
      'done',
      'now',
      'next',
      'blocked',
      'ahead',
    ]);
    const barred = hazard({ state: 'verifying', allowedActions: [{ action: 'close', allowed: false, reason: 'role', form: [] }] });
    expect(standingOf(barred, []).get('closed')).toBe('next');
  });
  it('puts the straight way first', () => {
    const sorted = ['reject', 'transfer', 'grade', 'watch'].map((action) => ({ action })).sort(byExpectation);
    expect(sorted[0]).toEqual({ action: 'grade' });
  });
});

describe('the form of a step', () => {
  it('asks what the table asks, whatever the step and the state', () => {
    for (const row of transitions) {
      for (const state of row.from) {
        const form = formOf(row.action, state);
        expect(form.filter(({ optional }) => !optional).map(({ name }) => name)).toEqual(row.form);
        expect([...faultsOf(form, {}).keys()]).toEqual(row.form);
      }
    }
    expect(formOf('close', 'reported')).toEqual([]);
  });
  it('knows what is known, checks by the server’s schema, and sends what was filled in', () => {
    const form = formOf('grade', 'reported');
    const values: Values = firstValues(hazard({ suggestedGrade: 'major' }), form, {
      accountable: { person: 'safety', name: '崔', as: 'safety_officer', of: '学校' },
      chain: [],
      transferTo: null,
    });
    // Nobody is made responsible by a suggestion that was merely left standing.
    expect(values).toEqual({ grade: 'major' });
    expect([...faultsOf(form, { ...values, reason: ' x ', cause: 'ageing' })]).toEqual([['reason', 'invalid']]);
    expect([...faultsOf(form, { ...values, reason: '老化', cause: 'ageing' })]).toEqual([]);
    expect(bodyOf(form, { ...values, reason: ' 老化 ', cause: 'ageing' })).toEqual({
      grade: 'major',
      reason: '老化',
      cause: 'ageing',
    });
    const start = formOf('require_plan', 'graded');
    expect(
      faultsOf(start, { protection: [{ measure: '围挡', responsible: null, everyHours: 24 }], photos_protection: ['e'] }).get('protection'),
    ).toBe('invalid');
    expect(bodyOf(start, { stop_use: false, photos_protection: [] })).toEqual({});
  });
});

describe('what was filed', () => {
  it.each([zh, en])('reads without a code', (words) => {
    const rows = filedRows(
      {
        grade: 'major',
        cause: 'ageing',
        responsible: 'p',
        deadline: endOfDay('2026-12-01'),
        funds: 12500,
        photos_site: ['e1', 'e2'],
        signature: 'signed',
        stop_use: true,
        measure: 'p1-1',
        protection: JSON.stringify([{ measure: '围挡', responsible: 'p', everyHours: 48 }]),
        unheard_of: 'x',
      },
      names(words),
    );
    expect(rows).toHaveLength(10);
    expect(rows.flat().join(' ')).not.toMatch(/[a-z]+_[a-z]+|undefined|ageing(?!.)/);
    expect(rows.map(([, text]) => text)).toContain('2026-12-01');
  });
  it('tells the state reached, what was typed, and that something was erased by law', () => {
    const said = entry('hazard.send_back', {
      detail: { from: 'verifying', to: 'rework', form: { photos_site: ['e'] } },
      said: { reason: '照明仍不亮' },
    });
    expect(entryDetail(said, names(zh))).toEqual(['→ 退回返工', '现场图片（须在校内拍摄）：图片（1）', '理由：照明仍不亮']);
    expect(entryDetail(entry('hazard.reported', { said: { description: null } }), names(zh))).toEqual([`整改情况：${zh.common.erased}`]);
    expect(entryDetail(entry('hazard.limit_missed', { actor: 'system', detail: { limit: 'plan', deadline: null } }), names(en))).toEqual([
      'Time for the plan',
    ]);
  });
});
