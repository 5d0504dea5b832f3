/** Screens: real Socket.IO clients that note what they are sent. */
import type { Socket } from 'socket.io-client';
import { io } from 'socket.io-client';
import type { Change, Gauge, Snapshot } from '../../services/contracts/live.ts';
import type { Campus } from './campus.ts';

export interface Screen {
  readonly socket: Socket;
  readonly snapshots: Snapshot[];
  readonly changes: Change[];
  readonly gauges: Gauge[];
  readonly beats: { at: number; seq: number }[];
}

export const screen = (campus: Campus, auth: object, headers?: Record<string, string>): Screen => {
  const socket = io(`${campus.url}/live`, {
    auth,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(headers ? { extraHeaders: headers } : {}),
  });
  const seen: Screen = { socket, snapshots: [], changes: [], gauges: [], beats: [] };
  socket.on('snapshot', (snapshot: Snapshot) => seen.snapshots.push(snapshot));
  socket.on('change', (change: Change) => seen.changes.push(change));
  socket.on('gauge', (gauge: Gauge) => seen.gauges.push(gauge));
  socket.on('beat', (beat: { at: number; seq: number }) => seen.beats.push(beat));
  return seen;
};

export const until = async (what: () => boolean, timeoutMs = 5000): Promise<void> => {
  const end = performance.now() + timeoutMs;
  while (!what()) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

export const opened = async (campus: Campus, auth: object, headers?: Record<string, string>): Promise<Screen> => {
  const seen = screen(campus, auth, headers);
  await until(() => seen.snapshots.length > 0);
  return seen;
};
