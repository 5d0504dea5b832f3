/**
 * Two independent devices in one space. Linkage needs the AND of two (GB 50116-2013 §4.1.6, GB 55036-2022 §12.0.11);
 * two channels of one device, or one camera twice, never count as two.
 */
import type { Alarm } from '../../contracts/alarm.ts';
import type { AgreementSettings } from '../rules/rule-set.ts';
import type { Step } from './advance.ts';
import { isHigher, isSignOfFire } from './kinds.ts';

export interface Agreement {
  readonly confirmed: boolean;
  /** The other device's alarm. */
  readonly other: Alarm;
}

/**
 * @param at event time of the trigger just seen on `alarm`
 * @param lastSupport when an alarm's condition was last seen to hold, event time
 */
export const findAgreement = (
  alarm: Alarm,
  at: number,
  others: Iterable<Alarm>,
  windowMs: number,
  lastSupport: (alarm: Alarm) => number,
): Agreement | null => {
  if (!isSignOfFire(alarm.kind) || alarm.space === null || alarm.level === 'fault') return null;
  let found: Agreement | null = null;
  for (const other of others) {
    const independent = other.device !== alarm.device && other.space === alarm.space;
    if (
      !independent ||
      !isSignOfFire(other.kind) ||
      other.level === 'fault' ||
      other.verification === 'false' ||
      other.verification === 'test'
    )
      continue;
    if (at - lastSupport(other) > windowMs || other.eventAt - at > windowMs) continue;
    // Two early warnings make an alarm; an alarm on its own merit and any second sign make it confirmed.
    const confirmed = alarm.ownLevel === 'alarm' || other.ownLevel === 'alarm';
    if (confirmed) return { confirmed, other };
    found ??= { confirmed, other };
  }
  return found;
};

/** One side of an agreement: level alarm, and confirmed where one of the two is an alarm on its own merit. */
export const agree = (alarm: Alarm, other: Alarm, confirmed: boolean, at: number, settings: AgreementSettings): Step | null => {
  const raise = isHigher('alarm', alarm.level);
  const confirm = confirmed && alarm.verification !== 'confirmed';
  if (!raise && !confirm) return null;
  const next: Alarm = {
    ...alarm,
    version: alarm.version + 1,
    agreeing: alarm.agreeing.includes(other.device) ? alarm.agreeing : [...alarm.agreeing, other.device],
    ...(raise ? { level: 'alarm' as const, severity: 'life_safety' as const, raisedAt: at, acknowledged: false, dismissal: null } : {}),
    ...(confirm ? { verification: 'confirmed' as const, verifiedAt: at, verifiedBy: 'system', dismissal: null } : {}),
    because: [
      ...alarm.because.filter((b) => b.rule !== 'agreement'),
      {
        rule: 'agreement',
        ruleVersion: 1,
        at,
        condition: `two independent devices in one space within ${settings.windowSeconds} s`,
        values: { [other.device]: other.kind },
        cites: settings.cites,
      },
    ],
  };
  return { alarm: next, acts: confirm ? ['alarm.agreed', 'alarm.confirmed'] : ['alarm.agreed', 'alarm.raised'] };
};
