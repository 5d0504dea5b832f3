/**
 * One open alarm and one signal give the next alarm and what is worth telling about it. Pure: ids and times come in.
 */
import type { Alarm, Because } from '../../contracts/alarm.ts';
import type { Level } from '../../contracts/values.ts';
import type { JudgedDevice, Signal } from '../rules/rule.ts';
import { chatterWithinMs, higher, isChattering, isHigher, latches } from './kinds.ts';

/** What happened to an alarm; each becomes an audit entry and a line of its timeline. */
export type AlarmAct =
  | 'alarm.opened'
  | 'alarm.raised'
  | 'alarm.again'
  | 'alarm.cleared'
  | 'alarm.latched'
  | 'alarm.closed'
  | 'alarm.agreed'
  | 'alarm.confirmed';

export interface Step {
  readonly alarm: Alarm;
  readonly acts: readonly AlarmAct[];
}

export interface Receipt {
  /** Id for an alarm that opens now. */
  readonly id: string;
  readonly receivedAt: number;
  readonly late: boolean;
  readonly text: string | null;
  /** 演练: the drill that makes it. */
  readonly exercise: string | null;
}

/** As many reasons as an alarm keeps: the first and the newest. */
const keptReasons = 8;

const withReason = (reasons: readonly Because[], because: Because): Because[] => {
  const others = reasons.filter((r) => r.rule !== because.rule);
  return [...others, because].slice(-keptReasons);
};

/** An alarm that opens with an active signal. */
export const openAlarm = (device: JudgedDevice, signal: Signal, receipt: Receipt): Step => ({
  alarm: {
    id: receipt.id,
    version: 1,
    school: device.school,
    space: device.space,
    device: device.id,
    kind: signal.kind,
    level: signal.level,
    ownLevel: signal.level,
    severity: signal.severity,
    condition: 'active',
    acknowledged: false,
    verification: 'unverified',
    availability: 'in_service',
    open: true,
    count: 1,
    returns: 0,
    eventAt: signal.at,
    raisedAt: signal.at,
    lastAt: signal.at,
    clearedAt: null,
    receivedAt: receipt.receivedAt,
    committedAt: receipt.receivedAt,
    late: receipt.late,
    incident: null,
    hazard: null,
    cause: null,
    symptoms: 0,
    rule: signal.rule,
    because: [signal.because],
    activeRules: [signal.rule.id],
    agreeing: [],
    acknowledgedBy: null,
    acknowledgedAt: null,
    verifiedBy: null,
    verifiedAt: null,
    dismissal: null,
    shelved: null,
    exercise: receipt.exercise,
    storm: null,
    maintenance: null,
    escalation: null,
    verifyBy: null,
    text: receipt.text,
    evidence: [],
  },
  acts: ['alarm.opened'],
});

const withRule = (rules: readonly string[], id: string): string[] => (rules.includes(id) ? [...rules] : [...rules, id]);

/** Confirmed, or not verified in time where people sleep: only a person's word takes that away. */
const isTreatedAsReal = ({ verification }: Alarm): boolean => verification === 'confirmed' || verification === 'unresolved';

/** The alarm with its level raised; a person must look again, whatever was said of the lower level. */
const raised = (alarm: Alarm, level: Level, at: number): Alarm => ({
  ...alarm,
  level,
  raisedAt: at,
  acknowledged: false,
  verification: isTreatedAsReal(alarm) ? alarm.verification : 'unverified',
  dismissal: null,
});

/** Quiet again: latched where the kind latches; an acknowledged one that does not latch is over, unless it chatters and will be back. */
const quiet = (alarm: Alarm, at: number): Step => {
  if (latches(alarm)) return { alarm: { ...alarm, condition: 'latched', clearedAt: at }, acts: ['alarm.latched'] };
  const open = !alarm.acknowledged || isChattering(alarm);
  const cleared: Alarm = { ...alarm, condition: 'cleared', clearedAt: at, open };
  return { alarm: cleared, acts: open ? ['alarm.cleared'] : ['alarm.cleared', 'alarm.closed'] };
};

const onActive = (alarm: Alarm, signal: Signal, receipt: Receipt): Step => {
  const again = alarm.condition !== 'active';
  const newer = signal.at >= alarm.lastAt;
  const acts: AlarmAct[] = [];
  let next: Alarm = {
    ...alarm,
    count: alarm.count + (signal.trigger || again ? 1 : 0),
    eventAt: Math.min(alarm.eventAt, signal.at),
    lastAt: Math.max(alarm.lastAt, signal.at),
    ownLevel: higher(alarm.ownLevel, signal.level),
    because: withReason(alarm.because, signal.because),
    activeRules: withRule(alarm.activeRules, signal.rule.id),
    text: receipt.text ?? alarm.text,
  };
  if (again && newer && signal.at > (alarm.clearedAt ?? Number.NEGATIVE_INFINITY)) {
    const quick = alarm.clearedAt !== null && signal.at - alarm.clearedAt < chatterWithinMs;
    next = { ...next, condition: 'active', clearedAt: null, returns: quick ? alarm.returns + 1 : 0 };
    if (!isChattering(next)) {
      // It came back: nobody has looked at this occurrence, and what was said of the last one does not cover it.
      acts.push('alarm.again');
      next = { ...next, acknowledged: false, dismissal: null };
      if (!isTreatedAsReal(next)) next = { ...next, verification: 'unverified' };
    }
  } else if (again) {
    next = { ...next, activeRules: alarm.activeRules };
  }
  if (isHigher(signal.level, alarm.level)) {
    acts.push('alarm.raised');
    next = { ...raised(next, signal.level, signal.at), rule: signal.rule, severity: signal.severity };
  }
  return { alarm: next, acts };
};

const onCleared = (alarm: Alarm, signal: Signal): Step | null => {
  if (!alarm.activeRules.includes(signal.rule.id)) return null;
  // A late "all clear" never closes anything newer than itself.
  if (signal.at < alarm.lastAt) return null;
  const activeRules = alarm.activeRules.filter((id) => id !== signal.rule.id);
  const rest: Alarm = { ...alarm, activeRules };
  if (activeRules.length > 0 || alarm.condition !== 'active') return { alarm: rest, acts: [] };
  return quiet(rest, signal.at);
};

/**
 * The next state of an open alarm; null when the signal changes nothing. Its version rises with what a person would want
 * to see before acting; a mere repeat is counted without it, or nobody could acknowledge anything in a storm.
 */
export const advanceAlarm = (alarm: Alarm, signal: Signal, receipt: Receipt): Step | null => {
  const step = signal.state === 'active' ? onActive(alarm, signal, receipt) : onCleared(alarm, signal);
  return step && { ...step, alarm: { ...step.alarm, version: alarm.version + (step.acts.length > 0 ? 1 : 0) } };
};

/** A late alarm whose condition newer readings have already seen gone: opened, told, and at once quiet. */
export const quietSince = (alarm: Alarm, at: number): Step => {
  const step = quiet({ ...alarm, activeRules: [] }, at);
  return { ...step, alarm: { ...step.alarm, open: true } };
};
