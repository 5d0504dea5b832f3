/** Items #19–24 (six mechanisms) and #38 (an incident looked back from): real alarms, real hazards, real checks. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backtrace, Mechanisms } from '../../services/contracts/analysis.ts';
import { mechanisms } from '../../services/contracts/analysis.ts';
import type { HazardReport } from '../../services/contracts/hazard.ts';
import type { RiskDraft } from '../../services/contracts/risk.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { patrol } from '../../services/flows/grid-cells.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle, takePicture } from './people.ts';

const day = 24 * 3600_000;
const start = Date.UTC(2026, 10, 23, 1);

let house: House;
beforeEach(() => {
  house = openHouse({ now: start });
  settle(house);
});
afterEach(() => house.close());

let keys = 0;
const report = (who: string, more: Partial<HazardReport> = {}): string => {
  keys += 1;
  const result = actsOf(house.service).reportHazard(actorOf(house, who), {
    key: `trace-report-key-${String(keys).padStart(6, '0')}`,
    school: 's1',
    space: 'r1',
    category: 'electrical',
    description: '配电箱门损坏，线路外露老化',
    origin: 'patrol',
    criteria: [],
    place: null,
    photos: [takePicture(house, who, 'found')],
    ...more,
  });
  if (!result.ok) throw new Error(result.detail);
  return result.value.id;
};
const step = (who: string, id: string, action: string, form: object = {}): void => {
  const result = actsOf(house.service).onHazard(actorOf(house, who), id, { action, ...form }, null);
  if (!result.ok) throw new Error(`${action}: ${result.code} ${result.detail}`);
};
const grade = (id: string, more: object = {}): void =>
  step('safety-officer', id, 'grade', { grade: 'general', reason: '现场查看', cause: 'ageing', ...more });

const risk = (id: string, more: Partial<RiskDraft> = {}): void => {
  const result = actsOf(house.service).putRisk(
    actorOf(house, 'safety-officer'),
    id,
    {
      school: 's1',
      space: 'b1',
      category: 'fire_safety',
      source: '老旧线路',
      likelihood: 3,
      severity: 5,
      controls: [{ id: 'wires', measure: '每周检查线路', owner: 'grid-person', everyDays: 7 }],
      retired: false,
      ...more,
    },
    null,
  );
  if (!result.ok) throw new Error(result.detail);
};
const check = (id: string): void => {
  if (!actsOf(house.service).checkControl(actorOf(house, 'grid-person'), id, 'wires', null).ok) throw new Error('check refused');
};

/** Smoke in room r1, confirmed by the duty officer; answers the incident. */
const fire = (): string => {
  if (!house.store.world().devices.has('smoke-1')) house.addDevice('smoke-1', { type: 'detector' });
  house.publish('smoke-1', 'event', { ts: house.now, type: 'smoke_alarm' });
  const alarm = house.allAlarms().find(({ kind, open }) => kind === 'smoke' && open);
  if (!alarm) throw new Error('no alarm');
  house.wait(20_000);
  const result = actsOf(house.service).onAlarm(actorOf(house, 'duty-officer'), alarm.id, { action: 'confirm' }, null);
  if (!result.ok || result.value.incident === null) throw new Error(JSON.stringify(result));
  return result.value.incident;
};

const trace = (incident: string): Backtrace => {
  const result = actsOf(house.service).backtrace(incident);
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};

