/** The clock's door: moments that have come, re-checked in the transaction that acts on them. */
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { leaseDue, linkDue } from './availability.ts';
import { patrolMissedDue } from './grid-cells.ts';
import { hazardDue } from './hazard-due.ts';
import { keepAlarm } from './keep-alarm.ts';
import { dutyUnreadDue } from './posts.ts';
import { reportHazard } from './report-hazard.ts';
import { reportClockDue } from './reports.ts';
import { controlDue } from './risks.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { forceTaskDue } from './task-forces.ts';

/** Moments handled in one transaction, so that no tick stalls the broker. */
const momentsPerTurn = 500;

/** An early warning or fault that has been quiet long enough puts itself away. */
const quietDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const alarm = service.world().alarms.get(row.subject);
  if (!alarm || row.key !== `quiet:${alarm.id}` || alarm.condition !== 'cleared') return;
  keepAlarm(service, turn, { ...alarm, version: alarm.version + 1, open: false }, ['alarm.closed'], 'system');
};

const shelfDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const alarm = service.world().alarms.get(row.subject);
  if (!alarm || alarm.availability !== 'shelved' || (alarm.shelved?.until ?? 0) > turn.at) return;
  keepAlarm(service, turn, { ...alarm, version: alarm.version + 1, availability: 'in_service', shelved: null }, [], 'system');
  audit(turn, {
    actor: 'system',
    act: 'alarm.unshelved',
    subject: 'alarm',
    subjectId: alarm.id,
    school: alarm.school,
    detail: { reason: 'time_is_up' },
  });
};

const silentHazardDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const device = service.world().devices.get(row.subject);
  if (!device || (device.availability !== 'silent' && device.availability !== 'unknown')) return;
  reportHazard(service, turn, {
    school: device.school,
    space: device.space,
    device: device.id,
    category: 'detector_silent',
    origin: 'sensor',
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: '探测设备长时间失联，须恢复或更换',
    facts: { device: device.name || device.id, hours: String(service.policies.hazards.silentHours) },
  });
};

const faultHazardDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const alarm = service.world().alarms.get(row.subject);
  if (!alarm || row.key !== `fault_hazard:${alarm.id}` || alarm.condition !== 'active') return;
  reportHazard(service, turn, {
    school: alarm.school,
    space: alarm.space,
    device: alarm.device,
    category: 'detector_fault',
    origin: 'sensor',
    alarm: alarm.id,
    incident: null,
    suggestedGrade: null,
    description: '探测设备故障，须检修或更换',
    facts: { device: service.world().devices.get(alarm.device)?.name || alarm.device, condition: alarm.because.at(-1)?.condition ?? '' },
  });
};

/** One line a kind of moment; `fetch` and `forget` need the outside world and are `deliver`'s. */
const moments: Readonly<Record<string, (service: Service, turn: Turn, row: DueRow) => void>> = {
  lease: (service, turn, row) => leaseDue(service, turn, row.subject),
  link: (service, turn, row) => linkDue(service, turn, row.subject),
  quiet: quietDue,
  shelf: shelfDue,
  silent_hazard: silentHazardDue,
  fault_hazard: faultHazardDue,
  hazard: hazardDue,
  report_clock: reportClockDue,
  duty_unread: dutyUnreadDue,
  patrol_missed: patrolMissedDue,
  force_task: forceTaskDue,
  control: controlDue,
};

/** Acts on what is due now. Returns the rows that need the outside world. */
export const tick = (service: Service): DueRow[] => {
  const turn = newTurn(service.clock.now());
  const rows = service.facts.due(turn.at, momentsPerTurn);
  const outside: DueRow[] = [];
  for (const row of rows) {
    const moment = moments[row.kind];
    if (moment) moment(service, turn, row);
    else outside.push(row);
  }
  if (turn.due.size > 0) service.commit(turn);
  return outside;
};
