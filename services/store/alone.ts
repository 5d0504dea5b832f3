/** The store opened for one operator's command, under the server's lock and without a server. */
import type { Device } from '../contracts/place.ts';
import type { Turn } from '../core/turn.ts';
import type { Clock } from '../ports.ts';
import { folderUse } from './lock.ts';
import type { Store } from './open.ts';
import { openStore } from './open.ts';

export interface AloneOptions {
  readonly dataFolder: string;
  readonly seriesRetentionDays: number;
  readonly enrolled: (turn: Turn, device: Device) => void;
}

/** What changes of the organisation need of a store. */
export const registryOf = ({ clock, store }: { readonly clock: Clock; readonly store: Store }) => ({
  clock,
  world: store.world,
  commit: store.commit,
  facts: store.facts,
  credentials: store.credentials,
  accounts: store.accounts,
});

export const openAlone = ({ dataFolder, seriesRetentionDays, enrolled }: AloneOptions) => {
  const clock: Clock = { now: () => Date.now() };
  const opened = openStore({ dataFolder, use: folderUse(dataFolder) ?? 'real', clock, seriesRetentionDays, checkpoints: false });
  if (!opened.ok) return opened;
  const { store } = opened;
  const context = { ...registryOf({ clock, store }), enrolled, rightsChanged: () => undefined, disconnect: () => undefined };
  return { ok: true as const, context, close: () => store.close() };
};
