/**
 * ISA-18.2 / IEC 62682 / EEMUA 191: what an operator has to bear, each figure beside its target and limit (domain B11).
 * A school's alarms all come to its one duty room, whose seats see the same; drills are not counted.
 */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Load } from '../../contracts/rota.ts';
import { severities } from '../../contracts/values.ts';
import { mayBeShelved } from '../alarms/kinds.ts';
import type { HeardCounts } from './facts.ts';
import { neverWaits } from './fold.ts';
import type { StormPolicy } from './policy.ts';

type Figure = Load['figures'][number]['figure'];

const windowMs = 600_000;
const hourMs = 3600_000;

/** Hidden though it may not be: a threat to life, one that lacks its second person, or one beyond its time. */
export const isUnauthorised = (alarm: Alarm, at: number, runs: (maintenance: string) => boolean): boolean => {
  if (alarm.availability === 'shelved') {
    const { shelved } = alarm;
    return (
      shelved === null || shelved.until <= at || !mayBeShelved(alarm) || (alarm.severity === 'life_safety' && shelved.cosignedBy === null)
    );
  }
  if (alarm.availability === 'out_of_service') return neverWaits(alarm) || alarm.maintenance === null || !runs(alarm.maintenance);
  return false;
};

/** The ten alarms heard most. */
const topOf = ({ sources }: HeardCounts): Load['top'] => {
  const counts = new Map<string, Load['top'][number]>();
  for (const { device, kind, count } of sources) {
    const key = `${device}|${kind}`;
    counts.set(key, { device, kind: kind as Alarm['kind'], count: count + (counts.get(key)?.count ?? 0) });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.device < b.device ? -1 : 1)).slice(0, 10);
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * @param open the school's open alarms now
 * @param runs is this maintenance window running?
 */
export const loadFigures = (
  policy: StormPolicy,
  span: { readonly from: number; readonly to: number },
  heard: HeardCounts,
  open: readonly Alarm[],
  runs: (maintenance: string) => boolean,
): Load => {
  const { from, to } = span;
  const total = heard.windows.reduce((sum, count) => sum + count, 0);
  const windows = Math.max(1, Math.round((to - from) / windowMs));
  const floods = heard.windows.filter((count) => count > policy.flood.moreThan).length;
  const top = topOf(heard);
  const topTen = top.reduce((sum, { count }) => sum + count, 0);
  const real = open.filter(({ exercise }) => exercise === null);
  const values: Readonly<Record<Figure, number>> = {
    per_10_minutes: total / windows,
    per_hour: (total * hourMs) / (to - from),
    per_day: (total * 24 * hourMs) / (to - from),
    peak_10_minutes: heard.windows.reduce((peak, count) => Math.max(peak, count), 0),
    flood_share: floods / windows,
    stale: real.filter(({ condition, eventAt }) => condition === 'active' && to - eventAt > policy.load.staleHours * hourMs).length,
    chattering: heard.chattering,
    top_ten_share: total === 0 ? 0 : topTen / total,
    unauthorised_suppression: real.filter((alarm) => isUnauthorised(alarm, to, runs)).length,
  };
  const figures = (Object.keys(values) as Figure[]).map((figure) => {
    const { target, limit } = policy.load.figures[figure];
    return { figure, value: rounded(values[figure]), target, limit };
  });
  const priorities: Load['priorities'] = { life_safety: 0, urgent: 0, advisory: 0 };
  for (const { severity, count } of heard.sources) priorities[severity] += count / total;
  for (const severity of severities) priorities[severity] = rounded(priorities[severity]);
  return { from, to, figures, priorities, top };
};