describe('an incident looked back from', () => {
  it('finds the inspection, the patrol and the check that missed it', () => {
    risk('risk-1');
    const cell = {
      id: 'cell-1',
      version: 1,
      school: 's1',
      name: '一楼',
      spaces: ['r1'],
      topics: [],
      person: 'grid-person',
      everyDays: 7,
      lastPatrolAt: null,
    };
    const turn = newTurn(house.now);
    house.store.world().gridCells.set(cell.id, cell);
    turn.put.gridCell.set(cell.id, cell);
    house.store.commit(turn);
    expect(patrol(house.service, actorOf(house, 'grid-person'), 'cell-1', '未见异常').ok).toBe(true);
    house.now += day;
    check('risk-1');
    house.now += day;
    // The inspector was in the room, and wrote up the food.
    const inspected = report('bureau-inspector', {
      category: 'food',
      origin: 'inspection',
      description: '食品留样记录不全，缺少两天的留样',
    });
    house.now += day;
    const found = trace(fire());
    expect(found.classification).toBe('should_have_found');
    expect(found.evidence).toEqual([`hazard:${inspected}`, 'risk:risk-1', 'gridCell:cell-1']);
    expect(found.traces.map(({ kind, by, at }) => `${(at - start) / day} ${kind} ${by}`).toSorted()).toEqual([
      '0 patrol grid-person',
      '0 risk safety-officer',
      '1 control_check grid-person',
      '2 hazard bureau-inspector',
      '2 inspection bureau-inspector',
    ]);
  });

  it('that somebody had reported and nobody fixed is the graver question, and links to the open hazard', () => {
    risk('risk-1');
    check('risk-1');
    const open = report('teacher');
    grade(open);
    step('safety-officer', open, 'issue_notice', { requirements: '立即断电并更换线路', days: 7 });
    const fixed = report('teacher', { space: 'b1' });
    grade(fixed);
    step('repairer', fixed, 'fix_on_spot', {
      measures: '更换',
      photos_before: [takePicture(house, 'repairer', 'before')],
      photos_after: [takePicture(house, 'repairer', 'after')],
    });
    step('safety-officer', fixed, 'spot_check', { finding: '完好', photos_site: [takePicture(house, 'safety-officer', 'site')] });
    house.now += day;
    const incident = fire();
    expect(trace(incident)).toMatchObject({ classification: 'should_have_fixed', evidence: [`hazard:${open}`] });
    const hazards = trace(incident).traces.filter(({ kind }) => kind === 'hazard');
    expect(Object.fromEntries(hazards.map(({ id, open: wasOpen }) => [id, wasOpen]))).toEqual({ [open]: true, [fixed]: false });
    expect(
      trace(incident)
        .traces.filter(({ kind }) => kind === 'notice' || kind === 'acceptance')
        .map(({ kind, related }) => `${kind} ${related}`)
        .toSorted(),
    ).toEqual(['acceptance true', 'notice true']);
    // Closed afterwards, it was open when it burned.
    house.now += day;
    step('safety-officer', open, 'require_plan', {
      protection: [{ measure: '断电', responsible: 'grid-person', everyHours: null }],
      photos_protection: [takePicture(house, 'safety-officer', 'protection')],
    });
    expect(trace(incident).classification).toBe('should_have_fixed');
  });

  it('does not count what is elsewhere, of another topic, later, or long ago', () => {
    risk('risk-elsewhere', { space: 'r2' });
    check('risk-elsewhere');
    risk('risk-food', { space: 'r1', category: 'food' });
    check('risk-food');
    risk('risk-old', { space: null });
    check('risk-old');
    risk('risk-gone', { space: 'r1' });
    risk('risk-gone', { space: 'r1', retired: true });
    report('teacher', { space: 'r2' });
    report('teacher', { category: 'food' });
    // No clock is turned meanwhile, so that no check is missed.
    house.now += 91 * day;
    const incident = fire();
    house.now += 1;
    report('teacher');
    const found = trace(incident);
    expect(found).toMatchObject({ classification: 'none', evidence: [] });
    expect(found.traces.map(({ kind, id }) => `${kind} ${id.split('-').slice(0, 2).join('-')}`).toSorted()).toEqual([
      'hazard haz-trace',
      'risk risk-food',
      'risk risk-old',
    ]);
  });

  it('tells the check that was missed', () => {
    risk('risk-1', { space: null });
    house.wait(9 * day, 6 * 3600_000);
    const found = trace(fire());
    expect(found).toMatchObject({ classification: 'should_have_found', evidence: ['risk:risk-1'] });
    expect(found.traces.map(({ kind }) => kind)).toContain('missed_check');
  });

  it('counts a detector that had been silent there as known and not repaired', () => {
    house.addDevice('smoke-1', { type: 'detector' });
    house.wait(2 * day, 3600_000);
    const [silent] = house.hazards();
    expect(silent?.category).toBe('detector_silent');
    expect(trace(fire())).toMatchObject({ classification: 'should_have_fixed', evidence: [`hazard:${silent?.id}`] });
  });

  it('is a refusal where there is no such incident', () => {
    expect(actsOf(house.service).backtrace('nothing')).toMatchObject({ ok: false, status: 404 });
    expect(actsOf(house.service).mechanismsOfIncident('nothing')).toMatchObject({ ok: false, status: 404 });
    expect(actsOf(house.service).mechanismsOfHazard('nothing')).toMatchObject({ ok: false, status: 404 });
  });
});

