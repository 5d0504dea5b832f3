/** 演练: what a drill plays, when it counts as missed, and what is read from it afterwards. Pure. */
import type { Drill, DrillForm, DrillReport } from '../../contracts/drill.ts';
import type { Org } from '../../contracts/place.ts';
import type { Bilingual } from '../../contracts/values.ts';
import { dayMs } from '../calendar.ts';
import type { Signal } from '../rules/rule.ts';
import type { World } from '../world.ts';

const minuteMs = 60_000;

/** A drill that has not begun so long after its time was not held. A working day's grace is this product's proposal. */
export const missedAfterMs = dayMs;

/** Drills: primary and secondary schools at least once a month, kindergartens at least once a quarter (domain B10). */
export const drillEveryMs = (school: Org): number => (school.schoolKind === 'kindergarten' ? 92 : 31) * dayMs;

const cites: Bilingual = {
  zh: '《中小学幼儿园应急疏散演练指南》（教基一厅〔2014〕2号）：中小学每月至少一次、幼儿园每季度至少一次应急疏散演练',
  en: 'MoE guide on evacuation drills (2014): at least one drill a month in schools, one a quarter in kindergartens',
};

export const newDrill = (id: string, form: DrillForm, by: string): Drill => ({
  id,
  version: 1,
  ...form,
  state: 'planned',
  startedAt: null,
  endedAt: null,
  by,
  preemptedBy: null,
  incident: null,
  hazard: null,
});

/** Why a drill cannot be held as written; null = it can. */
export const drillFault = (world: World, form: DrillForm): 'unknown_school' | 'unknown_device' | 'signal_after_end' | null => {
  if (world.orgs.get(form.school)?.kind !== 'school') return 'unknown_school';
  if (form.signals.some(({ device }) => world.devices.get(device)?.school !== form.school)) return 'unknown_device';
  return form.signals.some(({ afterSeconds }) => afterSeconds >= form.maximumMinutes * 60) ? 'signal_after_end' : null;
};

/** Why a drill may not begin now: a real alarm that threatens life goes before, and two drills at once confuse everybody. */
export const startFault = (world: World, drill: Drill): 'not_planned' | 'real_alarm' | 'other_drill' | null => {
  if (drill.state !== 'planned') return 'not_planned';
  const real = [...world.alarms.values()].some(
    (alarm) =>
      alarm.school === drill.school &&
      alarm.exercise === null &&
      alarm.level === 'alarm' &&
      alarm.severity === 'life_safety' &&
      alarm.condition !== 'cleared',
  );
  if (real) return 'real_alarm';
  return [...world.drills.values()].some(({ id, school, state }) => id !== drill.id && school === drill.school && state === 'running')
    ? 'other_drill'
    : null;
};

export const endsBy = (drill: Drill): number => (drill.startedAt ?? drill.plannedAt) + drill.maximumMinutes * minuteMs;

/** The signal a drill plays: as grave as the real one, so that everything behind it is practised. */
export const playedSignal = (played: Drill['signals'][number], at: number): Signal => ({
  kind: played.kind,
  state: 'active',
  level: 'alarm',
  severity: 'life_safety',
  at,
  rule: { id: 'drill', version: 1 },
  trigger: true,
  because: { rule: 'drill', ruleVersion: 1, at, condition: 'drill', values: {}, cites },
});

type Step = DrillReport['steps'][number];

/** When each step of a drill was reached, epoch ms; null = never. */
export type StepTimes = Readonly<Record<Step['step'], number | null>>;

/**
 * Limits: shown within 10 s (GB 26875.1), first call answered before the second seat is called at 30 s (proposal), runner
 * on the scene within 3 min (微型消防站), a confirmed alarm onward within 3 s (GB 50440); others are shown without a limit.
 */
const limits: Readonly<Partial<Record<Step['step'], { readonly from: 'began' | 'confirmed' | 'verifying'; readonly ms: number }>>> = {
  shown: { from: 'began', ms: 10_000 },
  acknowledged: { from: 'began', ms: 30_000 },
  forwarded: { from: 'confirmed', ms: 3_000 },
  runner_on_scene: { from: 'verifying', ms: 180_000 },
};

/** @param began when the first signal was played */
export const stepsOf = (times: StepTimes, began: number): Step[] =>
  (Object.keys(times) as Step['step'][]).map((step) => {
    const limit = limits[step];
    const from = limit === undefined || limit.from === 'began' ? began : times[limit.from];
    const at = times[step];
    const afterMs = at === null || from === null ? null : at - from;
    return { step, at, afterMs, limitMs: limit?.ms ?? null, late: limit !== undefined && (afterMs === null || afterMs > limit.ms) };
  });
