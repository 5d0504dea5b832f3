/** What the pages ask the server, by noun. Answers are kept by react-query; live changes refresh them (live/refresh.ts). */
import { keepPreviousData, type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AlarmActionRequest, AlarmDetail, AlarmView, TimelineEntry } from '../../services/contracts/alarm.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { Session } from '../../services/contracts/http.ts';
import type { IncidentDetail } from '../../services/contracts/incident.ts';
import type { DeviceView, Org, Person, SeriesPoint, Space, Why } from '../../services/contracts/place.ts';
import { sameToThePerson } from './again.ts';
import { Refusal } from './problem.ts';
import { queryText, request } from './request.ts';

export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}
export type Filters = Readonly<Record<string, string | undefined>>;

export interface DemoAccount {
  readonly id: string;
  readonly password: string;
  readonly name: string;
  readonly role: Session['role'];
}

export interface DeviceEvent {
  readonly at: number;
  readonly event: string;
  readonly state: string;
  readonly late: boolean;
}

/** Organisation and rooms change rarely; names are asked again after this time. */
const placesKeptMs = 5 * 60_000;

/** Signed out is an answer (null), not a failure. */
const askSession = async (): Promise<Session | null> => {
  try {
    return await request<Session>('/session');
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return null;
    throw error;
  }
};

export const useSessionQuery = () => useQuery({ queryKey: ['session'], queryFn: askSession, staleTime: 60_000 });

/** Null outside the demo. */
const askDemo = async (): Promise<readonly DemoAccount[] | null> => {
  try {
    return (await request<{ accounts: DemoAccount[] }>('/demo')).accounts;
  } catch (error) {
    if (error instanceof Refusal && error.status >= 400) return null;
    throw error;
  }
};
export const useDemoAccounts = () => useQuery({ queryKey: ['demo'], queryFn: askDemo, staleTime: Number.POSITIVE_INFINITY });

/** All pages of a list that must be whole (names of places). */
export const askAll = async <T>(path: string, parts: Filters, signal?: AbortSignal): Promise<T[]> => {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await request<Page<T>>(`${path}${queryText({ ...parts, limit: 500, cursor })}`, { signal });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
};

export const useSchools = () =>
  useQuery({ queryKey: ['schools'], queryFn: ({ signal }) => askAll<Org>('/schools', {}, signal), staleTime: placesKeptMs });

export const spacesQuery = (school: string) => ({
  queryKey: ['spaces', school],
  queryFn: ({ signal }: { signal: AbortSignal }) => askAll<Space>('/spaces', { school }, signal),
  staleTime: placesKeptMs,
});

export const schoolDevicesQuery = (school: string) => ({
  queryKey: ['school-devices', school],
  queryFn: ({ signal }: { signal: AbortSignal }) => askAll<DeviceView>('/devices', { school }, signal),
  staleTime: placesKeptMs,
});

export const usePeople = (school: string | null) =>
  useQuery({
    queryKey: ['people', school],
    queryFn: ({ signal }) => askAll<Person>('/people', { org: school ?? undefined }, signal),
    staleTime: placesKeptMs,
    enabled: school !== null,
  });