const by = (found: Mechanisms): Record<string, string | null> =>
  Object.fromEntries(found.stages.map(({ stage, record }) => [stage, record && `${record.act} ${record.by}`]));
const ofIncident = (id: string): Mechanisms => {
  const result = actsOf(house.service).mechanismsOfIncident(id);
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};
const ofHazard = (id: string): Mechanisms => {
  const result = actsOf(house.service).mechanismsOfHazard(id);
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};

describe('the six mechanisms', () => {
  it('all stand for a fire that a sensor found and a person confirmed, each with its record', () => {
    risk('risk-1');
    house.now += day;
    check('risk-1');
    house.now += day;
    const began = house.now;
    const incident = fire();
    const found = ofIncident(incident);
    expect(found.stages.map(({ stage }) => stage)).toEqual([...mechanisms]);
    expect(by(found)).toEqual({
      finding: 'alarm.opened device:smoke-1',
      assessment: 'alarm.confirmed duty-officer',
      warning: expect.stringMatching(/^notice\.told /) as unknown,
      prevention: 'control.checked grid-person',
      response: 'incident.opened duty-officer',
      responsibility: 'hazard_reported safety-officer',
    });
    const at = Object.fromEntries(found.stages.map(({ stage, record }) => [stage, record?.at]));
    expect(at).toMatchObject({
      finding: began,
      warning: began,
      prevention: began - day,
      response: began + 20_000,
      assessment: began + 20_000,
    });
    // Every record is one that is there.
    for (const { record } of found.stages) {
      if (!record) throw new Error('a stage is missing');
      const inbox = record.subject === 'inbox' && house.store.facts.get('inboxItem', record.id);
      expect(inbox || house.store.facts.timeline(record.subject, record.id).length > 0).toBeTruthy();
    }
    // Named by a person, the responsibility is that decision.
    const { hazard } = house.store.facts.get('incident', incident) ?? {};
    grade(hazard ?? '', { responsible: 'repairer' });
    expect(by(ofIncident(incident))['responsibility']).toBe('hazard.grade safety-officer');
  });

  it('show what has not happened yet', () => {
    const id = report('teacher', { space: 'r2' });
    expect(by(ofHazard(id))).toEqual({
      finding: 'hazard.reported teacher',
      assessment: null,
      warning: 'hazard_reported safety-officer',
      prevention: null,
      response: null,
      responsibility: 'hazard_reported safety-officer',
    });
    house.now += 60_000;
    grade(id, { responsible: 'repairer' });
    step('safety-officer', id, 'require_plan', {
      protection: [{ measure: '拉线隔离', responsible: 'grid-person', everyHours: null }],
      photos_protection: [takePicture(house, 'safety-officer', 'protection')],
    });
    expect(by(ofHazard(id))).toMatchObject({
      assessment: 'hazard.grade safety-officer',
      prevention: 'hazard.require_plan safety-officer',
      response: null,
      responsibility: 'hazard.grade safety-officer',
    });
  });
});
