/**
 * What a person may do with an alarm: one table that the API's check, the buttons and their disabled reasons come from.
 */
import type { Alarm, AlarmAction, AlarmActionRequest, AllowedAction } from '../../contracts/alarm.ts';
import { isChattering, mayBeShelved } from './kinds.ts';

/** Longest time an alarm may be shelved (domain C3: one shift). */
const maxShelvedMs = 8 * 3600_000;

interface ActionRow {
  /** Stable code of why not, or null. */
  readonly refused: (alarm: Alarm, by: string | null) => string | null;
  readonly form: readonly string[];
}

const open = (alarm: Alarm): string | null => (alarm.open ? null : 'closed');

/** Asked to be shelved, and shown until a second person agrees. */
const isAsked = (alarm: Alarm): boolean => alarm.shelved !== null && alarm.availability !== 'shelved';

/** One person may not hide a threat to life (domain B11, C3). */
const needsSecondPerson = (alarm: Alarm): boolean => alarm.severity === 'life_safety';

export const alarmActionTable: Readonly<Record<AlarmAction, ActionRow>> = {
  acknowledge: { refused: (a) => open(a) ?? (a.acknowledged ? 'already_acknowledged' : null), form: [] },
  verify: {
    refused: (a) =>
      open(a) ??
      (a.verification === 'unresolved'
        ? 'treated_as_real'
        : a.verification === 'verifying'
          ? 'already_verifying'
          : a.verification === 'confirmed'
            ? 'already_confirmed'
            : null),
    form: [],
  },
  confirm: {
    refused: (a) =>
      open(a) ?? (a.level === 'fault' ? 'fault_needs_no_confirmation' : a.verification === 'confirmed' ? 'already_confirmed' : null),
    form: ['note?'],
  },
  dismiss: {
    refused: (a) =>
      open(a) ?? (a.verification === 'confirmed' ? 'already_confirmed' : a.verification === 'false' ? 'already_dismissed' : null),
    form: ['cause', 'note?'],
  },
  reset: { refused: (a) => (a.condition === 'latched' && a.open ? null : 'not_latched'), form: ['reason'] },
  shelve: {
    refused: (a) =>
      open(a) ??
      (a.availability === 'shelved' ? 'already_shelved' : a.shelved ? 'already_asked' : mayBeShelved(a) ? null : 'never_shelved'),
    form: ['reason', 'until'],
  },
  // The second person is another one, and sees the reason of the first.
  cosign: { refused: (a, by) => open(a) ?? (isAsked(a) ? (a.shelved?.by === by ? 'same_person' : null) : 'not_asked'), form: [] },
  unshelve: { refused: (a) => (a.shelved ? null : 'not_shelved'), form: [] },
};

export const alarmActionNames = Object.keys(alarmActionTable) as AlarmAction[];

/**
 * @param may whether the asker's role permits `alarm.{action}` at all
 * @param by the asker; null = nobody in particular
 */
export const allowedAlarmActions = (alarm: Alarm, may: (action: AlarmAction) => boolean, by: string | null = null): AllowedAction[] =>
  alarmActionNames.map((action) => {
    const row = alarmActionTable[action];
    const reason = may(action) ? row.refused(alarm, by) : 'role';
    return { action, allowed: reason === null, reason, form: [...row.form] };
  });

export interface Act {
  readonly alarm: Alarm;
  readonly act: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** What the person typed: kept apart, so that it can be erased. */
  readonly said: Readonly<Record<string, string | null>>;
}

const acknowledged = (alarm: Alarm, by: string, at: number): Alarm =>
  alarm.acknowledged ? alarm : { ...alarm, acknowledged: true, acknowledgedBy: by, acknowledgedAt: at };

/** A quiet, unlatched alarm that a person has seen is over; one that chatters only when it has been quiet for long enough. */
const settled = (alarm: Alarm): Alarm =>
  alarm.condition === 'cleared' && alarm.acknowledged && !isChattering(alarm)
    ? { ...alarm, open: false, availability: 'in_service', shelved: null }
    : alarm;

const applied = (alarm: Alarm, request: AlarmActionRequest, by: string, at: number): Act => {
  switch (request.action) {
    case 'acknowledge':
      return { alarm: acknowledged(alarm, by, at), act: 'alarm.acknowledged', detail: {}, said: {} };
    case 'verify':
      return { alarm: { ...acknowledged(alarm, by, at), verification: 'verifying' }, act: 'alarm.verifying', detail: {}, said: {} };
    case 'confirm':
      return {
        alarm: {
          ...acknowledged(alarm, by, at),
          verification: 'confirmed',
          verifiedBy: by,
          verifiedAt: at,
          dismissal: null,
          availability: 'in_service',
          shelved: null,
        },
        act: 'alarm.confirmed',
        detail: {},
        said: { note: request.note ?? null },
      };
    case 'dismiss': {
      const dismissal = { cause: request.cause, note: request.note ?? null };
      const verification = request.cause === 'test' ? ('test' as const) : ('false' as const);
      return {
        alarm: { ...acknowledged(alarm, by, at), verification, verifiedBy: by, verifiedAt: at, dismissal },
        act: 'alarm.dismissed',
        detail: { cause: dismissal.cause },
        said: { note: dismissal.note },
      };
    }
    case 'reset':
      return {
        alarm: { ...acknowledged(alarm, by, at), condition: 'cleared' },
        act: 'alarm.reset',
        detail: {},
        said: { reason: request.reason },
      };
    case 'shelve':
      return {
        alarm: {
          ...alarm,
          availability: needsSecondPerson(alarm) ? alarm.availability : 'shelved',
          shelved: { until: Math.min(request.until, at + maxShelvedMs), reason: request.reason, by, cosignedBy: null },
        },
        act: needsSecondPerson(alarm) ? 'alarm.shelving_asked' : 'alarm.shelved',
        detail: { until: Math.min(request.until, at + maxShelvedMs) },
        said: { reason: request.reason },
      };
    case 'cosign':
      return {
        alarm: { ...alarm, availability: 'shelved', shelved: alarm.shelved && { ...alarm.shelved, cosignedBy: by } },
        act: 'alarm.cosigned',
        detail: { until: alarm.shelved?.until ?? null },
        said: {},
      };
    case 'unshelve':
      return {
        alarm: { ...alarm, availability: alarm.availability === 'shelved' ? 'in_service' : alarm.availability, shelved: null },
        act: 'alarm.unshelved',
        detail: {},
        said: {},
      };
  }
};

/** Applies an allowed action; the caller has asked `allowedAlarmActions` first. */
export const actOnAlarm = (alarm: Alarm, request: AlarmActionRequest, by: string, at: number): Act => {
  const act = applied(alarm, request, by, at);
  return { ...act, alarm: { ...settled(act.alarm), version: alarm.version + 1 } };
};
