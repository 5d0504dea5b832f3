import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Session } from '../../services/contracts/http.ts';
import type { BoardState } from './board.ts';
import { type LinkState, type Live, openLive } from './link.ts';
import { isFolded, orderAlarms } from './order.ts';
import { refreshFrom } from './refresh.ts';

const LiveContext = createContext<Live | null>(null);

/** Opens the line for as long as somebody is signed in. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }) => {
  const client = useQueryClient();
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    const opened = openLive(
      () => void client.invalidateQueries({ queryKey: ['session'] }),
      () => client.getQueryData<Session | null>(['session'])?.person.id ?? null,
    );
    const stopRefreshing = refreshFrom(opened, client);
    setLive(opened);
    return () => {
      stopRefreshing();
      opened.close();
    };
  }, [client]);
  return live === null ? null : <LiveContext value={live}>{children}</LiveContext>;
};

export const useLive = (): Live => {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('asked for the live line outside the sign-in');
  return live;
};

export const useBoard = (): BoardState | null => {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.board);
};

export const useLink = (): LinkState => {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.link);
};

const ordered = new WeakMap<BoardState['alarms'], { readonly storms: BoardState['open']['storms']; readonly list: AlarmView[] }>();
const noAlarms: AlarmView[] = [];

/** The board's single alarms, most needed first; sorted once per change of the alarms. Those folded into a storm stand on its card. */
export const orderedAlarmsOf = (board: BoardState | null): AlarmView[] => {
  if (board === null) return noAlarms;
  const { alarms, open } = board;
  let held = ordered.get(alarms);
  if (held === undefined || held.storms !== open.storms) {
    const single = open.storms.size === 0 ? alarms.values() : [...alarms.values()].filter((alarm) => !isFolded(alarm, open.storms));
    held = { storms: open.storms, list: orderAlarms(single) };
    ordered.set(alarms, held);
  }
  return held.list;
};

export const useOrderedAlarms = (): AlarmView[] => orderedAlarmsOf(useBoard());

/** Server's time, stepping every `stepMs`: what ages and durations on the screen are counted to. */
export const useNow = (stepMs = 1_000): number => {
  const live = useLive();
  const [now, setNow] = useState(() => live.now());
  useEffect(() => {
    setNow(live.now());
    const timer = setInterval(() => setNow(live.now()), stepMs);
    return () => clearInterval(timer);
  }, [live, stepMs]);
  return now;
};

/** Newest reading the server pushed since this device is watched. */
export const useGauge = (device: string, metric: string): { readonly value: number; readonly at: number } | undefined => {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, () => live.gauge(device, metric));
};

export const useWatched = (devices: readonly string[]): void => {
  const live = useLive();
  const key = devices.join(' ');
  const stable = useMemo(() => (key === '' ? [] : key.split(' ')), [key]);
  useEffect(() => live.watch(stable), [live, stable]);
};
