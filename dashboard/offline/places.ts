/** Names of places for a report: from the server, or as they were when it last answered. */
import { useQuery } from '@tanstack/react-query';
import type { Org, Space } from '../../services/contracts/place.ts';
import { Refusal } from '../api/problem.ts';
import { askAll } from '../api/queries.ts';
import type { PhonePerson } from './person.ts';
import { type SavedPlaces, savedPlaces, savePlaces } from './store.ts';

/** The newest answer, kept for the next time without network. A refusal is an answer too: nothing old is shown then. */
const orSaved = async (key: string, ask: () => Promise<Omit<SavedPlaces, 'key'>>): Promise<Omit<SavedPlaces, 'key'>> => {
  try {
    const places = await ask();
    await savePlaces({ key, ...places });
    return places;
  } catch (error) {
    const saved = error instanceof Refusal && error.status === 0 ? await savedPlaces(key) : null;
    if (saved === null) throw error;
    return saved;
  }
};

/** Schools the person may report for: their own, or those of the branch below. */
export const usePhoneSchools = (person: PhonePerson) =>
  useQuery({
    queryKey: ['phone-schools', person.id],
    retry: false,
    queryFn: async ({ signal }) => {
      if (person.org.kind === 'school') return [{ id: person.org.id, name: person.org.name }];
      const ask = async () => ({
        schools: (await askAll<Org>('/schools', {}, signal)).map(({ id, name }) => ({ id, name })),
        spaces: [],
      });
      return (await orSaved(`${person.id}|`, ask)).schools;
    },
  });

export interface PhonePlace {
  readonly id: string;
  /** `教学楼 / 三层 / 302` */
  readonly name: string;
}

const named = (spaces: SavedPlaces['spaces']): PhonePlace[] => {
  const byId = new Map(spaces.map((space) => [space.id, space]));
  const nameOf = (space: SavedPlaces['spaces'][number]): string => {
    const path: string[] = [];
    const seen = new Set<string>();
    for (let at: typeof space | undefined = space; at !== undefined && !seen.has(at.id); at = byId.get(at.parent ?? '')) {
      seen.add(at.id);
      if (at.kind !== 'campus') path.unshift(at.name);
    }
    return path.join(' / ');
  };
  return spaces
    .filter(({ kind }) => kind !== 'campus')
    .map((space) => ({ id: space.id, name: nameOf(space) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }));
};

export const usePhonePlaces = (person: PhonePerson, school: string | null) =>
  useQuery({
    queryKey: ['phone-places', person.id, school],
    retry: false,
    enabled: school !== null,
    queryFn: async ({ signal }) => {
      const ask = async () => ({
        schools: [],
        spaces: (await askAll<Space>('/spaces', { school: school ?? '' }, signal)).map(({ id, parent, kind, name }) => ({
          id,
          parent,
          kind,
          name,
        })),
      });
      return named((await orSaved(`${person.id}|${school}`, ask)).spaces);
    },
  });
