/** The clock's door: moments that have come, re-checked in the transaction that acts on them. */
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { ackLapseDue } from './ack-lapse.ts';
import { leaseDue, linkDue } from './availability.ts';
import { callSilentDue, takeShown } from './calls.ts';
import { reviewConsoles } from './consoles.ts';
import { dueOutside } from './deliver.ts';
import { drillEndDue, drillMissedDue, drillSignalDue, drillsWatchDue } from './drills.ts';
import { checkDue, checkNextDue } from './duty-checks.ts';
import { escalateDue } from './escalate.ts';
import { patrolMissedDue } from './grid-cells.ts';
import { hazardDue } from './hazard-due.ts';
import { seatDue } from './hold-seats.ts';
import { keepAlarm } from './keep-alarm.ts';
import { ladderDue } from './ladders.ts';
import { maintenanceDue } from './maintenance-windows.ts';
import { phoneTaskDue } from './phone-tasks.ts';
import { planReviewDue } from './plans.ts';
import { dutyUnreadDue } from './posts.ts';
import { requestPersonDue } from './reach.ts';
import { reportHazard } from './report-hazard.ts';
import { reportClockDue } from './reports.ts';
import { requestAnswerDue, requestArrivalDue } from './requests.ts';
import { incidentTaskDue } from './response.ts';
import { controlDue } from './risks.ts';
import { rotaLookDue } from './rota-look.ts';
import { runnerDue } from './runners.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { cosignDue } from './shelving.ts';
import { stormDue, stormRestDue } from './storm-card.ts';
import { supplyDue } from './supplies.ts';
import { forceTaskDue } from './task-forces.ts';
import { verifyDue } from './unresolved.ts';

/** Moments handled in one transaction, so that no tick stalls the broker. */
const momentsPerTurn = 100;

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
  // Whoever maintains it is at it: asked again when the window is over.
  const window = alarm.availability === 'out_of_service' ? service.world().maintenances.get(alarm.maintenance ?? '') : undefined;
  if (window) return void turn.due.set(row.key, { ...row, dueAt: window.endsAt });
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
  request_answer: requestAnswerDue,
  request_arrival: requestArrivalDue,
  request_person: requestPersonDue,
  phone_task: phoneTaskDue,
  storm: stormDue,
  storm_rest: stormRestDue,
  maintenance: maintenanceDue,
  cosign: cosignDue,
  seat: seatDue,
  rota_look: rotaLookDue,
  duty_check: checkDue,
  duty_check_next: checkNextDue,
  incident_task: incidentTaskDue,
  plan_review: planReviewDue,
  supply: supplyDue,
  drill_signal: drillSignalDue,
  drill_end: drillEndDue,
  drill_missed: drillMissedDue,
  drills_watch: drillsWatchDue,
  runner: runnerDue,
  escalate: escalateDue,
  ladder: ladderDue,
  call_silent: callSilentDue,
  ack_lapse: ackLapseDue,
  verify: verifyDue,
};

const inside = Object.keys(moments);

/** Acts on what is due now. Returns the rows that need the outside world, with what this very turn has planned. */
export const tick = (service: Service): DueRow[] => {
  const turn = newTurn(service.clock.now());
  takeShown(service, turn);
  for (const row of service.facts.due(turn.at, momentsPerTurn, { these: true, kinds: inside })) moments[row.kind]?.(service, turn, row);
  reviewConsoles(service, turn);
  if (turn.due.size > 0 || turn.put.console.size > 0 || turn.put.call.size > 0) service.commit(turn);
  return dueOutside(service, turn.at, inside);
};
