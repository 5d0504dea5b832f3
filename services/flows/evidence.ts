/** Pictures of the moment: which one is wanted, and what becomes of it. The fetching itself is `deliver`'s. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Evidence } from '../contracts/evidence.ts';
import type { Device } from '../contracts/place.ts';
import type { Media } from '../contracts/uplink.ts';
import type { AlarmKind } from '../contracts/values.ts';
import type { Turn } from '../core/turn.ts';
import { alarmKeyOf, spacesAbove } from '../core/world.ts';
import { keepAlarm } from './keep-alarm.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const dayMs = 24 * 3600_000;

/** A picture helps to verify these; faults and batteries need none. */
const wantsPicture: ReadonlySet<AlarmKind> = new Set([
  'smoke',
  'heat',
  'gas',
  'manual_call',
  'panic',
  'video_fire',
  'video_smoke',
  'video_intrusion',
  'video_crowd',
  'temperature',
  'co',
]);

const distance = (a: Device, b: Device): number =>
  a.position && b.position ? Math.hypot(a.position[0] - b.position[0], a.position[1] - b.position[1]) : Number.MAX_VALUE;

/** The camera of the same room, else of the same floor or building; the nearer first. */
export const nearestCamera = (service: Service, device: Device): Device | null => {
  const world = service.world();
  for (const place of spacesAbove(world, device.space)) {
    const cameras = [...world.devices.values()].filter(
      (d) => d.type === 'camera' && d.snapshotUrl !== null && d.school === device.school && spacesAbove(world, d.space).includes(place),
    );
    if (cameras.length > 0) return cameras.sort((a, b) => distance(a, device) - distance(b, device))[0] ?? null;
  }
  return null;
};

/** Notes that a picture is to be fetched now, from the event's own media or the nearest camera. */
export const wantPicture = (service: Service, turn: Turn, alarm: Alarm, device: Device, media: readonly Media[]): void => {
  if (!wantsPicture.has(alarm.kind) || alarm.late) return;
  const own = media.find((m) => m.kind === 'snapshot')?.url ?? device.snapshotUrl;
  const camera = own ? device : nearestCamera(service, device);
  const url = own ?? camera?.snapshotUrl;
  if (url && camera) pictureOf(service, turn, alarm, camera, url);
};

/** Asks a camera for a picture of the alarm; `deliver` fetches it. */
export const pictureOf = (service: Service, turn: Turn, alarm: Alarm, camera: Device, url: string): void => {
  const evidence: Evidence = {
    id: service.newId('evi'),
    school: alarm.school,
    alarm: alarm.id,
    hazard: null,
    stage: null,
    camera: camera.id,
    state: 'pending',
    reason: null,
    takenAt: null,
    sha256: null,
    file: null,
    capture: null,
    flags: [],
    flagged: false,
    deleteAt: turn.at + service.policies.evidenceDays * dayMs,
  };
  turn.put.evidence.set(evidence.id, evidence);
  const key = `fetch:${evidence.id}`;
  turn.due.set(key, { key, kind: 'fetch', dueAt: turn.at, subject: JSON.stringify({ evidence: evidence.id, url }) });
};

/** Keeps what a fetch came to, and shows the picture on its alarm. */
export const pictureFetched = (service: Service, turn: Turn, evidence: Evidence): void => {
  turn.put.evidence.set(evidence.id, evidence);
  turn.due.set(`fetch:${evidence.id}`, null);
  const alarm = evidence.alarm === null ? null : service.facts.get('alarm', evidence.alarm);
  if (!alarm) return;
  audit(turn, {
    actor: 'system',
    act: `evidence.${evidence.state}`,
    subject: 'alarm',
    subjectId: alarm.id,
    school: alarm.school,
    detail: { evidence: evidence.id, camera: evidence.camera, sha256: evidence.sha256, reason: evidence.reason },
  });
  if (evidence.state !== 'stored') return;
  const key = `forget:${evidence.id}`;
  turn.due.set(key, { key, kind: 'forget', dueAt: evidence.deleteAt, subject: evidence.id });
  const current = service.world().alarms.get(alarmKeyOf(alarm));
  const newest = current?.id === alarm.id ? current : alarm;
  // The alarm names the first picture of each camera; those asked for again are found by the camera and change nothing it is judged by.
  const known = newest.evidence.some((id) => service.facts.get('evidence', id)?.camera === evidence.camera);
  if (known) return;
  keepAlarm(service, turn, { ...newest, version: newest.version + 1, evidence: [...newest.evidence, evidence.id] }, []);
};