/** A filtered list, page after page. */
export const useList = <T>(noun: 'alarms' | 'incidents' | 'hazards' | 'devices' | 'rejected', filters: Filters) =>
  useInfiniteQuery({
    queryKey: [noun, filters],
    queryFn: ({ pageParam, signal }) => request<Page<T>>(`/${noun}${queryText({ ...filters, limit: 100, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

const one = <T>(noun: string, id: string) => ({
  queryKey: [noun, id],
  queryFn: ({ signal }: { signal: AbortSignal }) => request<T>(`/${noun}s/${encodeURIComponent(id)}`, { signal }),
});

export const useAlarm = (id: string) => useQuery(one<AlarmDetail>('alarm', id));
export const useIncident = (id: string) => useQuery(one<IncidentDetail>('incident', id));
export const useHazard = (id: string) => useQuery(one<HazardView>('hazard', id));
export const useDevice = (id: string | null) => useQuery({ ...one<DeviceView>('device', id ?? ''), enabled: id !== null });

export const useHazardHistory = (id: string) =>
  useQuery({
    queryKey: ['hazard', id, 'history'],
    queryFn: ({ signal }) => request<{ items: TimelineEntry[] }>(`/hazards/${encodeURIComponent(id)}/history`, { signal }),
  });

export const useDeviceEvents = (id: string) =>
  useQuery({
    queryKey: ['device', id, 'events'],
    queryFn: ({ signal }) => request<{ items: DeviceEvent[] }>(`/devices/${encodeURIComponent(id)}/events`, { signal }),
  });

export interface SeriesWindow {
  readonly device: string;
  readonly metric: string;
  /** Epoch ms, inclusive. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  readonly points: number;
}

export const useSeries = (window: SeriesWindow | null) =>
  useQuery({
    queryKey: ['series', window],
    queryFn: async ({ signal }) => {
      if (window === null) return [];
      const { device, metric, from, to, points } = window;
      const text = queryText({ metric, from, to, points });
      return (await request<{ points: SeriesPoint[] }>(`/devices/${encodeURIComponent(device)}/series${text}`, { signal })).points;
    },
    enabled: window !== null,
    placeholderData: keepPreviousData,
  });

export const useWhy = (alarm: string, person: string | null) =>
  useQuery({
    queryKey: ['why', alarm, person],
    queryFn: ({ signal }) => request<Why>(`/why${queryText({ alarm, person: person ?? undefined })}`, { signal }),
    enabled: person !== null,
  });

/** A link that lives a minute at most; looking is recorded, so it is asked for only when a person wants to look. */
export const useEvidenceLink = () =>
  useMutation({
    mutationFn: (id: string) => request<{ url: string; expiresAt: number }>(`/evidence/${encodeURIComponent(id)}/link`, { method: 'POST' }),
  });

const refreshOne = (client: QueryClient, noun: string, id: string): void => {
  void client.invalidateQueries({ queryKey: [noun, id] });
  void client.invalidateQueries({ queryKey: [`${noun}s`] });
};

/** An alarm in a storm can change between every look and the key that answers it. */
const alarmTries = 5;

const actOnAlarm = async (seen: AlarmView, action: AlarmActionRequest): Promise<AlarmView> => {
  const path = `/alarms/${encodeURIComponent(seen.id)}`;
  let current = seen;
  for (let tries = 1; ; tries += 1) {
    try {
      return await request<AlarmView>(`${path}/actions`, { method: 'POST', body: action, version: current.version });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 412 || tries === alarmTries) throw error;
      current = await request<AlarmView>(path);
      if (!sameToThePerson(action.action, seen, current)) throw error;
    }
  }
};

export const useAlarmAction = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ alarm, action }: { alarm: AlarmView; action: AlarmActionRequest }) => actOnAlarm(alarm, action),
    onSettled: (_value, _error, { alarm }) => refreshOne(client, 'alarm', alarm.id),
  });
};

export const useHazardAction = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ hazard, body }: { hazard: HazardView; body: Readonly<Record<string, unknown>> }) =>
      request<HazardView>(`/hazards/${encodeURIComponent(hazard.id)}/actions`, { method: 'POST', body, version: hazard.version }),
    onSettled: (_value, _error, { hazard }) => refreshOne(client, 'hazard', hazard.id),
  });
};

/** `wall`: a big screen that stays signed in. */
export const signIn = (id: string, password: string, wall: boolean): Promise<unknown> =>
  request('/session', { method: 'POST', body: { id, password, wall } });
export const signOut = (): Promise<unknown> => request('/session', { method: 'DELETE' });
export const setUp = (body: { token: string; id: string; name: string; password: string }): Promise<unknown> =>
  request('/setup', { method: 'POST', body });
