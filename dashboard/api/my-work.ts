/** What a person has to do, asked by part: a part that is refused or slow holds up no other. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormalDocument } from '../../services/contracts/document.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { InboxItem } from '../../services/contracts/inbox.ts';
import type { GridCell, MyDuty } from '../../services/contracts/responsibility.ts';
import { askAll, type Page } from './queries.ts';
import { queryText, request } from './request.ts';
import { useSession } from './session.tsx';

/** More than a person can do in a day; the lists have the rest. */
const most = 50;
/** Time alone makes things due. */
const againMs = 60_000;

const page = <T>(path: string, filters: Readonly<Record<string, string | number | undefined>>, signal: AbortSignal): Promise<Page<T>> =>
  request<Page<T>>(`${path}${queryText({ ...filters, limit: most })}`, { signal });

/** Keys below `hazards`: any change of a hazard asks anew (live/refresh.ts). */
export const useMyHazards = () => {
  const { person } = useSession();
  return useQuery({
    queryKey: ['hazards', 'my-work', person.id],
    queryFn: async ({ signal }) => (await page<HazardView>('/hazards', { responsible: person.id, open: 'true' }, signal)).items,
    refetchInterval: againMs,
  });
};

/** The steps of somebody who checks what others did. */
const checking: ReadonlySet<string> = new Set(['begin_check', 'close', 'spot_check', 'delist']);
const checkedStates = ['submitted', 'verifying', 'fixed_on_spot'] as const;

export const useMyChecks = () =>
  useQuery({
    queryKey: ['hazards', 'my-checks'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(checkedStates.map((state) => page<HazardView>('/hazards', { state }, signal)));
      return pages
        .flatMap(({ items }) => items)
        .filter((hazard) => hazard.allowedActions.some(({ action, allowed }) => allowed && checking.has(action)));
    },
    refetchInterval: againMs,
  });

/** Hazards with a protective measure of mine that must be looked at again and again. */
export const useMyProtection = () => {
  const { person, org } = useSession();
  return useQuery({
    queryKey: ['hazards', 'my-protection', person.id],
    enabled: org.kind === 'school',
    queryFn: async ({ signal }) => {
      const open = await askAll<HazardView>('/hazards', { school: org.id, open: 'true' }, signal);
      return open.filter(({ protection }) => protection.some(({ responsible, nextAt }) => responsible === person.id && nextAt !== null));
    },
    refetchInterval: againMs,
  });
};

export const useToSign = () => {
  const { permissions, org } = useSession();
  return useQuery({
    queryKey: ['documents', 'to-sign', org.id],
    enabled: permissions.includes('document.sign'),
    queryFn: async ({ signal }) =>
      (await page<FormalDocument>('/documents', { school: org.id }, signal)).items.filter(({ deliveredAt }) => deliveredAt === null),
    refetchInterval: againMs,
  });
};

export const useMyDuties = () =>
  useQuery({
    queryKey: ['duties', 'mine'],
    queryFn: async ({ signal }) =>
      (await request<{ items: MyDuty[] }>('/duties/mine', { signal })).items.filter(({ sheet, read }) => sheet !== null && !read),
  });

export const useDutyRead = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sheet: string) => request(`/duty-sheets/${encodeURIComponent(sheet)}/receipt`, { method: 'POST', body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ['duties'] }),
  });
};

const dayMs = 24 * 3_600_000;

/** My grid cells whose patrol is due within a day. */
export const useMyPatrols = () => {
  const { person, org } = useSession();
  return useQuery({
    queryKey: ['grid-cells', 'mine', person.id],
    enabled: org.kind === 'school',
    queryFn: async ({ signal }) =>
      (await askAll<GridCell>('/grid-cells', { school: org.id }, signal)).filter(
        (cell) => cell.person === person.id && (cell.lastPatrolAt ?? 0) + (cell.everyDays - 1) * dayMs < Date.now(),
      ),
    refetchInterval: againMs,
  });
};

export const usePatrolled = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ cell, note }: { readonly cell: GridCell; readonly note: string }) =>
      request(`/grid-cells/${encodeURIComponent(cell.id)}/patrol`, { method: 'POST', body: { note }, version: cell.version }),
    onSettled: () => client.invalidateQueries({ queryKey: ['grid-cells'] }),
  });
};

export const useUnreadItems = () =>
  useQuery({
    queryKey: ['inbox', 'unread-items'],
    queryFn: async ({ signal }) => (await page<InboxItem>('/inbox', {}, signal)).items.filter(({ readAt }) => readAt === null),
    refetchInterval: againMs,
  });
