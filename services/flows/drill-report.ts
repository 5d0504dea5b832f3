/** 演练报告: read from the time lines of what the drill set in motion, nothing typed. */
import type { DrillReport } from '../contracts/drill.ts';
import { stepsOf } from '../core/drills/drill.ts';
import type { Service } from './service.ts';

const earliest = (times: readonly (number | null | undefined)[]): number | null => {
  const known = times.filter((at): at is number => typeof at === 'number');
  return known.length === 0 ? null : Math.min(...known);
};

export const drillReport = (service: Service, id: string): DrillReport | null => {
  const drill = service.facts.get('drill', id);
  if (!drill) return null;
  const of = { schools: null, limit: 500 } as const;
  const { facts } = service;
  const alarms = facts.list('alarm', { ...of, where: { exercise: id } }).items;
  const incidents = facts.list('incident', { ...of, where: { exercise: id } }).items;
  const lines = alarms.flatMap((alarm) => facts.timeline('alarm', alarm.id));
  const first = (act: string): number | null => earliest(lines.filter((line) => line.act === act).map(({ at }) => at));
  const calls = alarms.flatMap((alarm) => facts.list('call', { ...of, where: { subject: 'alarm', subjectId: alarm.id } }).items);
  const requests = incidents.flatMap((incident) => facts.list('request', { ...of, where: { incident: incident.id } }).items);
  const messages = incidents.flatMap((incident) => facts.list('capMessage', { ...of, where: { incident: incident.id } }).items);
  const runners = alarms.flatMap((alarm) => facts.list('runnerTask', { ...of, where: { alarm: alarm.id } }).items);
  const musters = incidents.flatMap((incident) => facts.list('muster', { ...of, where: { incident: incident.id } }).items);
  const began = earliest(alarms.map(({ committedAt }) => committedAt)) ?? drill.startedAt ?? drill.plannedAt;
  const steps = stepsOf(
    {
      shown: earliest(calls.filter(({ channel }) => channel === 'screen').map(({ deliveredAt }) => deliveredAt)),
      acknowledged: first('alarm.acknowledged'),
      verifying: earliest([first('alarm.verifying'), ...runners.map(({ assignedAt }) => assignedAt)]),
      confirmed: earliest(incidents.map(({ openedAt }) => openedAt)),
      forwarded: earliest([...requests.map(({ times }) => times.sent), ...messages.map(({ sent }) => sent)]),
      runner_on_scene: earliest(runners.map(({ arrivedAt }) => arrivedAt)),
      responder_accepted: earliest(requests.map(({ times }) => times.accepted)),
      mustered: earliest(musters.map(({ closedAt }) => closedAt)),
      ended: drill.endedAt,
    },
    began,
  );
  return { drill, steps, calls: calls.filter(({ sentAt }) => sentAt !== null).length };
};
