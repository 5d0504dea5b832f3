/** What is asked of the store about storms and load. */
import type { Severity } from '../../contracts/values.ts';
import type { Fate, Tallied } from './balance.ts';

export interface MemberGroup {
  readonly space: string | null;
  readonly kind: string;
  readonly device: string;
  readonly count: number;
}

export interface HeardCounts {
  /** How often alarms were heard in each window of ten minutes that had any. */
  readonly windows: readonly number[];
  /** By device, kind and severity. */
  readonly sources: readonly { readonly device: string; readonly kind: string; readonly severity: Severity; readonly count: number }[];
  /** Devices' alarms that came on at least so often within so short a time, in the last day of the span. */
  readonly chattering: number;
}

export interface StormFacts {
  /** Alarms heard after `from`, with the step of time they were last heard in, oldest first. */
  heardSince(school: string, from: number): { readonly alarm: string; readonly at: number }[];
  /** Alarms folded into a storm, by where and what. */
  members(storm: string): MemberGroup[];
  /** Where the triggers of a school ended, from ≤ at < to, seen from a storm. */
  fates(storm: string, school: string, from: number, to: number): Fate[];
  /** The same by device and kind. */
  tallied(storm: string, school: string, from: number, to: number): Tallied[];
  heard(
    school: string,
    from: number,
    to: number,
    chattering: { readonly activations: number; readonly withinSeconds: number },
  ): HeardCounts;
}
