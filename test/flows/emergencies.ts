/** Fires in the school of `openHouse`, put out and reported upward. */
import { expect } from 'vitest';
import type { Alarm, AlarmActionRequest } from '../../services/contracts/alarm.ts';
import type { ReportDraft } from '../../services/contracts/reporting.ts';
import { reportDraftSchema } from '../../services/contracts/reporting.ts';
import { may } from '../../services/core/access/policy.ts';
import { actsOf } from '../../services/flows/acts.ts';
import type { House } from './harness.ts';
import { actorOf } from './people.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** What happens in whichever house stands now; detectors `d1` and `d2` are in one room of it. */
export const emergenciesIn = (now: () => House) => {
  const acts = () => actsOf(now().service);
  const findings = () => now().store.facts.list('finding', { schools: null, limit: 100 }).items;
  const found = () =>
    findings()
      .map(({ kind, reason }) => `${kind} ${reason}`)
      .sort();

  const signal = (device: string, state: 'active' | 'cleared' = 'active'): Alarm => {
    now().publish(device, 'event', { ts: now().now, type: 'smoke_alarm', state });
    const alarm = now()
      .allAlarms()
      .find((one) => one.device === device);
    if (!alarm) throw new Error('no alarm');
    return alarm;
  };

  const act = (id: string, request: AlarmActionRequest, by = 'duty-leader') => {
    const actor = actorOf(now(), by);
    expect(may(actor.role, `alarm.${request.action}`)).toBe(true);
    expect(acts().onAlarm(actor, id, request, null)).toMatchObject({ ok: true });
  };

  const incident = (): string => {
    const [one] = now().store.facts.list('incident', { schools: null, limit: 10 }).items;
    if (!one) throw new Error('no incident');
    return one.id;
  };

  /** Two detectors of one room: the system itself confirms the fire. */
  const machineFire = (): string => {
    signal('d1');
    now().now += 5_000;
    signal('d2');
    return incident();
  };

  const personFire = (): string => {
    act(signal('d1').id, { action: 'confirm' });
    return incident();
  };

  /** The duty leader commands, says that it is under control, and ends it with the final report of the response. */
  const endResponse = (id: string, by = 'duty-leader'): void => {
    const actor = actorOf(now(), by);
    for (const request of [
      { action: 'command' },
      { action: 'control' },
      { action: 'end', cause: '充电器短路', course: '冒烟后断电扑灭', measures: '更换线路' },
    ] as const)
      expect(acts().onIncident(actor, id, request, null)).toMatchObject({ ok: true });
  };

  const putOut = (): void => {
    for (const { device, id } of now()
      .allAlarms()
      .filter(({ open, kind }) => open && kind === 'smoke')) {
      signal(device, 'cleared');
      act(id, { action: 'reset', reason: '火已扑灭' });
    }
    for (const open of now().store.world().incidents.keys()) endResponse(open);
    expect(now().store.world().incidents.size).toBe(0);
  };

  const draft = (fields: Partial<ReportDraft> = {}): ReportDraft =>
    reportDraftSchema.parse({
      kind: 'initial',
      channel: 'written',
      happenedAt: now().now - minute,
      nature: 'fire',
      deaths: 0,
      injured: 0,
      text: '教学楼起火，师生已疏散',
      measures: '已疏散、已拨打119',
      ...fields,
    });

  const report = (id: string, fields: Partial<ReportDraft> = {}) => {
    const answer = acts().reportIncident(
      actorOf(now(), 'principal'),
      id,
      draft({ happenedAt: now().store.facts.get('incident', id)?.eventAt ?? 0, ...fields }),
    );
    expect(answer).toMatchObject({ ok: true });
  };

  /** Minutes after the confirmation, looked at by the clock alone. */
  const after = (minutes: number, from: number): void => {
    now().now = from + minutes * minute;
    now().tick();
  };
  return { acts, findings, found, signal, act, incident, machineFire, personFire, endResponse, putOut, draft, report, after };
};
