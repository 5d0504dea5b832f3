/** What the pages of organisation, duties and grid ask the server. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../services/contracts/place.ts';
import type {
  Coverage,
  DutySheetView,
  Gaps,
  GridCell,
  MyDuty,
  PerformedForm,
  Post,
  PostForm,
  Responsibility,
  TaskForce,
} from '../../services/contracts/responsibility.ts';
import type { SheetImport } from '../../services/contracts/sheet.ts';
import { useWords } from '../i18n/language.tsx';
import { askAll, type Page, useSchools } from './queries.ts';
import { queryText, request } from './request.ts';
import { useSession } from './session.tsx';

const at = (id: string): string => encodeURIComponent(id);

/** Everybody in my branch; nobody where my role may not know them. */
export const useBranchPeople = () => {
  const { permissions } = useSession();
  return useQuery({
    queryKey: ['people', 'branch'],
    queryFn: ({ signal }) => askAll<Person>('/people', {}, signal),
    staleTime: 60_000,
    enabled: permissions.includes('people.read'),
  });
};

/** Names people by id as far as my place and role let me know them; an id says nothing to people. */
export const usePersonName = (): ((id: string) => string) => {
  const words = useWords();
  const { person } = useSession();
  const people = useBranchPeople().data;
  return (id) => {
    if (id === person.id) return person.name;
    return id === 'system' ? words.common.system : (people?.find((one) => one.id === id)?.name ?? words.organisation.otherPerson);
  };
};

/** The school a page is about: the one chosen, one's own, or the only one there is. */
export const useChosenSchool = (chosen: string | undefined): string | null => {
  const { org } = useSession();
  const schools = useSchools().data;
  if (org.kind === 'school') return org.id;
  return chosen ?? (schools?.length === 1 ? (schools[0]?.id ?? null) : null);
};

export const useGaps = (org: string) =>
  useQuery({ queryKey: ['gaps', org], queryFn: ({ signal }) => request<Gaps>(`/organisation/gaps${queryText({ org })}`, { signal }) });

export interface ReportCode {
  readonly url: string;
  readonly svg: string;
}
export const useReportCode = (school: string, space: string | undefined) =>
  useQuery({
    queryKey: ['report-code', school, space],
    queryFn: ({ signal }) => request<ReportCode>(`/schools/${at(school)}/report-code${queryText({ space })}`, { signal }),
  });

/** A workbook of a county takes a while on both sides. */
const importPatienceMs = 120_000;

/** What was imported shows on every page. */
export const useSheetImport = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, dry }: { readonly file: File; readonly dry: boolean }) => {
      const body = new FormData();
      body.set('file', file);
      return request<SheetImport>(`/organisation/import?dry=${dry}`, { method: 'POST', body, patienceMs: importPatienceMs });
    },
    onSuccess: (answer) => (answer.dry || !answer.ok ? undefined : client.invalidateQueries()),
  });
};

export const useDeactivation = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ person, successor }: { readonly person: string; readonly successor: string | null }) =>
      request<Person>(`/people/${at(person)}/deactivate`, { method: 'POST', body: { successor } }),
    onSettled: () => client.invalidateQueries(),
  });
};

/** Below `duties`, like what a phone shows of them: one receipt refreshes both. */
export const useDuties = () =>
  useQuery({
    queryKey: ['duties', 'mine', 'all'],
    queryFn: async ({ signal }) => (await request<{ items: MyDuty[] }>('/duties/mine', { signal })).items,
  });

export const usePosts = (org: string | undefined) =>
  useQuery({ queryKey: ['duties', 'posts', org], queryFn: ({ signal }) => askAll<Post>('/posts', { org }, signal) });

export const useDutySheets = (org: string | undefined) =>
  useQuery({
    queryKey: ['duties', 'sheets', org],
    queryFn: ({ signal }) => askAll<DutySheetView>('/duty-sheets', { org }, signal),
    enabled: org !== undefined,
  });

const useDutyChange = <T>(change: (input: T) => Promise<unknown>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => Promise.all(['duties', 'inbox', 'gaps'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
};

export const useReceipt = () =>
  useDutyChange((sheet: string) => request(`/duty-sheets/${at(sheet)}/receipt`, { method: 'POST', body: {} }));

export const usePerformed = () =>
  useDutyChange(({ sheet, form }: { readonly sheet: string; readonly form: PerformedForm }) =>
    request(`/duty-sheets/${at(sheet)}/performed`, { method: 'POST', body: form }),
  );

export const useNewEdition = () =>
  useDutyChange(({ post, items }: { readonly post: Post; readonly items: readonly string[] }) =>
    request(`/posts/${at(post.id)}/sheets`, { method: 'POST', body: { items }, version: post.version }),
  );

export const usePostChange = () =>
  useDutyChange(({ id, version, form }: { readonly id: string; readonly version: number; readonly form: PostForm }) =>
    request(`/posts/${at(id)}`, { method: 'PUT', body: form, version }),
  );

/** Records that may show that a duty was done, the newest first. */
export interface Shown {
  readonly id: string;
  readonly [field: string]: unknown;
}
const pathOf = {
  hazard: '/hazards',
  incident: '/incidents',
  document: '/documents',
  gridCell: '/grid-cells',
  risk: '/risks',
} as const;
export type ShownBy = keyof typeof pathOf;
export const useShownBy = (subject: ShownBy, school: string | undefined) =>
  useQuery({
    queryKey: ['shown-by', subject, school],
    queryFn: async ({ signal }) => (await request<Page<Shown>>(`${pathOf[subject]}${queryText({ school, limit: 100 })}`, { signal })).items,
  });

export const useChain = (school: string | null, space: string | undefined, category: string | undefined) =>
  useQuery({
    queryKey: ['responsibility', school, space, category],
    queryFn: ({ signal }) =>
      request<Responsibility>(`/responsibility${queryText({ school: school ?? undefined, space, category })}`, { signal }),
    enabled: school !== null,
  });

export const useCells = (school: string | null) =>
  useQuery({
    queryKey: ['grid-cells', 'of', school],
    queryFn: ({ signal }) => askAll<GridCell>('/grid-cells', { school: school ?? undefined }, signal),
    enabled: school !== null,
  });

/** Below `grid-cells`: a patrol changes both. */
export const useCoverage = (school: string | null) =>
  useQuery({
    queryKey: ['grid-cells', 'coverage', school],
    queryFn: ({ signal }) => request<Coverage>(`/grid-cells/coverage${queryText({ school: school ?? undefined })}`, { signal }),
    enabled: school !== null,
  });

export const useForces = () =>
  useQuery({ queryKey: ['task-forces'], queryFn: ({ signal }) => askAll<TaskForce>('/task-forces', {}, signal) });

export const useTaskDone = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ force, task }: { readonly force: string; readonly task: string }) =>
      request<TaskForce>(`/task-forces/${at(force)}/tasks/${at(task)}/done`, { method: 'POST', body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ['task-forces'] }),
  });
};
