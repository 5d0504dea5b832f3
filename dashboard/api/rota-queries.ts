/** What the pages of duty and handover ask and do. The rota changes rarely: it is asked for again by its own acts and each minute. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call } from '../../services/contracts/call.ts';
import type { DutyCheck, Gap, Handover, Leave, LogEntry, Seat, SeatForm, Shift, ShiftForm } from '../../services/contracts/rota.ts';
import { askAll, type Page } from './queries.ts';
import { queryText, request } from './request.ts';

const minuteMs = 60_000;
const pathOf = (noun: string, id: string, rest = ''): string => `/${noun}/${encodeURIComponent(id)}${rest}`;

/** `GET /duty` (services/core/rota/next.ts). */
export interface DutySeat {
  readonly seat: Seat;
  readonly people: readonly { readonly person: string; readonly until: number | null }[];
  readonly next: readonly string[];
}

export const useDutyNow = (place: string) =>
  useQuery({
    queryKey: ['rota', 'duty', place],
    queryFn: ({ signal }) => request<{ seats: DutySeat[] }>(`/duty${queryText({ school: place })}`, { signal }),
    select: ({ seats }) => seats,
    refetchInterval: minuteMs,
  });

export const useRotaGaps = (place: string) =>
  useQuery({
    queryKey: ['rota', 'gaps', place],
    queryFn: ({ signal }) => request<{ items: Gap[] }>(`/rota/gaps${queryText({ school: place, days: 30 })}`, { signal }),
    select: ({ items }) => items,
    refetchInterval: 5 * minuteMs,
  });

export const useShifts = (place: string, from: number, to: number) =>
  useQuery({
    queryKey: ['rota', 'shifts', place, from, to],
    queryFn: ({ signal }) => request<Page<Shift>>(`/shifts${queryText({ school: place, from, to, limit: 500 })}`, { signal }),
    select: ({ items }) => items,
  });

export const useLeaves = (place: string) =>
  useQuery({ queryKey: ['rota', 'leaves', place], queryFn: ({ signal }) => askAll<Leave>('/leaves', { school: place }, signal) });

interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** What one act changes shows in every panel of the page, and who is called by it elsewhere. */
const useRotaAct = <I, T>(act: (input: I) => Promise<T>, ...nouns: readonly string[]) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => Promise.all(['rota', 'seats', ...nouns].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
};

export const useSeatChange = () =>
  useRotaAct(({ id, version, form }: { id: string; version: number; form: SeatForm }) =>
    request<Seat>(pathOf('seats', id), { method: 'PUT', body: form, version }),
  );
export const useNewShifts = () =>
  useRotaAct((items: readonly ShiftForm[]) => request<{ items: Shift[] }>('/shifts', { method: 'POST', body: { items } }));
export const useCancelShift = () =>
  useRotaAct(({ id, version }: Versioned) => request<Shift>(pathOf('shifts', id, '/cancel'), { method: 'POST', version }));

export interface Swap {
  readonly person: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly reason: 'swap' | 'leave';
}
export const useSwap = () =>
  useRotaAct(({ shift, swap }: { shift: Versioned; swap: Swap }) =>
    request<Shift>(pathOf('shifts', shift.id, '/swap'), { method: 'POST', body: swap, version: shift.version }),
  );
export const useNewLeave = () =>
  useRotaAct((body: Pick<Leave, 'person' | 'startsAt' | 'endsAt'>) => request<Leave>('/leaves', { method: 'POST', body }));
export const useCancelLeave = () =>
  useRotaAct(({ id, version }: Versioned) => request<Leave>(pathOf('leaves', id, '/cancel'), { method: 'POST', version }));

/** Open ones are few; of the past the newest are enough. */
const newest = 100;
const handoverEveryMs = 5_000;

export const useHandovers = (place: string) =>
  useQuery({
    queryKey: ['handovers', place],
    queryFn: ({ signal }) => request<Page<Handover>>(`/handovers${queryText({ school: place, limit: newest })}`, { signal }),
    select: ({ items }) => items,
    // Two people look at it, each on their own screen; no change is told for it.
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'open' || one.state === 'given') ? handoverEveryMs : minuteMs,
  });
export const useNewHandover = () =>
  useRotaAct((body: { seat: string; taker: string }) => request<Handover>('/handovers', { method: 'POST', body }), 'handovers');
export const useHandoverStep = () =>
  useRotaAct(
    ({ handover, step }: { handover: Versioned; step: 'sign' | 'cancel' }) =>
      request<Handover>(pathOf('handovers', handover.id, `/${step}`), { method: 'POST', version: handover.version }),
    'handovers',
  );

export const useLog = (place: string) =>
  useQuery({
    queryKey: ['log', place],
    queryFn: ({ signal }) => request<Page<LogEntry>>(`/log${queryText({ school: place, limit: newest })}`, { signal }),
    select: ({ items }) => items,
    refetchInterval: minuteMs,
  });
export const useLogEntry = () =>
  useRotaAct((body: { school: string; text: string }) => request<LogEntry>('/log', { method: 'POST', body }), 'log');

export const useDutyChecks = (place: string) =>
  useQuery({
    queryKey: ['dutyChecks', place],
    queryFn: ({ signal }) => request<Page<DutyCheck>>(`/duty-checks${queryText({ school: place, limit: newest })}`, { signal }),
    select: ({ items }) => items,
  });
export const useIssueCheck = () =>
  useRotaAct(
    (body: { seat: string; kind: 'remote' | 'audible' }) => request<DutyCheck>('/duty-checks', { method: 'POST', body }),
    'dutyChecks',
  );

/** Notices of a place, for those that a sheet names. */
export const usePlaceCalls = (place: string, enabled: boolean) =>
  useQuery({
    queryKey: ['calls', 'of', place],
    queryFn: ({ signal }) => request<Page<Call>>(`/calls${queryText({ school: place, limit: 500 })}`, { signal }),
    select: ({ items }) => items,
    enabled,
  });
