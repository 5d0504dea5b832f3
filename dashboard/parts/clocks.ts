/** Clocks and counts of an emergency as people read them. Pure. */
import type { Incident, IncidentTask, ResponseLevel } from '../../services/contracts/incident.ts';
import { responseLevels } from '../../services/contracts/incident.ts';
import type { AssistanceRequest, RequestState } from '../../services/contracts/responder.ts';
import type { Muster } from '../../services/contracts/response.ts';
import { type Sight, staleAfterMs } from '../../services/contracts/sight.ts';
import type { Balance } from '../../services/contracts/storm.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** `1:20`, `0:09`, `1:02:03`; never negative. A second that has begun is still left. */
export const clockText = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

/** Seconds of time gone by, for a count upward: a second that has begun does not count yet. */
export const goneText = (ms: number): string => clockText(Math.floor(Math.max(0, ms) / 1000) * 1000);

/** What a list holds and what the live board holds, each thing once, in its newest version; the list's order first. */
export const newest = <T extends { readonly id: string; readonly version: number }>(listed: readonly T[], live: Iterable<T>): T[] => {
  const merged = new Map(listed.map((item) => [item.id, item]));
  for (const item of live) {
    const held = merged.get(item.id);
    if (held === undefined || item.version >= held.version) merged.set(item.id, item);
  }
  return [...merged.values()];
};

/** 1 for IV … 4 for I: how many of the four bars are filled. */
export const levelRank = (level: ResponseLevel): number => responseLevels.indexOf(level) + 1;

/** Levels it can be raised to, the next one first. */
export const levelsAbove = (level: ResponseLevel): readonly ResponseLevel[] => responseLevels.slice(responseLevels.indexOf(level) + 1);

const dueRank = (task: IncidentTask): number => task.dueAt ?? Number.MAX_SAFE_INTEGER;

/** Open ones first, the soonest due first; done ones after them, the latest first. */
export const orderTasks = (tasks: readonly IncidentTask[]): IncidentTask[] =>
  [...tasks].sort((a, b) => {
    if ((a.doneAt === null) !== (b.doneAt === null)) return a.doneAt === null ? -1 : 1;
    return a.doneAt === null || b.doneAt === null ? dueRank(a) - dueRank(b) || (a.id < b.id ? -1 : 1) : b.doneAt - a.doneAt;
  });

/** What a key takes next: the soonest due that nobody took. */
export const nextToTake = (tasks: readonly IncidentTask[]): IncidentTask | undefined =>
  orderTasks(tasks).find((task) => task.doneAt === null && task.person === null);

/** What a key finishes next: one's own soonest due, and only one's own. */
export const nextToFinish = (tasks: readonly IncidentTask[], me: string): IncidentTask | undefined =>
  orderTasks(tasks).find((task) => task.doneAt === null && task.person === me);

export const isLate = (task: IncidentTask, now: number): boolean => task.dueAt !== null && (task.doneAt ?? now) > task.dueAt;

export const casualtiesNow = (incident: Pick<Incident, 'casualties'>): Incident['casualties'][number] | null =>
  incident.casualties.at(-1) ?? null;

/** The dialogue with a responder as it should go. */
export const dialogue = ['sent', 'delivered', 'accepted', 'en_route', 'on_scene', 'cleared'] as const satisfies readonly RequestState[];
const brokenOff: readonly RequestState[] = ['rejected', 'no_answer', 'cancelled'];

export interface DialogueStep {
  readonly state: RequestState;
  readonly at: number | null;
  /** `missed`: a later step was reached without this one being told. */
  readonly mark: 'done' | 'now' | 'missed' | 'ahead' | 'broken';
}

/** Each step with its time; a request that broke off ends with how. */
export const dialogueSteps = (request: Pick<AssistanceRequest, 'state' | 'times'>): DialogueStep[] => {
  const reached = dialogue.findLastIndex((state) => request.times[state] !== undefined || request.state === state);
  const broken = brokenOff.includes(request.state);
  const steps = dialogue.slice(0, broken ? reached + 1 : dialogue.length).map((state, index): DialogueStep => {
    const at = request.times[state] ?? null;
    if (index > reached) return { state, at, mark: 'ahead' };
    if (index === reached && !broken) return { state, at, mark: 'now' };
    return { state, at, mark: at === null ? 'missed' : 'done' };
  });
  return broken ? [...steps, { state: request.state, at: request.times[request.state] ?? null, mark: 'broken' }] : steps;
};

/** What the request waits for, and until when; null = nothing with a limit. */
export const requestWaits = (
  request: Pick<AssistanceRequest, 'state' | 'answerDueAt' | 'arrivalDueAt'>,
): { readonly awaits: 'answer' | 'arrival'; readonly dueAt: number } | null => {
  if ((request.state === 'sent' || request.state === 'delivered') && request.answerDueAt !== null)
    return { awaits: 'answer', dueAt: request.answerDueAt };
  if ((request.state === 'accepted' || request.state === 'en_route') && request.arrivalDueAt !== null)
    return { awaits: 'arrival', dueAt: request.arrivalDueAt };
  return null;
};

export interface MusterTotals {
  readonly expected: number;
  readonly present: number;
  /** Said to be missing, by groups that counted. */
  readonly missing: number;
  /** Groups nobody has counted yet, and the heads in them: not known is not present. */
  readonly uncounted: number;
  readonly unknown: number;
}

export const musterTotals = ({ groups }: Pick<Muster, 'groups'>): MusterTotals =>
  groups.reduce<MusterTotals>(
    (sum, group) => ({
      expected: sum.expected + group.expected,
      present: sum.present + (group.present ?? 0),
      missing: sum.missing + (group.missing ?? 0),
      uncounted: sum.uncounted + (group.countedAt === null ? 1 : 0),
      unknown: sum.unknown + (group.countedAt === null ? group.expected : 0),
    }),
    { expected: 0, present: 0, missing: 0, uncounted: 0, unknown: 0 },
  );

/** Also between two answers of the server: a picture grows old on the screen. */
export const isStalePicture = (camera: Pick<Sight['cameras'][number], 'pictureAt' | 'stale'>, now: number): boolean =>
  camera.stale || camera.pictureAt === null || now - camera.pictureAt > staleAfterMs;

/** All suppressed triggers of a storm, whatever the reason. */
export const suppressedOf = (balance: Pick<Balance, 'suppressed'>): number =>
  Object.values(balance.suppressed).reduce((sum, count) => sum + count, 0);

/** Largest first. */
export const byCount = (counts: Readonly<Record<string, number>>): (readonly [string, number])[] =>
  Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
