/** One school of the tests' county, with one document of each kind. */
import type { Turn } from '../../services/core/turn.ts';
import {
  alarmOf,
  caseOf,
  cellOf,
  deviceOf,
  findingOf,
  forceOf,
  hazardOf,
  measureOf,
  personOf,
  postOf,
  riskOf,
  sheetOf,
  spaceOf,
  startOfTest,
} from './documents.ts';
import { putDutyRoom } from './duty-rooms.ts';
import { incidentOf, putEmergencies } from './emergencies.ts';

export const putSchool = (turn: Turn, school: string): void => {
  turn.put.space.set(`${school}-room`, spaceOf(school));
  turn.put.device.set(`${school}-smoke`, deviceOf(school));
  turn.put.alarm.set(`${school}-alarm`, alarmOf(school));
  turn.put.incident.set(`${school}-incident`, incidentOf(school));
  turn.put.hazard.set(`${school}-hazard`, hazardOf(school));
  turn.put.finding.set(`${school}-finding`, findingOf(school));
  turn.put.risk.set(`${school}-risk`, riskOf(school));
  turn.put.measure.set(`${school}-measure`, measureOf(school));
  turn.put.accountability.set(`${school}-case`, caseOf(school));
  turn.put.post.set(`${school}-post`, postOf(school));
  turn.put.dutySheet.set(`${school}-sheet`, sheetOf(school));
  turn.put.gridCell.set(`${school}-cell`, cellOf(school));
  turn.put.taskForce.set(`${school}-force`, forceOf(school));
  putEmergencies(turn, school);
  putDutyRoom(turn, school);
  turn.put.person.set(`${school}-teacher`, personOf(`${school}-teacher`, 'teacher', school));
  turn.put.evidence.set(`${school}-picture`, {
    id: `${school}-picture`,
    school,
    alarm: `${school}-alarm`,
    hazard: null,
    stage: null,
    capture: null,
    flags: [],
    flagged: false,
    camera: null,
    state: 'stored',
    reason: null,
    takenAt: startOfTest,
    sha256: null,
    file: '2026/oak.jpg',
    deleteAt: startOfTest + 1e9,
  });
  turn.audit.push({
    at: startOfTest,
    actor: `device:${school}-smoke`,
    act: 'alarm.opened',
    subject: 'alarm',
    subjectId: `${school}-alarm`,
    school,
    detail: {},
  });
  turn.events.push({
    device: `${school}-smoke`,
    school,
    at: startOfTest,
    receivedAt: startOfTest,
    event: 'smoke_alarm',
    state: 'active',
    late: false,
    detail: {},
  });
  turn.rejected.push({
    topic: `campus/v1/${school}/x`,
    identity: `${school}-gw`,
    school,
    reason: 'bad_json',
    detail: '',
    payload: new Uint8Array([1]),
    key: school,
  });
};
