/** What the pages of drills, readiness, maintenance and load ask and do; keys begin with the noun that live changes refresh. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ChannelView } from '../../services/contracts/channel.ts';
import type { Drill, DrillForm, DrillReport } from '../../services/contracts/drill.ts';
import type { Responder, ResponderForm } from '../../services/contracts/responder.ts';
import type {
  ResponsePlan,
  ResponsePlanForm,
  SchoolReadiness,
  Supply,
  SupplyForm,
  Team,
  TeamForm,
} from '../../services/contracts/response.ts';
import type { Load } from '../../services/contracts/rota.ts';
import type { Maintenance, MaintenanceForm, Storm } from '../../services/contracts/storm.ts';
import { askAll, type Page } from './queries.ts';
import { queryText, request } from './request.ts';

const minuteMs = 60_000;
const newest = 200;
const pathOf = (noun: string, id: string, rest = ''): string => `/${noun}/${encodeURIComponent(id)}${rest}`;

interface Versioned {
  readonly id: string;
  readonly version: number;
}
interface Kept<F> extends Versioned {
  readonly form: F;
}

const newestOf = <T>(noun: string, path: string, school: string | undefined) => ({
  queryKey: [noun, 'of', school],
  queryFn: ({ signal }: { signal: AbortSignal }) => request<Page<T>>(`${path}${queryText({ school, limit: newest })}`, { signal }),
  select: ({ items }: Page<T>) => items,
});
const allOf = <T>(noun: string, path: string, school: string) => ({
  queryKey: [noun, 'of', school],
  queryFn: ({ signal }: { signal: AbortSignal }) => askAll<T>(path, { school }, signal),
});

/** Whatever is prepared is looked at by the readiness check too. */
const useAct = <I, T>(act: (input: I) => Promise<T>, noun: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => Promise.all([noun, 'readiness'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
};

export const useDrills = (school: string | undefined) => useQuery(newestOf<Drill>('drills', '/drills', school));
export const useDrillReport = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['drill', id, 'report'],
    queryFn: ({ signal }) => request<DrillReport>(pathOf('drills', id, '/report'), { signal }),
    enabled,
  });
export const useNewDrill = () => useAct((body: DrillForm) => request<Drill>('/drills', { method: 'POST', body }), 'drills');
export const useDrillStep = () =>
  useAct(
    ({ drill, step }: { drill: Versioned; step: 'start' | 'end' | 'cancel' }) =>
      request<Drill>(pathOf('drills', drill.id, `/${step}`), { method: 'POST', version: drill.version }),
    'drills',
  );

export const useReadiness = (school: string) =>
  useQuery({
    queryKey: ['readiness', school],
    queryFn: ({ signal }) => request<SchoolReadiness>(`/readiness${queryText({ school })}`, { signal }),
    refetchInterval: minuteMs,
  });

export const useResponsePlans = (school: string) => useQuery(newestOf<ResponsePlan>('responsePlans', '/response-plans', school));
export const usePlanChange = () =>
  useAct(
    ({ id, version, form }: Kept<ResponsePlanForm>) =>
      request<ResponsePlan>(pathOf('response-plans', id), { method: 'PUT', body: form, version }),
    'responsePlans',
  );
export const usePlanApproval = () =>
  useAct(
    ({ id, version }: Versioned) => request<ResponsePlan>(pathOf('response-plans', id, '/approve'), { method: 'POST', version }),
    'responsePlans',
  );

export const useSupplies = (school: string) => useQuery(allOf<Supply>('supplies', '/supplies', school));
export const useSupplyChange = () =>
  useAct(
    ({ id, version, form }: Kept<SupplyForm>) => request<Supply>(pathOf('supplies', id), { method: 'PUT', body: form, version }),
    'supplies',
  );
export const useSupplyCheck = () =>
  useAct((id: string) => request<Supply>(pathOf('supplies', id, '/check'), { method: 'POST' }), 'supplies');

export const useTeams = (school: string) => useQuery(allOf<Team>('teams', '/teams', school));
export const useTeamChange = () =>
  useAct(({ id, version, form }: Kept<TeamForm>) => request<Team>(pathOf('teams', id), { method: 'PUT', body: form, version }), 'teams');

export const useResponderChange = () =>
  useAct(
    ({ id, version, form }: Kept<ResponderForm>) => request<Responder>(pathOf('responders', id), { method: 'PUT', body: form, version }),
    'responders',
  );
export const useVerifyResponder = () =>
  useAct((id: string) => request<Responder>(pathOf('responders', id, '/verify'), { method: 'POST' }), 'responders');

export const useChannels = () =>
  useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => request<{ items: ChannelView[] }>('/channels', { signal }),
    select: ({ items }) => items,
    refetchInterval: minuteMs,
  });
export const useChannelTrial = () =>
  useAct((id: string) => request<{ ok: boolean; code: string | null }>(pathOf('channels', id, '/test'), { method: 'POST' }), 'channels');

export const useMaintenances = (school: string | undefined) => useQuery(newestOf<Maintenance>('maintenances', '/maintenances', school));
export const useNewMaintenance = () =>
  useAct((body: MaintenanceForm) => request<Maintenance>('/maintenances', { method: 'POST', body }), 'maintenances');
export const useCancelMaintenance = () =>
  useAct(
    ({ id, version }: Versioned) => request<Maintenance>(pathOf('maintenances', id, '/cancel'), { method: 'POST', version }),
    'maintenances',
  );

export const useLoad = (school: string, days: number) =>
  useQuery({
    queryKey: ['load', school, days],
    queryFn: ({ signal }) => request<Load>(`/load${queryText({ school, days })}`, { signal }),
    refetchInterval: minuteMs,
  });
export const useStorms = (school: string) => useQuery(newestOf<Storm>('storms', '/storms', school));
