import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';
import { en } from '../../dashboard/i18n/en.ts';
import { zh } from '../../dashboard/i18n/zh.ts';
import { dutiesIn, shownLabel } from '../../dashboard/parts/duty-records.ts';
import { meantBy } from '../../dashboard/parts/erasure-model.ts';
import { evidenceOf, factTexts, linkTo } from '../../dashboard/parts/finding-text.ts';
import { drawingOf, treeOf } from '../../dashboard/parts/org-model.ts';
import { clockText, firstDraft, fromField, isLate, toField } from '../../dashboard/parts/report-model.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import type { Org } from '../../services/contracts/place.ts';
import type { Finding, IncidentReport, ReportClock } from '../../services/contracts/reporting.ts';

const minute = 60_000;
const org = (id: string, kind: Org['kind'], parent: string | null): Org => ({
  id,
  kind,
  parent,
  name: id,
  schoolKind: null,
  ownership: null,
  location: null,
});

describe('the organisation', () => {
  it('is a tree whose root is the own place, whatever stands above it', () => {
    const [bureau, ...others] = treeOf([
      org('s2', 'school', 't1'),
      org('t1', 'township', 'b'),
      org('s1', 'school', 'b'),
      org('b', 'bureau', 'city'),
    ]);
    expect(others).toEqual([]);
    expect(bureau?.below.map((node) => node.org.id)).toEqual(['t1', 's1']);
    expect(bureau?.below[0]?.below.map((node) => node.org.id)).toEqual(['s2']);
  });
  it('draws of the server’s code only its modules', async () => {
    const svg = await QRCode.toString('https://example.org/r/abc', { type: 'svg', margin: 4 });
    expect(drawingOf(svg)).toEqual({ viewBox: expect.stringMatching(/^0 0 \d+ \d+$/), path: expect.stringMatching(/^M4 4\.5h7/) });
    expect(drawingOf('<svg><script>alert(1)</script></svg>')).toBeNull();
  });
  it('takes one duty a line, without the numbers typed before them', () =>
    expect(dutiesIn('1. 每日巡查\n\n 2、每周汇总\n３月一次\n(3)')).toEqual(['每日巡查', '每周汇总', '３月一次', '(3)']));
  it('calls a record by what people know it by', () => {
    const hazard = { id: 'h', reportedAt: Date.UTC(2026, 10, 21, 19), category: 'food', reportedBy: 'system', description: 'raw' };
    expect(shownLabel('hazard', hazard, zh)).toBe('2026-11-22 03:00:00 · 食品安全');
    expect(shownLabel('gridCell', { id: 'c', name: '食堂网格', lastPatrolAt: null }, zh)).toBe('食堂网格 · 还没有巡查过');
  });
});

describe('reports upward', () => {
  const clock = (part: Partial<ReportClock>): ReportClock => ({
    kind: 'initial',
    channel: 'oral',
    dueAt: 30 * minute,
    doneAt: null,
    late: false,
    missing: [],
    cites: { zh: '依据', en: 'rule' },
    ...part,
  });
  it('says what is left, and that a limit has passed before the server says so', () => {
    expect([clockText(clock({}), 5 * minute, zh), isLate(clock({}), 5 * minute)]).toEqual(['还剩 25 分钟', false]);
    expect([clockText(clock({}), 42 * minute, zh), isLate(clock({}), 42 * minute)]).toEqual(['已超时 12 分钟！', true]);
    expect(clockText(clock({ doneAt: 40 * minute, late: true }), 60 * minute, en)).toBe('Late, 1970-01-01 08:40:00');
    expect(clockText(clock({ doneAt: 10 * minute }), 60 * minute, zh)).toBe('按时，1970-01-01 08:10:00');
  });
  it('begins with what the sensors know, then with what was reported last', () => {
    const incident = { kind: 'smoke', eventAt: 7 * minute } as Incident;
    expect(firstDraft(incident, [])).toMatchObject({ kind: 'initial', nature: 'fire', happenedAt: 7 * minute, deaths: null });
    const last = { kind: 'initial', nature: 'gas', happenedAt: 6 * minute, deaths: 0, injured: 2 } as IncidentReport;
    expect(firstDraft(incident, [last])).toMatchObject({ kind: 'follow_up', nature: 'gas', happenedAt: 6 * minute, injured: 2 });
  });
  it('types times as Shanghai times, with and without seconds', () => {
    const at = Date.UTC(2026, 10, 21, 19, 12, 45);
    expect(toField(at)).toBe('2026-11-22T03:12:45');
    expect(fromField(toField(at))).toBe(at);
    expect(fromField('2026-11-22T03:12')).toBe(at - 45_000);
    expect(fromField('soon')).toBeNull();
  });
});

describe('findings', () => {
  const finding: Finding = {
    id: 'f',
    version: 1,
    school: 's',
    kind: 'false',
    subject: 'incident',
    subjectId: 'inc 1',
    at: 0,
    reason: 'false_alarm_contradicted',
    facts: { devices: 'd1,d2', hazard: 'h1', missing: 'deaths,measures' },
    evidence: ['report:r1', 'alarm:a1', 'alarm:a2', 'evidence:e1', 'strange'],
    state: 'open',
    decidedBy: null,
    decidedAt: null,
    decision: null,
  };
  it('tell their facts in words, and nothing only machines need', () =>
    expect(factTexts(finding, (id) => `烟感${id}`, zh)).toEqual(['设备：烟感d1、烟感d2', '缺少：死亡人数、已采取的措施']));
  it('lead to the pages of their evidence', () =>
    expect(evidenceOf(finding, en).map(({ text, to }) => [text, to])).toEqual([
      ['Report', '/incidents/inc%201'],
      ['Alarm 1', '/alarms/a1'],
      ['Alarm 2', '/alarms/a2'],
      ['Picture', '/hazards/h1'],
      ['Other', '/incidents/inc%201'],
    ]));
  it('know which nouns have a page', () =>
    expect([linkTo('hazard', 'h'), linkTo('gridCell', 'c'), linkTo('inbox', 'i')]).toEqual(['/hazards/h', '/grid', null]));
});

describe('erasure', () => {
  it.each([
    ['https://campus.example/hazards/haz_1?tab=2', { subject: 'hazard', subjectId: 'haz_1' }],
    ['/incidents/inc%3A7#reports', { subject: 'incident', subjectId: 'inc:7' }],
    [' alarms/alm-2 ', { subject: 'alarm', subjectId: 'alm-2' }],
    ['evi-00ff', { subject: null, subjectId: 'evi-00ff' }],
    ['一条隐患', null],
    ['', null],
  ])('understands %j', (typed, meant) => expect(meantBy(typed)).toEqual(meant));
});
