/** What is remembered of a device, made when it is first needed by judging its stored readings again. */
import type { Device } from '../contracts/place.ts';
import type { EventType } from '../contracts/values.ts';
import { assumeActive, compileRules, judgeReading, lookbackMs, newRuleState } from '../core/rules/index.ts';
import type { JudgedDevice } from '../core/rules/rule.ts';
import type { Runtime, Service } from './service.ts';

/** Series that holds, at each message's time, the message's hash: how "the same message again" is recognised. */
export const messageSeries = '#msg';

export const judgedDevice = (service: Service, device: Device): JudgedDevice => ({
  id: device.id,
  school: device.school,
  space: device.space,
  type: device.type,
  spaceUse: service.world().spaces.get(device.space ?? '')?.use ?? null,
  reportIntervalSeconds: device.reportIntervalSeconds,
});

interface Stored {
  readonly at: number;
  readonly metric: string;
  readonly value: number;
}

/** Stored readings of all the device's metrics with from ≤ at < to, in order of time. */
export const storedReadings = (service: Service, device: string, from: number | ((metric: string) => number), to: number): Stored[] => {
  const readings: Stored[] = [];
  for (const metric of service.series.metricsOf(device)) {
    const points = service.series.recent(device, metric, typeof from === 'number' ? from : from(metric), to);
    points.at.forEach((at, i) => readings.push({ at, metric, value: points.value[i] ?? Number.NaN }));
  }
  return readings.sort((a, b) => a.at - b.at);
};

/** The stored past that rebuilds a state as it stood just before `at`; each metric needs its own stretch of it. */
export const pastBefore = (service: Service, device: string, rules: Runtime['rules'], at: number): Stored[] =>
  storedReadings(service, device, (metric) => at - lookbackMs(rules, metric), at);

const newestByMetric = (service: Service, device: string): Map<string, number> =>
  new Map(
    service.series.metricsOf(device).map((metric) => [metric, service.series.latest(device, metric)?.at ?? Number.NEGATIVE_INFINITY]),
  );

/** Rules that the open alarms say hold, though the window judged again may no longer show how they began. */
const assumeOpenAlarms = (service: Service, device: string, rules: Runtime['rules'], state: Runtime['state']): void => {
  for (const alarm of service.world().alarms.values()) {
    if (alarm.device !== device) continue;
    for (const rule of alarm.activeRules) assumeActive(rules, state, rule);
  }
};

const lastSaid = (service: Service, device: string): Map<EventType, { state: 'active' | 'cleared'; at: number }> => {
  const said = new Map<EventType, { state: 'active' | 'cleared'; at: number }>();
  for (const row of service.facts.events(device, { limit: 100 }).items) {
    const event = row.event as EventType;
    if (!said.has(event)) said.set(event, { state: row.state === 'active' ? 'active' : 'cleared', at: row.at });
  }
  return said;
};

const makeRuntime = (service: Service, device: Device): Runtime => {
  const rules = compileRules(service.rules, judgedDevice(service, device));
  const state = newRuleState();
  assumeOpenAlarms(service, device.id, rules, state);
  const judged = newestByMetric(service, device.id);
  const judgedAt = Math.max(Number.NEGATIVE_INFINITY, ...judged.values());
  if (Number.isFinite(judgedAt)) {
    for (const reading of storedReadings(service, device.id, judgedAt - lookbackMs(rules), judgedAt + 1))
      judgeReading(rules, state, reading);
  }
  return {
    rules,
    state,
    judgedAt,
    judged,
    series: new Map(),
    late: null,
    said: lastSaid(service, device.id),
    newestTs: service.series.latest(device.id, messageSeries)?.at ?? Number.NEGATIVE_INFINITY,
  };
};

export const runtimeOf = (service: Service, device: Device): Runtime => {
  const known = service.runtimes.get(device.id);
  if (known) return known;
  const made = makeRuntime(service, device);
  service.runtimes.set(device.id, made);
  return made;
};
