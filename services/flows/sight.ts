/** 视频复核: the room's cameras beside an alarm, fresh when asked for, and what the sensors around it say. */
import type { SightActs } from '../acts/drills.ts';
import type { Alarm } from '../contracts/alarm.ts';
import type { Evidence } from '../contracts/evidence.ts';
import type { Device } from '../contracts/place.ts';
import type { Sight } from '../contracts/sight.ts';
import { staleAfterMs } from '../contracts/sight.ts';
import { camerasFor, neighboursOf } from '../core/sight/cameras.ts';
import { callBackScript } from '../core/sight/script.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { pictureOf } from './evidence.ts';
import { runnerActs } from './runners.ts';
import type { Service } from './service.ts';

/** As many pictures of one alarm as are looked through for the newest of each camera. */
const lookedThrough = 200;

interface Media {
  readonly kind: string;
  readonly url: string;
}

/** The newest clip the camera itself spoke of, about the time of the alarm. */
const clipOf = (service: Service, camera: Device, alarm: Alarm): string | null => {
  for (const event of service.facts.events(camera.id, { limit: 20 }).items) {
    if (event.at < alarm.eventAt - 600_000) break;
    const media = (event.detail['media'] ?? []) as readonly Media[];
    const clip = media.find(({ kind }) => kind === 'clip');
    if (clip) return clip.url;
  }
  return null;
};

/** The site's own media server; the template's `{source}` is what the gateway calls the camera. */
const streamOf = (service: Service, camera: Device): string | null => {
  const own = camera.mapping['stream']?.[0];
  const template = service.policies.streamUrl;
  return (
    own ??
    (template === null
      ? null
      : template.replace('{source}', encodeURIComponent(camera.source)).replace('{device}', encodeURIComponent(camera.id)))
  );
};

const latestOf = (service: Service, device: string): Record<string, { value: number; at: number }> =>
  Object.fromEntries(
    service.series.metricsOf(device).flatMap((metric) => {
      const newest = service.series.latest(device, metric);
      return newest ? [[metric, newest]] : [];
    }),
  );

const cameraSight = (
  service: Service,
  alarm: Alarm,
  camera: Device,
  pictures: readonly Evidence[],
  now: number,
): Sight['cameras'][number] => {
  const own = pictures.filter((picture) => picture.camera === camera.id);
  const newest = own.filter(({ state }) => state === 'stored').sort((a, b) => (b.takenAt ?? 0) - (a.takenAt ?? 0))[0];
  const last = own.at(0);
  const pictureAt = newest?.takenAt ?? null;
  return {
    device: camera.id,
    name: camera.name || camera.id,
    availability: camera.availability,
    picture: newest?.id ?? null,
    pictureAt,
    stale: pictureAt === null || now - pictureAt > staleAfterMs || camera.availability !== 'in_service',
    pending: own.some(({ state }) => state === 'pending'),
    failure: last?.state === 'failed' ? last.reason : null,
    streamUrl: streamOf(service, camera),
    clipUrl: clipOf(service, camera, alarm),
  };
};

const picturesOf = (service: Service, alarm: string): Evidence[] =>
  service.facts.list('evidence', { where: { alarm }, schools: null, limit: lookedThrough }).items.sort((a, b) => (a.id < b.id ? 1 : -1));

const sightOf = (service: Service, id: string): Sight | null => {
  const alarm = service.facts.get('alarm', id);
  if (!alarm) return null;
  const world = service.world();
  const at = service.clock.now();
  const pictures = picturesOf(service, id);
  const open = [...world.alarms.values()];
  return {
    at,
    cameras: camerasFor(world, alarm).map((camera) => cameraSight(service, alarm, camera, pictures, at)),
    neighbours: neighboursOf(world, alarm).map((device) => ({
      device: device.id,
      name: device.name || device.id,
      space: device.space,
      availability: device.availability,
      latest: latestOf(service, device.id),
      alarms: open.filter((other) => other.device === device.id && other.exercise === alarm.exercise).map((other) => other.id),
    })),
    script: callBackScript(world, alarm),
  };
};

const lookAgain = (service: Service, _actor: Actor, id: string): Result<Sight> => {
  const alarm = service.facts.get('alarm', id);
  if (!alarm) return { ok: false, status: 404, code: 'not_found', detail: `no alarm ${id}` };
  const turn = newTurn(service.clock.now());
  const pictures = picturesOf(service, id);
  for (const camera of camerasFor(service.world(), alarm)) {
    const underWay = pictures.some((picture) => picture.camera === camera.id && picture.state === 'pending');
    if (camera.snapshotUrl !== null && !underWay) pictureOf(service, turn, alarm, camera, camera.snapshotUrl);
  }
  if (turn.due.size > 0) service.commit(turn);
  const sight = sightOf(service, id);
  return sight ? { ok: true, value: sight } : { ok: false, status: 404, code: 'not_found', detail: `no alarm ${id}` };
};

export const sightActs = (service: Service): SightActs => ({
  sightOf: (alarm) => sightOf(service, alarm),
  lookAgain: (actor, alarm) => lookAgain(service, actor, alarm),
  ...runnerActs(service),
});
