/** What a hazard was at some time, read from what the audit chain says was done with it. */
import type { HazardState } from '../../contracts/values.ts';
import { hazardStates } from '../../contracts/values.ts';
import type { AuditEntry } from '../../ports.ts';
import { endStates } from '../hazards/transitions.ts';

const entered: Readonly<Record<string, HazardState>> = {
  'hazard.drafted': 'draft',
  'hazard.reported': 'reported',
  'hazard.recurred': 'reopened',
};

const stateEntered = ({ act, detail }: AuditEntry): HazardState | null =>
  entered[act] ?? hazardStates.find((state) => state === detail['to']) ?? null;

/** Its state right after everything that was done up to and at `at`; null = it was not there yet. */
export const stateAt = (entries: readonly AuditEntry[], at: number): HazardState | null =>
  entries.reduce<HazardState | null>((state, entry) => (entry.at <= at ? (stateEntered(entry) ?? state) : state), null);

/** On list one: reported and not over. */
export const isProblem = (state: HazardState | null): boolean => state !== null && state !== 'draft' && !endStates.has(state);
