/** What the demo county's year is lived in, and how its happenings are put in order. */
import type { Acts } from './acts/acts.ts';
import type { GridCellForm } from './contracts/responsibility.ts';
import type { World } from './core/world.ts';
import type { Actor, Commit, DueRow, Facts, Message, Result } from './ports.ts';

/** A store that nobody else uses, and a clock that stands where it is put. */
export interface Stage {
  readonly acts: Acts;
  readonly facts: Facts & { due(before: number, limit: number): DueRow[] };
  readonly world: () => World;
  readonly commit: Commit;
  readonly tick: () => void;
  /** What devices say. */
  readonly take: (messages: readonly Message[]) => void;
  readonly turnClock: (at: number) => void;
  /** Keeps a picture as it is. */
  readonly keepPicture: (bytes: Uint8Array, at: number) => { readonly file: string; readonly sha256: string };
  /** Cells that the county lays out late in the year: before that nobody misses their patrols. */
  readonly gridCells: readonly (GridCellForm & { readonly id: string })[];
}

/** The stage as those who act on it see it. */
export interface Scene extends Stage {
  /** When the year ends. */
  readonly now: number;
  readonly actor: (person: string) => Actor;
  /** What an act came to; a refusal is noted, as there should be none. */
  readonly taken: <T>(what: string, outcome: Result<T>) => T | null;
}

/** Something that happens at `at`, and again when it says so. */
export interface Happening {
  at: number;
  readonly live: () => number | null | Promise<number | null>;
}

export const hourMs = 3600_000;
export const minuteMs = 60_000;

/** Happens once. */
export const once = (at: number, live: () => void): Happening => ({
  at,
  live: () => {
    live();
    return null;
  },
});

/** Happens again and again until `until`. */
export const every = (at: number, stepMs: number, until: number, live: (at: number) => void): Happening => {
  let next = at;
  return {
    at,
    live: () => {
      live(next);
      next += stepMs;
      return next < until ? next : null;
    },
  };
};

/** This hour of the Shanghai day of `at`. */
export const atHour = (at: number, hour: number): number =>
  Math.floor((at + 8 * hourMs) / (24 * hourMs)) * 24 * hourMs + (hour - 8) * hourMs;
