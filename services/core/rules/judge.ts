/**
 * Judges one device's readings and events. Rules are chosen and indexed once a device (`compileRules`); a plain reading
 * then costs a map look-up and a few comparisons. State is a derived cache: drop it at any moment, make a new one with
 * the rules that stand active in the open alarms, and judge the stored readings of the last `lookbackMs` again.
 */
import type { EventType } from '../../contracts/values.ts';
import {
  type EventRule,
  type Gate,
  type GateRule,
  type ReadingRule,
  type RuleHead,
  type Standing,
  signalOf,
  type Watch,
  type WatchContext,
} from './kind.ts';
import type { JudgedDevice, JudgedEvent, JudgedReading, Signal } from './rule.ts';
import type { RuleSet, Scope, ScopedRule } from './rule-set.ts';
import { type SteamSettings, watchSteam } from './steam.ts';
import { Window } from './window.ts';

type Fitted<R> = { readonly head: RuleHead; readonly rule: R };

interface MetricRules {
  /** Where several apply, the one that stands last in the file. */
  gate: Fitted<GateRule> | null;
  readonly readingRules: Fitted<ReadingRule>[];
  windowMs: number;
}

/** The rules of one device, by what they look at; shared by the devices that are judged alike. */
export interface DeviceRules {
  readonly gapMs: number;
  readonly steam: SteamSettings;
  readonly byMetric: ReadonlyMap<string, MetricRules>;
  readonly byEvent: ReadonlyMap<EventType, readonly Fitted<EventRule>[]>;
}

interface Track {
  readonly gate: Gate | null;
  readonly window: Window | null;
  readonly watches: readonly Watch[];
}

export interface DeviceRuleState {
  /** By metric; made with its first reading, as most devices have two or three. */
  readonly tracks: Map<string, Track>;
  readonly windows: Map<string, Window>;
  readonly gates: Map<string, Gate>;
  readonly watches: Map<string, Watch>;
  /** Last state told by events, by rule; absent = not known. */
  readonly events: Map<string, boolean>;
}

const none: readonly Signal[] = Object.freeze([]);

const admits = <T>(list: readonly T[] | undefined, value: T | null): boolean =>
  list === undefined || (value !== null && list.includes(value));

const fits = (scope: Scope, device: JudgedDevice): boolean =>
  admits<string>(scope.schools, device.school) &&
  admits<string>(scope.spaceUse, device.spaceUse) &&
  admits<string>(scope.deviceTypes, device.type) &&
  admits<string>(scope.devices, device.id) &&
  !(scope.exceptSpaceUse !== undefined && admits<string>(scope.exceptSpaceUse, device.spaceUse));

const headFor = ({ rule, severityIn }: ScopedRule, device: JudgedDevice): RuleHead => {
  const special = severityIn.find(({ spaceUse }) => admits<string>(spaceUse, device.spaceUse));
  return special === undefined ? rule.head : { ...rule.head, severity: special.severity };
};

/** Silence longer than three reports breaks a run of readings; two minutes at least, for sensors that report on change. */
const gapOf = (device: JudgedDevice): number => Math.max(3 * device.reportIntervalSeconds, 120) * 1000;

const humidityWindow = ({ windowSeconds, freshSeconds }: SteamSettings): number => Math.max(windowSeconds, freshSeconds) * 1000;

const metricRulesOf = (byMetric: Map<string, MetricRules>, metric: string): MetricRules => {
  const known = byMetric.get(metric);
  if (known !== undefined) return known;
  const made: MetricRules = { gate: null, readingRules: [], windowMs: 0 };
  byMetric.set(metric, made);
  return made;
};

const needWindow = (byMetric: Map<string, MetricRules>, metric: string, lengthMs: number): void => {
  const rules = metricRulesOf(byMetric, metric);
  rules.windowMs = Math.max(rules.windowMs, lengthMs);
};

const choose = (ruleSet: RuleSet, chosen: readonly ScopedRule[], device: JudgedDevice): DeviceRules => {
  const byMetric = new Map<string, MetricRules>();
  const byEvent = new Map<EventType, Fitted<EventRule>[]>();
  needWindow(byMetric, 'humidity', humidityWindow(ruleSet.steam));
  for (const scoped of chosen) {
    const head = headFor(scoped, device);
    const { rule } = scoped;
    if (rule.role === 'gate') metricRulesOf(byMetric, rule.metric).gate = { head, rule };
    else if (rule.role === 'event') for (const type of rule.events) byEvent.set(type, [...(byEvent.get(type) ?? []), { head, rule }]);
    else {
      for (const metric of rule.metrics) metricRulesOf(byMetric, metric).readingRules.push({ head, rule });
      for (const { metric, lengthMs } of rule.windows) needWindow(byMetric, metric, lengthMs);
    }
  }
  return { gapMs: gapOf(device), steam: ruleSet.steam, byMetric, byEvent };
};

/** Devices that are judged alike share one choice; a county has tens of thousands of devices and a handful of choices. */
const choices = new WeakMap<RuleSet, Map<string, DeviceRules>>();

/** Chooses the rules that apply to a device. */
export const compileRules = (ruleSet: RuleSet, device: JudgedDevice): DeviceRules => {
  const chosen = ruleSet.rules.filter(({ scope }) => fits(scope, device));
  const key = JSON.stringify([gapOf(device), device.spaceUse, chosen.map(({ rule }) => rule.head.id)]);
  const known = choices.get(ruleSet) ?? new Map<string, DeviceRules>();
  choices.set(ruleSet, known);
  const rules = known.get(key) ?? choose(ruleSet, chosen, device);
  known.set(key, rules);
  return rules;
};

