/** 六项机制 (document S0): six stages of every incident and hazard, each shown by the record that proves it. */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Mechanism, MechanismStage, Mechanisms } from '../../contracts/analysis.ts';
import { mechanisms } from '../../contracts/analysis.ts';
import type { InboxItem } from '../../contracts/inbox.ts';
import type { AuditEntry, NoticeRow } from '../../ports.ts';

type StageRecord = NonNullable<MechanismStage['record']>;

/** What there is to show them by; lists in order of time. */
export interface MechanismSources {
  /** When it began: nothing later prevented it. */
  readonly at: number;
  readonly alarms: readonly Alarm[];
  /** Of its alarms, its incident, its hazard. */
  readonly entries: readonly AuditEntry[];
  /** Of the risks at the spot. */
  readonly checks: readonly AuditEntry[];
  readonly notice: NoticeRow | null;
  readonly told: InboxItem | null;
}

const ofEntry = ({ at, actor, act, subject, subjectId }: AuditEntry): StageRecord => ({ at, by: actor, subject, id: subjectId, act });

const ofAlarm = ({ eventAt, device, id }: Alarm): StageRecord => ({
  at: eventAt,
  by: `device:${device}`,
  subject: 'alarm',
  id,
  act: 'alarm.opened',
});

const ofNotice = ({ at, person, alarm }: NoticeRow): StageRecord => ({ at, by: person, subject: 'alarm', id: alarm, act: 'notice.told' });

const ofTold = ({ at, person, id, kind }: InboxItem): StageRecord => ({ at, by: person, subject: 'inbox', id, act: kind });

const names = (entry: AuditEntry): boolean =>
  typeof (entry.detail['form'] as Record<string, unknown> | undefined)?.['responsible'] === 'string';

export const mechanismsOf = ({ at, alarms, entries, checks, notice, told }: MechanismSources): Mechanisms => {
  const first = (...acts: string[]): StageRecord | null => {
    const entry = entries.find(({ act }) => acts.includes(act));
    return entry ? ofEntry(entry) : null;
  };
  const earliest = alarms.toSorted((a, b) => a.eventAt - b.eventAt)[0];
  const lastCheck = checks.findLast((entry) => entry.at <= at);
  const named = entries.find(names);
  const records: Record<Mechanism, StageRecord | null> = {
    finding: earliest ? ofAlarm(earliest) : first('hazard.reported', 'hazard.drafted'),
    assessment: first('alarm.confirmed', 'hazard.grade', 'hazard.reject'),
    warning: notice ? ofNotice(notice) : told ? ofTold(told) : null,
    prevention: first('hazard.require_plan') ?? (lastCheck ? ofEntry(lastCheck) : null),
    response: first('incident.opened', 'hazard.fix_on_spot', 'hazard.start', 'hazard.submit', 'hazard.transfer'),
    responsibility: named ? ofEntry(named) : told ? ofTold(told) : null,
  };
  return { stages: mechanisms.map((stage) => ({ stage, record: records[stage] })) };
};
