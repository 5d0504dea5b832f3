/**
 * Is a duty console attended? Screens prove it (`takeProof`), a seat is proved by any of its screens (`proofOfSeat`),
 * and the seat's console follows (`judgeConsole`). Times here are of one monotonic clock: a clock that is set must
 * neither lose a console nor keep one.
 */
import type { Proof } from '../../contracts/console.ts';
import type { Console, ConsoleFault } from '../../contracts/rota.ts';
import type { ConsolePolicy } from './policy.ts';

/** What is known of one screen on duty. */
export interface ScreenWatch {
  /** When it last proved that it can be seen and heard; null = never. */
  readonly provenAt: number | null;
  /** When it began or last answered. */
  readonly answeredAt: number;
  /** What its last answer lacked. */
  readonly faults: readonly ConsoleFault[];
  /** How its line ended; null = it is there. */
  readonly gone: 'closed' | 'silent' | null;
  /** When it last painted an alarm too late. */
  readonly slowAt: number | null;
  /** Something that arrived is not shown, for longer than the standard allows. */
  readonly breach: boolean;
}

export const begunScreen = (now: number): ScreenWatch => ({
  provenAt: null,
  answeredAt: now,
  faults: [],
  gone: null,
  slowAt: null,
  breach: false,
});

/** What an answer lacks to be a proof. */
export const lacks = (proof: Proof, policy: ConsolePolicy): ConsoleFault[] => {
  const found: ConsoleFault[] = [];
  if (!proof.visible) found.push('hidden');
  if (proof.sound === 'muted') found.push('muted');
  if (proof.sound === 'blocked') found.push('sound_blocked');
  if (proof.heard === false) found.push('not_heard');
  // A hidden page paints nothing, and that is said already.
  if (proof.visible && proof.frameAgeMs > policy.frameMs) found.push('frozen');
  if (proof.visible && proof.unpaintedMs > policy.breachMs) found.push('slow');
  return found;
};

/** An answer to the question asked at `askedAt`. One that took too long says nothing about now. */
export const takeProof = (screen: ScreenWatch, proof: Proof, askedAt: number, now: number, policy: ConsolePolicy): ScreenWatch => {
  if (now - askedAt > policy.answerMs) return screen;
  const faults = lacks(proof, policy);
  return {
    ...screen,
    answeredAt: now,
    faults,
    provenAt: faults.length === 0 ? now : screen.provenAt,
    breach: faults.includes('slow'),
  };
};

/** An alarm's paint on this screen took so long; the next one in time takes the mark away. */
export const takePaint = (screen: ScreenWatch, tookMs: number, now: number, policy: ConsolePolicy): ScreenWatch => ({
  ...screen,
  slowAt: tookMs > policy.slowMs ? now : null,
});

const faultsNow = (screen: ScreenWatch, now: number, policy: ConsolePolicy): readonly ConsoleFault[] => {
  if (screen.gone === 'closed') return ['no_screen'];
  if (screen.gone === 'silent' || now - screen.answeredAt > policy.answerMs) return ['no_answer'];
  return screen.faults;
};

/** What the screens of one seat prove together. */
export interface SeatProof {
  /** Since the last proof of any of its screens; null = none since this process watches. */
  readonly provenAgoMs: number | null;
  /** For how long this process has been able to hear one. */
  readonly watchedMs: number;
  /** What the best of its screens lacks now. */
  readonly faults: readonly ConsoleFault[];
  /** A screen that proves itself painted an alarm too late a short while ago. */
  readonly slow: boolean;
}

/** Fewest faults first; of equal ones the screen that is there, then the one that answered last. */
const better = (a: ScreenWatch, b: ScreenWatch, now: number, policy: ConsolePolicy): number =>
  Number(a.gone !== null) - Number(b.gone !== null) ||
  faultsNow(a, now, policy).length - faultsNow(b, now, policy).length ||
  b.answeredAt - a.answeredAt;

export const proofOfSeat = (screens: Iterable<ScreenWatch>, watchedSince: number, now: number, policy: ConsolePolicy): SeatProof => {
  const all = [...screens].sort((a, b) => better(a, b, now, policy));
  const best = all[0];
  const proven = all.flatMap(({ provenAt, breach }) => (provenAt === null || breach ? [] : [provenAt]));
  return {
    provenAgoMs: proven.length === 0 ? null : now - Math.max(...proven),
    watchedMs: now - watchedSince,
    faults: best === undefined ? ['no_screen'] : faultsNow(best, now, policy),
    slow: all.some(({ gone, slowAt }) => gone === null && slowAt !== null && now - slowAt <= policy.slowShownMs),
  };
};

/** Before any screen may come. */
export const unwatched: SeatProof = { provenAgoMs: null, watchedMs: 0, faults: ['no_screen'], slow: false };

export type ConsoleJudgement = Pick<Console, 'state' | 'faults'>;

/**
 * What the console is from now on. A proof counts for `lostMs`, so that loading the page again loses nothing; a server
 * that has just begun gives its screens the same time to come back. A missed audible check stays until one is answered.
 * @param mustBeHeld asked only where no screen proves anything
 */
export const judgeConsole = (before: Console, proof: SeatProof, mustBeHeld: () => boolean, policy: ConsolePolicy): ConsoleJudgement => {
  const checkMissed = before.faults.includes('check_missed');
  const proven =
    proof.provenAgoMs === null ? proof.watchedMs <= policy.lostMs && before.state === 'attended' : proof.provenAgoMs <= policy.lostMs;
  if (proven) return checkMissed ? { state: 'lost', faults: ['check_missed'] } : { state: 'attended', faults: proof.slow ? ['slow'] : [] };
  if (before.person === null || !mustBeHeld()) return { state: 'off', faults: [] };
  // Its last answer was in order, but that is too long ago.
  const faults: readonly ConsoleFault[] = proof.faults.length === 0 ? ['no_answer'] : proof.faults;
  return { state: 'lost', faults: checkMissed ? [...faults, 'check_missed'] : [...faults] };
};

export const sameJudgement = (a: ConsoleJudgement, b: ConsoleJudgement): boolean =>
  a.state === b.state && a.faults.length === b.faults.length && a.faults.every((fault, i) => b.faults[i] === fault);