/** A fresh state: nothing seen, nothing active. */
export const newRuleState = (): DeviceRuleState => ({
  tracks: new Map(),
  windows: new Map(),
  gates: new Map(),
  watches: new Map(),
  events: new Map(),
});

const windowOf = (rules: DeviceRules, state: DeviceRuleState, metric: string): Window => {
  const known = state.windows.get(metric);
  if (known !== undefined) return known;
  const made = new Window(rules.byMetric.get(metric)?.windowMs ?? 0);
  state.windows.set(metric, made);
  return made;
};

/** Starts the rules of one metric; one that looks at two metrics is started once. */
const startTrack = (rules: DeviceRules, state: DeviceRuleState, metric: string, chosen: MetricRules): Track => {
  const window = (name: string): Window => windowOf(rules, state, name);
  const context: WatchContext = { gapMs: rules.gapMs, steam: watchSteam(rules.steam, window('humidity')), window };
  const gate = chosen.gate === null ? null : chosen.gate.rule.start(chosen.gate.head, context);
  if (gate !== null && chosen.gate !== null) state.gates.set(chosen.gate.head.id, gate);
  const watches = chosen.readingRules.map(({ head, rule }) => {
    const watch = state.watches.get(head.id) ?? rule.start(head, context);
    state.watches.set(head.id, watch);
    return watch;
  });
  const track: Track = { gate, window: chosen.windowMs > 0 ? window(metric) : null, watches };
  state.tracks.set(metric, track);
  return track;
};

const trackOf = (rules: DeviceRules, state: DeviceRuleState, metric: string): Track | null => {
  const known = state.tracks.get(metric);
  if (known !== undefined) return known;
  const chosen = rules.byMetric.get(metric);
  return chosen === undefined ? null : startTrack(rules, state, metric, chosen);
};

/** Judges one reading; readings of a device come in order of event time. */
export const judgeReading = (rules: DeviceRules, state: DeviceRuleState, reading: JudgedReading): readonly Signal[] => {
  const track = trackOf(rules, state, reading.metric);
  if (track === null) return none;
  const { value, at } = reading;
  let signals = none;
  if (track.gate !== null) {
    const believed = track.gate.admit(value, at);
    if (track.gate.signal !== null) signals = [track.gate.signal];
    if (!believed) return signals;
  }
  track.window?.add(value, at);
  for (const watch of track.watches) {
    const signal = watch.judge(value, at);
    if (signal !== null) signals = [...signals, signal];
  }
  return signals;
};

/** What kind of alarm this event is of, by the first rule that looks at it; the event's own name where none does. */
export const kindOfEvent = (rules: DeviceRules, event: EventType): string => rules.byEvent.get(event)?.[0]?.head.kind ?? event;

/** Judges one event. Each active one triggers; a clearing is told once, and always when the state before is not known. */
export const judgeEvent = (rules: DeviceRules, state: DeviceRuleState, event: JudgedEvent): readonly Signal[] => {
  const fitted = rules.byEvent.get(event.event);
  if (fitted === undefined) return none;
  const signals: Signal[] = [];
  for (const { head, rule } of fitted) {
    const active = event.state === 'active';
    if (active ? !rule.admits(event) : state.events.get(head.id) === false) continue;
    state.events.set(head.id, active);
    const values: Record<string, string> = {
      ...(event.confidence === null ? {} : { confidence: `${Math.round(event.confidence * 100)} %` }),
      ...(event.text === null || event.text === '' ? {} : { text: event.text.slice(0, 200) }),
    };
    signals.push(signalOf(head, event.state, event.at, `${event.event} = ${event.state}`, values, active));
  }
  return signals;
};

/**
 * Takes an open alarm's word that a rule is active. Say it twice: before the stored readings are judged again it carries
 * a condition that began earlier through its hysteresis; after them it makes sure that the clearing will be told.
 */
export const assumeActive = (rules: DeviceRules, state: DeviceRuleState, ruleId: string): void => {
  for (const [metric, { gate, readingRules }] of rules.byMetric) {
    if (gate?.head.id === ruleId || readingRules.some(({ head }) => head.id === ruleId)) trackOf(rules, state, metric);
  }
  const standing: Standing | undefined = state.watches.get(ruleId) ?? state.gates.get(ruleId);
  standing?.assumeActive();
  for (const fitted of rules.byEvent.values()) if (fitted.some(({ head }) => head.id === ruleId)) state.events.set(ruleId, true);
};

/** Ids of the rules that stand active. */
export const activeRules = (state: DeviceRuleState): readonly string[] => [
  ...[...state.gates, ...state.watches].filter(([, standing]) => standing.isActive()).map(([id]) => id),
  ...[...state.events].filter(([, active]) => active).map(([id]) => id),
];

/** How much stored history of a metric (or of the metric that needs most) rebuilds the state. 0 = none needed. */
export const lookbackMs = (rules: DeviceRules, metric?: string): number => {
  const looked =
    metric === undefined ? [...rules.byMetric.values()] : [rules.byMetric.get(metric)].filter((chosen) => chosen !== undefined);
  const needs = looked.flatMap(({ gate, readingRules, windowMs }) => [
    windowMs,
    gate?.rule.lookbackMs(rules.gapMs) ?? 0,
    ...readingRules.map(({ rule }) => rule.lookbackMs(rules.gapMs)),
  ]);
  return Math.max(0, ...needs);
};

/** Metrics some rule looks at. */
export const judgedMetrics = (rules: DeviceRules): readonly string[] => [...rules.byMetric.keys()];
