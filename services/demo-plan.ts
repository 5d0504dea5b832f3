/** Which cases the demo county's year has, and when their steps are taken. */
import { dayMs, isWorkday } from './core/calendar.ts';
import type { World } from './core/world.ts';
import type { Course, Finding, FoundBy, Step } from './demo-cases.ts';
import { courses, findings, standing } from './demo-cases.ts';

/** Cases of the year besides those that stand open. */
const pastCases = 44;
export const historyDays = 365;
const hourMs = 3600_000;

/** The same numbers each time: mulberry32. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const pick = <T>(all: readonly T[], random: () => number): T => all[Math.floor(random() * all.length)] as T;

/** One case on its way: what is found, where, when, and which of its steps comes next. */
export interface Case {
  readonly key: string;
  readonly school: string;
  readonly space: string;
  readonly finding: Finding;
  readonly foundBy: FoundBy;
  readonly foundAt: number;
  readonly steps: readonly Step[];
  readonly random: () => number;
  /** One that stands open: its steps are taken when they are due, whatever the hour, so that it has come as far as it says. */
  readonly stands: boolean;
  /** Left without a picture: a draft. */
  readonly draft: boolean;
  /** The picture of what was found is sent again as that of what was done. */
  readonly reuses: boolean;
  hazard: string | null;
  next: number;
}

/** To the next hour somebody works: between 8 and 17 in Shanghai, on a working day. */
const working = (at: number): number => {
  let then = Math.floor(at);
  for (
    let hour = new Date(then + 8 * hourMs).getUTCHours();
    hour < 8 || hour >= 17 || !isWorkday(then);
    hour = new Date(then + 8 * hourMs).getUTCHours()
  )
    then += hourMs;
  return then;
};

const courseBy = (random: () => number): Course => {
  let left = random() * Object.values(courses).reduce((sum, { share }) => sum + share, 0);
  return (Object.keys(courses) as Course[]).find((name) => (left -= courses[name].share) < 0) ?? 'on_spot';
};

/** The cases of the year that ends `now`, the same ones each time. */
export const plannedCases = (world: World, now: number): Case[] => {
  const random = randomOf(20261122);
  const schools = [...world.orgs.values()].filter(({ kind }) => kind === 'school').map(({ id }) => id);
  const finders = ['safety-officer', 'grid-person', 'teacher', 'principal', 'public'] as const;
  const caseOf = (
    i: number,
    school: string,
    steps: readonly Step[],
    foundAt: number,
    as: Partial<Pick<Case, 'stands' | 'draft' | 'reuses' | 'foundBy'>>,
  ): Case => {
    const places = [...world.spaces.values()].filter((space) => space.school === school);
    const fitting = findings.filter(({ uses }) => places.some(({ use, kind }) => kind !== 'floor' && uses.includes(use)));
    const finding = fitting[(i * 7) % fitting.length] as Finding;
    const space = pick(
      places.filter(({ use, kind }) => kind !== 'floor' && finding.uses.includes(use)),
      random,
    ).id;
    const foundBy = pick(finders, random);
    const key = `history-case-${String(i).padStart(4, '0')}`;
    const found = { key, school, space, finding, foundBy, foundAt, steps };
    return { ...found, stands: false, draft: false, reuses: false, random: randomOf(i + 1), hazard: null, next: 0, ...as };
  };
  const past = Array.from({ length: pastCases }, (_, i) => {
    const foundAt = working(now - historyDays * dayMs + (20 + ((i + random()) / pastCases) * (historyDays - 22)) * dayMs);
    return caseOf(i, pick(schools, random), courses[courseBy(random)].steps, foundAt, {});
  });
  const open = standing.map(
    ({ course, steps, daysAgo, school, draft = false, reuses = false, foundBy = draft ? 'teacher' : undefined }, i) =>
      caseOf(pastCases + i, school, courses[course].steps.slice(0, steps), Math.floor(now - daysAgo * dayMs), {
        stands: true,
        draft,
        reuses,
        ...(foundBy && { foundBy }),
      }),
  );
  return [...past, ...open].filter(({ foundAt }) => foundAt < now);
};

/** When the next thing of a case happens; null = it is over. */
export const nextAt = (one: Case, before: number): number | null => {
  const step = one.steps[one.next];
  if (step === undefined) return null;
  const then = before + step.after * hourMs;
  // What is pressing is not put off to the next working day.
  return one.stands || step.after < 3 ? then : working(then);
};
