/** What the duty desk asks and does in an emergency, by noun; keys begin with the noun that live changes refresh. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call } from '../../services/contracts/call.ts';
import type { RunnerTask } from '../../services/contracts/drill.ts';
import type { IncidentActionRequest, IncidentDetail, IncidentView } from '../../services/contracts/incident.ts';
import type { AssistanceRequest, CapMessage, PhoneTask, Responder } from '../../services/contracts/responder.ts';
import type { Muster } from '../../services/contracts/response.ts';
import type { Seat } from '../../services/contracts/rota.ts';
import type { Sight } from '../../services/contracts/sight.ts';
import type { Storm } from '../../services/contracts/storm.ts';
import { sameResponse } from './again.ts';
import { Refusal } from './problem.ts';
import { askAll, type Page } from './queries.ts';
import { queryText, request } from './request.ts';

const seatsKeptMs = 5 * 60_000;
const pathOf = (noun: string, id: string, rest = ''): string => `/${noun}/${encodeURIComponent(id)}${rest}`;

export const useSeats = (school: string | null) =>
  useQuery({
    queryKey: ['seats', school],
    queryFn: ({ signal }) => askAll<Seat>('/seats', { school: school ?? undefined }, signal),
    staleTime: seatsKeptMs,
    enabled: school !== null,
  });

export const useResponders = (school: string | null) =>
  useQuery({
    queryKey: ['responders', school],
    queryFn: ({ signal }) => askAll<Responder>('/responders', { school: school ?? undefined }, signal),
    staleTime: seatsKeptMs,
    enabled: school !== null,
  });

/** Refreshed by changes of the alarm; while the camera is looked through also by the clock (`everyMs`). */
export const useSight = (alarm: string, everyMs: number | false) =>
  useQuery({
    queryKey: ['alarm', alarm, 'sight'],
    queryFn: ({ signal }) => request<Sight>(pathOf('alarms', alarm, '/sight'), { signal }),
    refetchInterval: everyMs,
  });

export const useLookAgain = (alarm: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Sight>(pathOf('alarms', alarm, '/snapshots'), { method: 'POST' }),
    onSuccess: (sight) => client.setQueryData(['alarm', alarm, 'sight'], sight),
  });
};

export const useCalls = (alarm: string, enabled: boolean) =>
  useQuery({
    queryKey: ['calls', alarm],
    queryFn: ({ signal }) => request<{ items: Call[] }>(pathOf('alarms', alarm, '/calls'), { signal }),
    select: ({ items }) => items,
    enabled,
  });

const listOf = <T>(noun: string, path: string, filters: Readonly<Record<string, string>>, enabled = true) => ({
  queryKey: [noun, filters],
  queryFn: ({ signal }: { signal: AbortSignal }) => request<Page<T>>(`${path}${queryText({ ...filters, limit: 500 })}`, { signal }),
  select: ({ items }: Page<T>) => items,
  enabled,
});

export const useRunnerTasks = (alarm: string) => useQuery(listOf<RunnerTask>('runnerTasks', '/runner-tasks', { alarm }));
export const useMyRunnerTasks = () => useQuery(listOf<RunnerTask>('runnerTasks', '/runner-tasks', { mine: 'true' }));
export const useRequests = (incident: string) => useQuery(listOf<AssistanceRequest>('requests', '/requests', { incident }));
export const usePhoneTasks = (school: string | null) =>
  useQuery(listOf<PhoneTask>('phoneTasks', '/phone-tasks', { school: school ?? '' }, school !== null));
export const useMusters = (incident: string) => useQuery(listOf<Muster>('musters', '/musters', { incident }));
/** Those of one's place, for the page of one of them. */
export const useMuster = (id: string) => {
  const listed = useQuery(listOf<Muster>('musters', '/musters', {}));
  return { ...listed, data: listed.data?.find((muster) => muster.id === id) };
};
export const useCapMessages = (school: string | null) =>
  useQuery(listOf<CapMessage>('capMessages', '/cap-messages', { school: school ?? '' }, school !== null));

const again = (client: QueryClient, ...nouns: readonly string[]): void => {
  for (const noun of nouns) void client.invalidateQueries({ queryKey: [noun] });
};

