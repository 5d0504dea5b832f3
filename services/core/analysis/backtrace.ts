/**
 * 应发现未发现 / 应整改未整改 (document S1): what was known of the spot of an incident before it, and who had looked at
 * it. It raises a question with its evidence; people answer it.
 */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Backtrace, Trace } from '../../contracts/analysis.ts';
import type { HazardCategory } from '../../contracts/hazard.ts';
import type { Incident } from '../../contracts/incident.ts';
import { dayMs } from '../calendar.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';

const detectors: readonly HazardCategory[] = ['detector_fault', 'detector_silent', 'false_alarms', 'low_battery', 'confirmed_event'];
const fire: readonly HazardCategory[] = [
  ...detectors,
  'fire_safety',
  'electrical',
  'chemicals',
  'equipment',
  'special_equipment',
  'building',
];

/** Topics that can lead to an incident of a kind (or hide it from the detectors); a kind not named here may come of anything. */
const topicsOf: Readonly<Record<string, readonly HazardCategory[]>> = {
  smoke: fire,
  heat: fire,
  video_fire: fire,
  video_smoke: fire,
  manual_call: fire,
  temperature: fire,
  co: [...fire, 'confined_space'],
  gas: [...detectors, 'chemicals', 'equipment', 'special_equipment', 'confined_space', 'fire_safety'],
  current_leakage: [...detectors, 'electrical', 'equipment', 'fire_safety'],
  video_crowd: [...detectors, 'crowding', 'building'],
  video_intrusion: [...detectors, 'surroundings'],
};

/** May something of this topic lead to such an incident? */
export const isRelated = (kind: string, category: HazardCategory): boolean => topicsOf[kind]?.includes(category) ?? true;

/** Where something happened: these rooms of a school with all in them, and the spaces around these. */
export const spotOf = (world: World, school: string, rooms: readonly string[]): ReadonlySet<string> => {
  const inside = [...world.spaces.values()].filter(
    (space) => space.school === school && spacesAbove(world, space.id).some((above) => rooms.includes(above)),
  );
  return new Set([...inside.map(({ id }) => id), ...rooms.flatMap((room) => spacesAbove(world, room))]);
};

/** The rooms of an incident: those of its alarms where they are known. */
export const roomsOf = (incident: Incident, alarms: readonly Alarm[]): string[] => {
  const rooms = alarms.flatMap(({ space }) => (space === null ? [] : [space]));
  return rooms.length > 0 || incident.space === null ? rooms : [incident.space];
};

/** Somebody looked at the spot and nothing came of it, or should have looked and did not. */
const looks: ReadonlySet<string> = new Set(['control_check', 'missed_check', 'patrol', 'inspection', 'acceptance']);

const nameOf = ({ subject, id }: Trace): string => `${subject}:${id}`;

/** Newest first. What was known and open weighs more than what was not seen. */
export const backtraceOf = (incident: Incident, traces: readonly Trace[], lookBackDays: number): Backtrace => {
  const since = incident.eventAt - lookBackDays * dayMs;
  const before = traces
    .filter(({ kind, at }) => at < incident.eventAt && (!looks.has(kind) || at >= since))
    .toSorted((a, b) => b.at - a.at);
  const known = before.filter(({ kind, related, open }) => kind === 'hazard' && related && open === true);
  const looked = before.filter(({ kind, related }) => looks.has(kind) && related);
  const decisive = known.length > 0 ? known : looked;
  return {
    incident: incident.id,
    eventAt: incident.eventAt,
    classification: known.length > 0 ? 'should_have_fixed' : looked.length > 0 ? 'should_have_found' : 'none',
    evidence: [...new Set(decisive.map(nameOf))],
    traces: before,
  };
};
