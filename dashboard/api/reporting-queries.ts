/** What the pages about reporting, findings, accountability and erasure ask the server. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Backtrace, Mechanisms } from '../../services/contracts/analysis.ts';
import type { Erasure, ErasureRequest } from '../../services/contracts/erasure.ts';
import type { Accountability, Finding, IncidentReport, ReportClock, ReportDraft } from '../../services/contracts/reporting.ts';
import type { Filters, Page } from './queries.ts';
import { queryText, request } from './request.ts';

const at = (id: string): string => encodeURIComponent(id);

/** What belongs to an incident is asked anew when it changes: the keys are below its own. */
const ofIncident = <T>(id: string, part: string) => ({
  queryKey: ['incident', id, part],
  queryFn: ({ signal }: { signal: AbortSignal }) => request<T>(`/incidents/${at(id)}/${part}`, { signal }),
});

/** A limit passes by time alone. */
const clocksEveryMs = 60_000;

export const useReports = (id: string, enabled: boolean) => useQuery({ ...ofIncident<Page<IncidentReport>>(id, 'reports'), enabled });
export const useClocks = (id: string, enabled: boolean) =>
  useQuery({ ...ofIncident<{ clocks: ReportClock[] }>(id, 'clocks'), enabled, refetchInterval: clocksEveryMs });
export const useMechanisms = (id: string) => useQuery(ofIncident<Mechanisms>(id, 'mechanisms'));
export const useBacktrace = (id: string) => useQuery(ofIncident<Backtrace>(id, 'backtrace'));

export const useReportUp = (incident: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: ReportDraft) => request<IncidentReport>(`/incidents/${at(incident)}/reports`, { method: 'POST', body: draft }),
    onSettled: () => client.invalidateQueries({ queryKey: ['incident', incident] }),
  });
};

export const useFindings = (filters: Filters) =>
  useInfiniteQuery({
    queryKey: ['findings', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Finding>>(`/findings${queryText({ ...filters, limit: 50, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const useCases = () =>
  useInfiniteQuery({
    queryKey: ['accountability'],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Accountability>>(`/accountability${queryText({ limit: 50, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

const useIntegrityChange = <T>(change: (input: T) => Promise<unknown>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => Promise.all(['findings', 'accountability'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
};

export const useDismissal = () =>
  useIntegrityChange(({ finding, note }: { readonly finding: Finding; readonly note: string }) =>
    request(`/findings/${at(finding.id)}/decision`, { method: 'POST', body: { decision: 'dismiss', note }, version: finding.version }),
  );

export interface CaseDraft {
  readonly person: string | null;
  readonly sheet: string;
  readonly item: number;
  readonly findings: readonly string[];
  readonly reason: string;
}
export const useNewCase = () => useIntegrityChange((draft: CaseDraft) => request('/accountability', { method: 'POST', body: draft }));

export const useCaseClosing = () =>
  useIntegrityChange(({ one, outcome }: { readonly one: Accountability; readonly outcome: string }) =>
    request(`/accountability/${at(one.id)}/close`, { method: 'POST', body: { outcome }, version: one.version }),
  );

export const useErasure = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ErasureRequest) => request<Erasure>('/erasures', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries(),
  });
};
