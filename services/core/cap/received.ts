/** A CAP message of somebody else, and whom it concerns. */
import type { Org } from '../../contracts/place.ts';
import type { CapMessage } from '../../contracts/responder.ts';
import type { Bilingual } from '../../contracts/values.ts';
import { metresBetween } from '../linkage/choose.ts';

/** As it was read: valid, and its signature looked at. */
export interface ReceivedCap {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: number;
  readonly status: CapMessage['status'];
  readonly msgType: CapMessage['msgType'];
  readonly references: string;
  readonly expiresAt: number | null;
  readonly headline: Bilingual;
  readonly areas: readonly CapArea[];
  readonly signature: CapMessage['signature'];
  readonly xml: string;
}

/** Latitude and longitude in degrees; radii in kilometres, as CAP has them. */
export interface CapArea {
  readonly polygons: readonly (readonly (readonly [number, number])[])[];
  readonly circles: readonly { readonly at: readonly [number, number]; readonly kilometres: number }[];
}

type Degrees = readonly [number, number];
type Place = NonNullable<Org['location']>;

const pointOf = ([latitude, longitude]: Degrees): { latitude: number; longitude: number } => ({ latitude, longitude });

/** Ray casting over latitude and longitude; what crosses the 180th meridian is no area of a campus. */
export const isInside = ([latitude, longitude]: Degrees, polygon: readonly Degrees[]): boolean => {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [aLatitude, aLongitude] = polygon[i] ?? [0, 0];
    const [bLatitude, bLongitude] = polygon[j] ?? [0, 0];
    if (aLatitude > latitude === bLatitude > latitude) continue;
    if (longitude < ((bLongitude - aLongitude) * (latitude - aLatitude)) / (bLatitude - aLatitude) + aLongitude) inside = !inside;
  }
  return inside;
};

const edgeMetres = (place: Place, a: Degrees, b: Degrees): number => {
  // Metres east and north of the place: a campus is small enough for a plane.
  const flat = ([latitude, longitude]: Degrees): Degrees => [
    (longitude - place.longitude) * 111_320 * Math.cos((place.latitude * Math.PI) / 180),
    (latitude - place.latitude) * 111_320,
  ];
  const [ax, ay] = flat(a);
  const [bx, by] = flat(b);
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
  return Math.hypot(ax + t * dx, ay + t * dy);
};

/** Does the area touch the campus? */
export const touches = (place: Place, area: CapArea): boolean =>
  area.polygons.some(
    (polygon) =>
      isInside([place.latitude, place.longitude], polygon) ||
      polygon.some((corner, i) => edgeMetres(place, corner, polygon[(i + 1) % polygon.length] ?? corner) <= place.radiusMetres),
  ) || area.circles.some(({ at, kilometres }) => metresBetween(place, pointOf(at)) <= kilometres * 1000 + place.radiusMetres);

/**
 * Schools it concerns: those its areas touch. Where it has no shapes, or nobody has said where a school lies, the school
 * is told: better a warning too many.
 */
export const concerned = (schools: readonly Org[], areas: readonly CapArea[]): Org[] => {
  const shaped = areas.some(({ polygons, circles }) => polygons.length + circles.length > 0);
  return shaped ? schools.filter(({ location }) => location === null || areas.some((area) => touches(location, area))) : [...schools];
};
