/** What the pages of the closed loop ask the server. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ClosureReport, Pareto, ProblemItem } from '../../services/contracts/analysis.ts';
import type { FormalDocument, Signature } from '../../services/contracts/document.ts';
import type { Evidence, EvidenceFlagged } from '../../services/contracts/evidence.ts';
import type { HazardView, Tally } from '../../services/contracts/hazard.ts';
import type { InboxItem } from '../../services/contracts/inbox.ts';
import type { Org } from '../../services/contracts/place.ts';
import type { Responsibility } from '../../services/contracts/responsibility.ts';
import type { Measure, Risk } from '../../services/contracts/risk.ts';
import { askAll, type Page } from './queries.ts';
import { queryText, request } from './request.ts';

const at = (id: string): string => encodeURIComponent(id);

export type TallyBy = 'school' | 'township';
export interface Tallies {
  readonly items: readonly Tally[];
  readonly total: Tally;
}
/** Below `hazards`, so that a change of any hazard counts anew. */
export const useTally = (by: TallyBy) =>
  useQuery({ queryKey: ['hazards', 'tally', by], queryFn: ({ signal }) => request<Tallies>(`/hazards/tally?by=${by}`, { signal }) });

export const useOrgs = () =>
  useQuery({ queryKey: ['orgs'], queryFn: ({ signal }) => askAll<Org>('/orgs', {}, signal), staleTime: 5 * 60_000 });

/** What belongs to a hazard is asked anew when it changes: the keys are below its own. */
const ofHazard = <T>(id: string, part: string, path: string) => ({
  queryKey: ['hazard', id, part],
  queryFn: ({ signal }: { signal: AbortSignal }) => request<T>(path, { signal }),
});

export const useHazardDocuments = (id: string, enabled: boolean) =>
  useQuery({ ...ofHazard<{ items: FormalDocument[] }>(id, 'documents', `/hazards/${at(id)}/documents`), enabled });

export const useHazardEvidence = (id: string) => useQuery(ofHazard<{ items: Evidence[] }>(id, 'evidence', `/hazards/${at(id)}/evidence`));

export const useHazardChain = (id: string) => useQuery(ofHazard<Responsibility>(id, 'responsibility', `/hazards/${at(id)}/responsibility`));

export const useDelivery = (hazard: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ document, opinion, signature }: { document: FormalDocument; opinion: string; signature: Signature }) =>
      request<FormalDocument>(`/documents/${at(document.id)}/delivery`, {
        method: 'POST',
        body: { opinion, signature },
        version: document.version,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['hazard', hazard] }),
  });
};

export interface Verdict {
  readonly evidence: string;
  readonly flag: EvidenceFlagged;
  readonly verdict: 'genuine' | 'fake';
  readonly note: string;
}
export const useVerdict = (hazard: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ evidence, flag, verdict, note }: Verdict) =>
      request<Evidence>(`/evidence/${at(evidence)}/flags`, { method: 'POST', body: { flag: flag.flag, other: flag.other, verdict, note } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['hazard', hazard] }),
  });
};

export const useInbox = () =>
  useInfiniteQuery({
    queryKey: ['inbox', 'list'],
    queryFn: ({ pageParam, signal }) => request<Page<InboxItem>>(`/inbox${queryText({ limit: 100, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** Also asked without a change that was seen: time alone makes things due. */
const unreadEveryMs = 60_000;
export const useUnread = (enabled: boolean) =>
  useQuery({
    queryKey: ['inbox', 'unread'],
    queryFn: ({ signal }) => request<{ count: number }>('/inbox/unread', { signal }),
    refetchInterval: unreadEveryMs,
    enabled,
  });

export const useReadInbox = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<InboxItem>(`/inbox/${at(id)}/read`, { method: 'POST', body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ['inbox'] }),
  });
};

export const useProblems = (asOf: number | undefined) =>
  useInfiniteQuery({
    queryKey: ['lists', 'problems', asOf],
    queryFn: ({ pageParam, signal }) =>
      request<Page<ProblemItem>>(`/lists/problems${queryText({ asOf, limit: 100, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const useMeasureList = () =>
  useInfiniteQuery({
    queryKey: ['lists', 'measures'],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Measure>>(`/lists/measures${queryText({ limit: 100, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const useRisks = (school: string | null) =>
  useQuery({
    queryKey: ['risks', school],
    queryFn: ({ signal }) => askAll<Risk>('/risks', { school: school ?? undefined }, signal),
    enabled: school !== null,
  });

export const useControlCheck = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ risk, control, note }: { risk: Risk; control: string; note: string | null }) =>
      request<Risk>(`/risks/${at(risk.id)}/controls/${at(control)}/check`, { method: 'POST', body: { note } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['risks'] }),
  });
};

interface Period {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}
export const useCauses = ({ from, to }: Period) =>
  useQuery({
    queryKey: ['analysis', 'causes', from, to],
    queryFn: ({ signal }) => request<Pareto>(`/analysis/causes${queryText({ from, to })}`, { signal }),
  });

export const useClosure = ({ from, to }: Period) =>
  useQuery({
    queryKey: ['analysis', 'closure', from, to],
    queryFn: ({ signal }) => request<ClosureReport>(`/analysis/closure${queryText({ from, to })}`, { signal }),
  });

/** Open hazards of a school, to say which one is repeated. */
export const useOpenHazards = (school: string | null) =>
  useQuery({
    queryKey: ['hazards', 'open', school],
    queryFn: ({ signal }) =>
      request<Page<HazardView>>(`/hazards${queryText({ school: school ?? undefined, open: 'true', limit: 200 })}`, { signal }),
    enabled: school !== null,
  });
