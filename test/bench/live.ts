/** A screen without a screen: a socket client on `/live` that checks the chain of changes as it listens. */
import { io, type Socket } from 'socket.io-client';
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { Change, Snapshot } from '../../services/contracts/live.ts';

export interface Screen {
  readonly socket: Socket;
  readonly snapshot: Snapshot | null;
  readonly changes: readonly Change[];
  /** Changes whose `prev` was not the number held before. */
  readonly gaps: number;
  onChange(listener: (change: Change) => void): void;
  /** Resolves with the first change, past ones included, that is wanted. */
  until(wanted: (change: Change) => boolean, timeoutMs?: number): Promise<Change>;
  close(): void;
}

export const alarmIn = (change: Change): Alarm | null => (change.type === 'alarm' ? (change.value as Alarm) : null);

/** Connects and waits for the snapshot (or, with `since`, for the first thing that is sent). */
export const openScreen = async (port: number, token: string, since?: number): Promise<Screen> => {
  const socket = io(`http://127.0.0.1:${port}/live`, {
    transports: ['websocket'],
    reconnection: false,
    auth: { token, ...(since === undefined ? {} : { since }) },
  });
  const listeners: ((change: Change) => void)[] = [];
  const screen = { socket, snapshot: null as Snapshot | null, changes: [] as Change[], gaps: 0 };
  let held = since ?? null;
  socket.on('snapshot', (snapshot: Snapshot) => {
    screen.snapshot = snapshot;
    held = snapshot.seq;
  });
  socket.on('change', (change: Change) => {
    if (held !== null && change.prev !== held) screen.gaps++;
    held = change.seq;
    screen.changes.push(change);
    for (const listener of listeners) listener(change);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('snapshot', () => resolve());
    if (since !== undefined) socket.once('change', () => resolve());
    if (since !== undefined) socket.once('beat', () => resolve());
    socket.once('connect_error', reject);
  });
  return Object.assign(screen, {
    onChange: (listener: (change: Change) => void) => void listeners.push(listener),
    until: (wanted: (change: Change) => boolean, timeoutMs = 10_000): Promise<Change> => {
      const known = screen.changes.find(wanted);
      if (known) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`no such change within ${timeoutMs} ms; the last: ${JSON.stringify(screen.changes.at(-1))}`)),
          timeoutMs,
        );
        listeners.push((change) => {
          if (!wanted(change)) return;
          clearTimeout(timer);
          resolve(change);
        });
      });
    },
    close: () => void socket.disconnect(),
  });
};
