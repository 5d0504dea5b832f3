/**
 * The line to the server: keeps the board by snapshot and numbered changes, notices a dead link by missing heartbeats,
 * and hands changes to the screen once a frame.
 */
import { io } from 'socket.io-client';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Call } from '../../services/contracts/call.ts';
import type { Change, Gauge, Snapshot } from '../../services/contracts/live.ts';
import { afterPaint, type Line } from './attend.ts';
import { adoptAlarm, applyChanges, type BoardState, boardFrom } from './board.ts';

/** The server beats every 2 s; two missed beats and a bit is dead. */
const silenceMs = 5_000;
/** A snapshot asked for and not come by then is asked for again. */
const resyncPatienceMs = 3_000;
/** Frames stop in a hidden or stalled window; changes must get through to the siren all the same. */
const frameFallbackMs = 250;

export interface LinkState {
  readonly state: 'connecting' | 'live' | 'dead';
  /** Machine's own time, epoch ms: when it was last heard (dead) or first tried (connecting). */
  readonly since: number;
}

export interface Live {
  /** For what is not the board: a screen on duty answers here. */
  readonly line: Line;
  readonly subscribe: (listener: () => void) => () => void;
  readonly board: () => BoardState | null;
  readonly link: () => LinkState;
  /** Server's time now: ages must not depend on a wrong clock in the duty room. */
  readonly now: () => number;
  readonly gauge: (device: string, metric: string) => { readonly value: number; readonly at: number } | undefined;
  /** Asks for the newest readings of these devices until the answer is called. */
  readonly watch: (devices: readonly string[]) => () => void;
  readonly adopt: (alarm: AlarmView) => void;
  readonly onChanges: (listener: (changes: readonly Change[]) => void) => () => void;
  /**
   * The row of an alarm is on the screen, until the answer is called. Of a new one the server measures how long it took;
   * of any other it learns that whoever is called by this screen has been reached.
   */
  readonly painted: (alarm: string) => () => void;
  readonly close: () => void;
}

