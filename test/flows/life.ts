/** People's steps with hazards in a house whose clock is turned by hand; a refused step fails the test with its reason. */
import type { Hazard, HazardReport } from '../../services/contracts/hazard.ts';
import type { InboxItem } from '../../services/contracts/inbox.ts';
import { actsOf } from '../../services/flows/acts.ts';
import type { House } from './harness.ts';
import { actorOf, takePicture } from './people.ts';

export const hour = 3600_000;
export const day = 24 * hour;

export const lifeIn = (house: () => House) => {
  const current = (id: string): Hazard => {
    const hazard = house().store.facts.get('hazard', id);
    if (!hazard) throw new Error(`no hazard ${id}`);
    return hazard;
  };

  const act = (who: string, id: string, action: string, form: Readonly<Record<string, unknown>> = {}) =>
    actsOf(house().service).onHazard(actorOf(house(), who), id, { action, ...form }, null);

  /** Takes the step or fails the test with the reason. */
  const step = (who: string, id: string, action: string, form: Readonly<Record<string, unknown>> = {}): Hazard => {
    const result = act(who, id, action, form);
    if (!result.ok) throw new Error(`${who} ${action}: ${result.code} ${result.detail}`);
    return result.value;
  };

  const photo = (who: string, stage: Parameters<typeof takePicture>[2]) => [takePicture(house(), who, stage)];
  const report = (more: Partial<HazardReport> = {}): Hazard => {
    const result = actsOf(house().service).reportHazard(actorOf(house(), 'teacher'), {
      key: `report-key-${String(house().now)}-0001`,
      school: 's1',
      space: 'r1',
      category: 'fire_safety',
      description: '疏散通道被课桌堵住，无法通行',
      origin: 'patrol',
      criteria: [],
      place: null,
      photos: photo('teacher', 'found'),
      ...more,
    });
    if (!result.ok) throw new Error(`${result.code} ${result.detail}`);
    return result.value;
  };
  const grade = (id: string, as: 'general' | 'major') =>
    step('safety-officer', id, 'grade', { grade: as, reason: '经现场查看', cause: 'ageing' });
  const plan = (days = 10) => ({
    responsible: 'repairer',
    measures: '更换电线并重新布线',
    funds: 3000,
    deadline: house().now + days * day,
    contingency: '停用教室，学生转移',
  });
  const protect = (id: string) =>
    step('safety-officer', id, 'require_plan', {
      protection: [{ measure: '拉警戒线并专人值守', responsible: 'grid-person', everyHours: 4 }],
      photos_protection: photo('safety-officer', 'protection'),
    });
  const submit = (id: string) =>
    step('repairer', id, 'submit', { description: '已更换线路', photos_after: photo('repairer', 'after'), cost: 2800 });
  const finding = (who: string) => ({
    finding: '整改到位',
    photos_site: photo(who, 'site'),
    signature: { typed: actorOf(house(), who).name },
  });
  const check = (who: string, id: string) => {
    step(who, id, 'begin_check');
    return step(who, id, 'close', finding(who));
  };
  const inbox = (person: string): InboxItem[] =>
    house().store.facts.list('inboxItem', { where: { person }, schools: null, limit: 500 }).items;
  const acts = (id: string): string[] =>
    house()
      .store.facts.timeline('hazard', id)
      .map((entry) => entry.act);
  return { current, act, step, photo, report, grade, plan, protect, submit, finding, check, inbox, acts };
};