/** An act whose answer is the thing as it is now; lists that may hold it are asked again, whether it succeeded or not. */
const useAct = <I, T>(act: (input: I) => Promise<T>, ...nouns: readonly string[]) => {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => again(client, ...nouns) });
};

interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** Others work on the same board: as often as their acts may come between a look and the key that answers it. */
const mostTries = 5;

const actOnIncident = async (seen: IncidentView, action: IncidentActionRequest): Promise<IncidentView> => {
  let { version } = seen;
  for (let tries = 1; ; tries += 1) {
    try {
      return await request<IncidentView>(pathOf('incidents', seen.id, '/actions'), { method: 'POST', body: action, version });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 412 || tries === mostTries) throw error;
      const current = await request<IncidentDetail>(pathOf('incidents', seen.id));
      if (!sameResponse(action, seen, current)) throw error;
      version = current.version;
    }
  }
};

export const useIncidentAction = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ incident, action }: { incident: IncidentView; action: IncidentActionRequest }) => actOnIncident(incident, action),
    // The answer is shown at once; its time line follows.
    onSuccess: (answer) =>
      client.setQueryData<IncidentDetail>(['incident', answer.id], (held) => (held === undefined ? undefined : { ...held, ...answer })),
    onSettled: () => again(client, 'incident', 'incidents'),
  });
};

/** A storm is counted anew every second: "I have seen it" still holds while nobody else has said so. */
const acknowledgeStorm = async (seen: Storm): Promise<Storm> => {
  let { version } = seen;
  for (let tries = 1; ; tries += 1) {
    try {
      return await request<Storm>(pathOf('storms', seen.id, '/acknowledge'), { method: 'POST', version });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 412 || tries === mostTries) throw error;
      const current = await request<Storm>(pathOf('storms', seen.id));
      if (current.acknowledgedBy !== seen.acknowledgedBy || !current.open) throw error;
      version = current.version;
    }
  }
};
export const useAcknowledgeStorm = () => useAct(acknowledgeStorm, 'storms', 'alarms');

export const useSendRunner = () =>
  useAct((body: { alarm: string; person: string }) => request<RunnerTask>('/runner-tasks', { method: 'POST', body }), 'runnerTasks');
export const useArrive = () =>
  useAct(
    ({ task, code }: { task: string; code: string | null }) =>
      request<RunnerTask>(pathOf('runner-tasks', task, '/arrive'), { method: 'POST', body: { code } }),
    'runnerTasks',
  );
export const useFinding = () =>
  useAct(
    ({ task, finding }: { task: string; finding: NonNullable<RunnerTask['finding']> }) =>
      request<RunnerTask>(pathOf('runner-tasks', task, '/finding'), { method: 'POST', body: { finding } }),
    'runnerTasks',
  );

export const useTakePhoneTask = () =>
  useAct(
    (task: Versioned) => request<PhoneTask>(pathOf('phone-tasks', task.id, '/take'), { method: 'POST', version: task.version }),
    'phoneTasks',
  );
export const useFinishPhoneTask = () =>
  useAct(
    ({ task, outcome }: { task: Versioned; outcome: 'reached' | 'not_reached' }) =>
      request<PhoneTask>(pathOf('phone-tasks', task.id, '/done'), { method: 'POST', body: { outcome }, version: task.version }),
    'phoneTasks',
  );

export const useCancelRequest = () =>
  useAct(
    ({ asked, reason }: { asked: Versioned; reason: string }) =>
      request<AssistanceRequest>(pathOf('requests', asked.id, '/actions'), {
        method: 'POST',
        body: { action: 'cancel', reason },
        version: asked.version,
      }),
    'requests',
  );

export const useOpenMuster = (incident: string) =>
  useAct(() => request<Muster>(pathOf('incidents', incident, '/musters'), { method: 'POST' }), 'musters');
export const useCloseMuster = () =>
  useAct(
    (muster: Versioned) => request<Muster>(pathOf('musters', muster.id, '/close'), { method: 'POST', version: muster.version }),
    'musters',
  );
/** Several people count at once, each their own group: no version is asked for. */
export const useCount = (muster: string) =>
  useAct(
    (body: { group: string; present: number; missing: number }) =>
      request<Muster>(pathOf('musters', muster, '/counts'), { method: 'POST', body }),
    'musters',
  );