/** @param me who is signed in */
export const openLive = (onRefused: () => void, me: () => string | null): Live => {
  const listeners = new Set<() => void>();
  const changeListeners = new Set<(changes: readonly Change[]) => void>();
  const watched = new Map<string, number>();
  const gauges = new Map<string, { value: number; at: number }>();
  let unpainted = new Set<string>();
  /** Rows on the screen, by alarm; one alarm may have two. */
  const rows = new Map<string, number>();
  let board: BoardState | null = null;
  let link: LinkState = { state: 'connecting', since: Date.now() };
  let heardAt = Date.now();
  let lead = 0;
  let queue: Change[] = [];
  let frame: number | null = null;
  let fallback: ReturnType<typeof setTimeout> | null = null;
  let askedAt = 0;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const setLink = (state: LinkState['state'], since: number): void => {
    if (link.state === state) return;
    link = { state, since };
    tell();
  };

  const socket = io('/live', {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
    timeout: 5_000,
    // What came after the last number held; when that is no longer kept, the server sends a snapshot.
    auth: (answer: (auth: object) => void) => answer(board === null ? {} : { since: board.seq }),
  });

  const resync = (): void => {
    if (Date.now() - askedAt < resyncPatienceMs) return;
    askedAt = Date.now();
    socket.emit('resync');
  };

  const heard = (): void => {
    heardAt = Date.now();
    if (board !== null) setLink('live', heardAt);
  };

  const sayShown = (alarm: string): void => {
    if (!document.hidden) afterPaint(() => socket.emit('shown', { alarm }));
  };

  /** I am called by this screen about an alarm whose row stands here already: it was raised, or my seat's turn has come. */
  const answerCalls = (changes: readonly Change[]): void => {
    for (const { type, value } of changes) {
      if (type !== 'notice') continue;
      const call = value as Call;
      const byScreen = call.channel === 'screen' || call.channel === 'browser';
      const underWay = call.state === 'sending' || call.state === 'sent';
      if (byScreen && underWay && call.person === me() && call.subject === 'alarm' && rows.has(call.subjectId)) sayShown(call.subjectId);
    }
  };

  const flush = (): void => {
    if (frame !== null) cancelAnimationFrame(frame);
    if (fallback !== null) clearTimeout(fallback);
    frame = null;
    fallback = null;
    if (board === null || queue.length === 0) return;
    const changes = queue;
    queue = [];
    const applied = applyChanges(board, changes);
    board = applied.board;
    // Only rows in view when they arrive are painted at once; one scrolled to later says nothing about speed.
    unpainted = new Set(applied.fresh);
    if (applied.resync) resync();
    tell();
    answerCalls(changes);
    for (const listener of changeListeners) listener(changes);
  };

  const schedule = (): void => {
    if (document.hidden) {
      flush();
      return;
    }
    frame ??= requestAnimationFrame(flush);
    fallback ??= setTimeout(flush, frameFallbackMs);
  };

  const sendWatched = (): void => {
    if (socket.connected) socket.emit('watch', [...watched.keys()]);
  };

  socket.on('connect', sendWatched);
  socket.on('snapshot', (snapshot: Snapshot) => {
    lead = snapshot.at - Date.now();
    board = boardFrom(snapshot);
    queue = queue.filter((change) => change.seq > snapshot.seq);
    askedAt = 0;
    unpainted = new Set();
    heardAt = Date.now();
    link = { state: 'live', since: heardAt };
    tell();
    if (queue.length > 0) schedule();
  });
  socket.on('change', (change: Change) => {
    queue.push(change);
    heard();
    schedule();
  });
  socket.on('gauge', (readings: Gauge) => {
    heard();
    for (const { device, metric, value, at } of readings) gauges.set(`${device} ${metric}`, { value, at });
    tell();
  });
  socket.on('beat', ({ at, seq }: { at: number; seq: number }) => {
    lead = at - Date.now();
    heard();
    // The beat names the last change this audience was sent: a lost last one shows here, as does a lost answer to a resync.
    if (board !== null && seq !== (queue.at(-1)?.seq ?? board.seq)) resync();
  });
  socket.on('disconnect', (reason) => {
    setLink('dead', heardAt);
    // The server hung up on purpose (session ended): socket.io does not come back by itself.
    if (reason === 'io server disconnect') {
      onRefused();
      setTimeout(() => socket.connect(), 1_000);
    }
  });
  socket.on('connect_error', () => {
    if (Date.now() - heardAt > silenceMs) setLink('dead', heardAt);
    // An answer of the server, not of the network: it refused this session.
    if (!socket.active) {
      onRefused();
      setTimeout(() => socket.connect(), 3_000);
    }
  });

  const watchdog = setInterval(() => {
    if (Date.now() - heardAt > silenceMs) setLink('dead', heardAt);
  }, 500);
  const onVisible = (): void => {
    if (!document.hidden) flush();
  };
  document.addEventListener('visibilitychange', onVisible);

  return {
    line: socket,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    board: () => board,
    link: () => link,
    now: () => Date.now() + lead,
    gauge: (device, metric) => gauges.get(`${device} ${metric}`),
    watch: (devices) => {
      for (const id of devices) watched.set(id, (watched.get(id) ?? 0) + 1);
      sendWatched();
      return () => {
        for (const id of devices) {
          const left = (watched.get(id) ?? 1) - 1;
          if (left === 0) watched.delete(id);
          else watched.set(id, left);
        }
        sendWatched();
      };
    },
    adopt: (alarm) => {
      if (board === null) return;
      board = adoptAlarm(board, alarm);
      tell();
    },
    onChanges: (listener) => {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    painted: (alarm) => {
      rows.set(alarm, (rows.get(alarm) ?? 0) + 1);
      if (unpainted.delete(alarm)) afterPaint(() => socket.emit('painted', { alarm, at: Date.now() }));
      else if (board?.alarms.get(alarm)?.acknowledged === false) sayShown(alarm);
      return () => {
        const left = (rows.get(alarm) ?? 1) - 1;
        if (left === 0) rows.delete(alarm);
        else rows.set(alarm, left);
      };
    },
    close: () => {
      clearInterval(watchdog);
      document.removeEventListener('visibilitychange', onVisible);
      if (frame !== null) cancelAnimationFrame(frame);
      if (fallback !== null) clearTimeout(fallback);
      socket.close();
    },
  };
};
