/** Whom to ask next: the nearest that can, so many at once, until enough have said yes. */
import type { Org } from '../../contracts/place.ts';
import type { AssistanceRequest, Capability, Responder } from '../../contracts/responder.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';
import type { AskLine } from './policy.ts';

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius, IUGG. */
const earthMetres = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance (haversine). */
export const metresBetween = (a: Point, b: Point): number => {
  const dLatitude = radians(b.latitude - a.latitude);
  const dLongitude = radians(b.longitude - a.longitude);
  const h = Math.sin(dLatitude / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLongitude / 2) ** 2;
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(h)));
};

export interface Candidate {
  readonly responder: Responder;
  readonly need: Capability;
  /** null = nobody told us where the school lies. */
  readonly distanceMetres: number | null;
}

const distanceTo = (org: Org | undefined, responder: Responder): number | null =>
  org?.location ? Math.round(metresBetween(org.location, responder.location)) : null;

/** Kept by the school or by an organisation above it. */
export const respondersOf = (world: World, school: string): Responder[] => {
  const keepers = new Set(branchAbove(world, school));
  return [...world.responders.values()].filter((responder) => responder.active && keepers.has(responder.school));
};

/** Who could be asked by this line, the nearest first; equally near by id, so that the order is always the same. */
export const candidatesFor = (world: World, school: string, line: AskLine): Candidate[] => {
  const org = world.orgs.get(school);
  return respondersOf(world, school)
    .flatMap((responder): Candidate[] => {
      const need = line.needs.find((one) => responder.capabilities.includes(one));
      const distanceMetres = distanceTo(org, responder);
      const tooFar = line.withinMetres !== null && distanceMetres !== null && distanceMetres > line.withinMetres;
      return need === undefined || tooFar || !line.kinds.includes(responder.kind) ? [] : [{ responder, need, distanceMetres }];
    })
    .sort(
      (a, b) =>
        (a.distanceMetres ?? Number.POSITIVE_INFINITY) - (b.distanceMetres ?? Number.POSITIVE_INFINITY) ||
        (a.responder.id < b.responder.id ? -1 : 1),
    );
};

const saidYes = new Set(['accepted', 'en_route', 'on_scene', 'cleared']);
const waiting = new Set(['draft', 'sent', 'delivered']);

export const isAccepted = ({ state }: Pick<AssistanceRequest, 'state'>): boolean => saidYes.has(state);
export const isWaiting = ({ state }: Pick<AssistanceRequest, 'state'>): boolean => waiting.has(state);

export interface Choice {
  /** To be asked now, with the number of their wave. */
  readonly ask: readonly { readonly candidate: Candidate; readonly wave: number }[];
  /** Not needed any more: enough have said yes. */
  readonly release: readonly AssistanceRequest[];
}

/** Was only let go because others had said yes. */
const wasSpare = ({ state, reason }: AssistanceRequest): boolean => state === 'cancelled' && reason === 'enough_accepted';

/**
 * A wave is `ask` responders. Whoever says no, or nothing in time, is replaced at once by the next nearest; `asked` are
 * all requests of the incident: nobody is asked twice, but for those who were let go, should one who said yes not come.
 */
export const chooseNext = (line: AskLine, candidates: readonly Candidate[], asked: readonly AssistanceRequest[]): Choice => {
  const ofLine = asked.filter((request) => request.line === line.id);
  const accepted = ofLine.filter(isAccepted).length;
  if (accepted >= line.accept) return { ask: [], release: ofLine.filter((one) => one.open && !isAccepted(one)) };
  const known = new Set(asked.map(({ responder }) => responder));
  const isFree = ({ responder: { id } }: Candidate): boolean => !known.has(id);
  const isSpare = ({ responder: { id } }: Candidate): boolean =>
    ofLine.some((one) => one.responder === id && wasSpare(one)) &&
    !asked.some((one) => one.responder === id && (one.open || !wasSpare(one)));
  const free = [...candidates.filter(isFree), ...candidates.filter(isSpare)];
  const places = line.ask - accepted - ofLine.filter(isWaiting).length;
  return {
    ask: free.slice(0, Math.max(0, places)).map((candidate, i) => ({ candidate, wave: Math.floor((ofLine.length + i) / line.ask) + 1 })),
    release: [],
  };
};
