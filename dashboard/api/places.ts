/** Names of places and devices, asked once per school that shows up on the screen. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DeviceView, Space } from '../../services/contracts/place.ts';
import { schoolDevicesQuery, spacesQuery, useSchools } from './queries.ts';
import { useSession, watchesMany } from './session.tsx';

export type SpaceIndex = ReadonlyMap<string, Space>;

const indexes = new WeakMap<readonly object[], ReadonlyMap<string, object>>();

/** Made once per answer of the server, however many rows ask. */
const indexById = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> => {
  const known = indexes.get(items);
  if (known !== undefined) return known as ReadonlyMap<string, T>;
  const index = new Map(items.map((item) => [item.id, item]));
  indexes.set(items, index);
  return index;
};

/** Building → floor → room, outermost first; the campus itself goes without saying. */
export const pathOf = (spaces: SpaceIndex, space: string | null): Space[] => {
  const path: Space[] = [];
  for (let at = space === null ? undefined : spaces.get(space); at !== undefined && !path.includes(at); ) {
    if (at.kind !== 'campus') path.unshift(at);
    at = at.parent === null ? undefined : spaces.get(at.parent);
  }
  return path;
};

const noSpaces: SpaceIndex = new Map();
const noDevices: ReadonlyMap<string, DeviceView> = new Map();

export const useSpaces = (school: string | null): SpaceIndex =>
  useQuery({ ...spacesQuery(school ?? ''), enabled: school !== null, select: indexById<Space> }).data ?? noSpaces;

export const useSchoolDevices = (school: string | null): ReadonlyMap<string, DeviceView> =>
  useQuery({ ...schoolDevicesQuery(school ?? ''), enabled: school !== null, select: indexById<DeviceView> }).data ?? noDevices;

export const useSchoolName = (school: string | null): string => {
  const session = useSession();
  const schools = useSchools();
  if (session.org.id === school) return session.org.name;
  return schools.data?.find((org) => org.id === school)?.name ?? school ?? '';
};

export interface PlaceNames {
  /** `教学楼 / 三层 / 302`, with the school before it for those who watch several. */
  readonly place: string;
  readonly device: string;
}

/** Where something is, in words. Until the names have come, the ids stand in. */
export const usePlaceNames = (school: string | null, space: string | null, device: string | null): PlaceNames => {
  const session = useSession();
  const schoolName = useSchoolName(school);
  const spaces = useSpaces(school);
  const devices = useSchoolDevices(device === null ? null : school);
  return useMemo(() => {
    const path = pathOf(spaces, space).map((s) => s.name);
    const parts = watchesMany(session) || path.length === 0 ? [schoolName, ...path] : path;
    return { place: parts.join(' / '), device: device === null ? '' : (devices.get(device)?.name ?? device) };
  }, [session, schoolName, spaces, devices, space, device]);
};
