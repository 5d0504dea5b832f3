/** 值班与应急 in the demo county: drills held through the year, a rota for the coming weeks, plans, supplies, responders. */
import type { ResponderForm } from './contracts/responder.ts';
import type { ShiftForm } from './contracts/rota.ts';
import { dayMs } from './core/calendar.ts';
import type { Happening, Scene } from './demo-stage.ts';
import { atHour, hourMs, minuteMs, once } from './demo-stage.ts';

/** The school whose last drill was not held: it has become a hazard. */
const withoutDrill = 'baihe-ms';
const rotaDays = 40;

const schoolsOf = (scene: Scene) => [...scene.world().orgs.values()].filter(({ kind }) => kind === 'school');

/** One evacuation drill a month, one a quarter in a kindergarten; an hour after it began it is over. */
const drills = (scene: Scene, from: number): Happening[] =>
  schoolsOf(scene).flatMap(({ id: school, schoolKind }, i) => {
    const everyDays = schoolKind === 'kindergarten' ? 80 : 28;
    const device = [...scene.world().devices.values()].find((one) => one.school === school && one.type === 'detector');
    if (!device) return [];
    const last = school === withoutDrill ? scene.now - 40 * dayMs : scene.now - (3 + (i % 5)) * dayMs;
    const happenings: Happening[] = [];
    for (let day = last; day > from; day -= everyDays * dayMs) {
      const at = atHour(day, 10) + i * minuteMs;
      let drill = '';
      const hold = (): void => {
        const actor = scene.actor(`${school}-safety`);
        const planned = scene.taken(
          `${school} plans a drill`,
          scene.acts.planDrill(actor, {
            school,
            name: '消防应急疏散演练',
            signals: [{ device: device.id, kind: 'smoke', afterSeconds: 0 }],
            plannedAt: at,
            maximumMinutes: 60,
          }),
        );
        if (planned && scene.taken(`${school} starts a drill`, scene.acts.startDrill(actor, planned.id, null))) drill = planned.id;
      };
      const end = (): void => {
        const running = scene.facts.get('drill', drill);
        // A real alarm may have ended it before.
        if (running?.state === 'running') scene.taken('drill ends', scene.acts.endDrill(scene.actor(`${school}-safety`), drill, null));
      };
      happenings.push(once(at, hold), once(at + 20 * minuteMs, end));
    }
    return happenings;
  });

interface SeatPlan {
  readonly id: string;
  readonly name: string;
  readonly role: 'first' | 'second' | 'leader';
  readonly console: boolean;
  /** Who holds it, day after day in turn. */
  readonly people: readonly string[];
}

const seatsOf = (school: string): SeatPlan[] => [
  {
    id: `${school}-seat-1`,
    name: '值班室主班',
    role: 'first',
    console: school === 'shiyan',
    people: [`${school}-duty1`, `${school}-duty2`],
  },
  { id: `${school}-seat-2`, name: '值班室副班', role: 'second', console: false, people: [`${school}-duty2`, `${school}-duty1`] },
  { id: `${school}-seat-3`, name: '带班领导', role: 'leader', console: false, people: [`${school}-dutyleader`, `${school}-safety`] },
];

/** From eight to eight. At the experimental school two days in three weeks are left open, so that the look ahead finds something. */
const rota = (scene: Scene, school: string): void => {
  const actor = scene.actor(`${school}-principal`);
  const first = atHour(scene.now - 2 * dayMs, 8);
  for (const seat of seatsOf(school)) {
    const { people, id, ...form } = seat;
    scene.taken(id, scene.acts.putSeat(actor, id, { ...form, school, hours: [], active: true }, null));
    const shifts: ShiftForm[] = [];
    for (let day = 0; day < rotaDays; day += 1) {
      const open = school === 'shiyan' && seat.role === 'second' && (day === 20 || day === 21);
      const startsAt = first + day * dayMs;
      if (!open)
        shifts.push({
          seat: id,
          person: people[day % people.length] ?? '',
          startsAt,
          endsAt: startsAt + dayMs,
          replaces: null,
          reason: 'plan',
        });
    }
    scene.taken(`${id} shifts`, scene.acts.addShifts(actor, shifts));
  }
};

const responders: readonly (readonly [id: string, form: ResponderForm])[] = [
  [
    'qingshi-fire',
    {
      school: 'qingshi',
      name: '青石县消防救援大队城关站',
      kind: 'fire_station',
      capabilities: ['fire', 'rescue'],
      location: { latitude: 33.4262, longitude: 111.2861 },
      channels: [{ channel: 'phone', address: '119' }],
      sandbox: null,
      contact: '值班通信员',
      active: true,
    },
  ],
  [
    'qingshi-hospital',
    {
      school: 'qingshi',
      name: '青石县人民医院急诊科',
      kind: 'hospital',
      capabilities: ['medical'],
      location: { latitude: 33.4231, longitude: 111.2995 },
      channels: [{ channel: 'phone', address: '120' }],
      sandbox: null,
      contact: '急诊值班医生',
      active: true,
    },
  ],
  [
    'chengguan-police',
    {
      school: 'qingshi',
      name: '城关派出所',
      kind: 'police',
      capabilities: ['security'],
      location: { latitude: 33.4189, longitude: 111.2842 },
      channels: [{ channel: 'phone', address: '110' }],
      sandbox: null,
      contact: '值班民警',
      active: true,
    },
  ],
  [
    'shiyan-micro',
    {
      school: 'shiyan',
      name: '实验小学微型消防站',
      kind: 'micro_station',
      capabilities: ['fire', 'evacuation'],
      location: { latitude: 33.4164, longitude: 111.2806 },
      channels: [{ channel: 'phone', address: '13900000119' }],
      sandbox: null,
      contact: '保卫科',
      active: true,
    },
  ],
];

const register = (scene: Scene): void => {
  for (const [id, form] of responders) {
    const bureau = form.school === 'qingshi';
    scene.taken(id, scene.acts.putResponder(scene.actor(bureau ? 'qingshi-admin' : 'shiyan-safety'), id, form, null));
    scene.taken(`${id} tried`, scene.acts.verifyResponder(scene.actor(bureau ? 'qingshi-leader' : 'shiyan-principal'), id));
  }
};

const prepare = (scene: Scene): void => {
  const safety = scene.actor('shiyan-safety');
  const supplies = [
    ['extinguishers', '手提式干粉灭火器', 64, '具', '各楼层消火栓旁', 400],
    ['stretchers', '折叠担架', 2, '副', '医务室', null],
    ['masks', '过滤式消防自救呼吸器', 120, '个', '微型消防站', -12],
    ['torches', '强光手电', 20, '支', '值班室', 700],
  ] as const;
  for (const [id, name, quantity, unit, place, days] of supplies) {
    const expiresAt = days === null ? null : scene.now + days * dayMs;
    scene.taken(id, scene.acts.putSupply(safety, `shiyan-${id}`, { school: 'shiyan', name, quantity, unit, place, expiresAt }, null));
  }
  const team = { school: 'shiyan', leader: 'shiyan-safety', members: ['shiyan-repairer', 'shiyan-teacher'], heads: 0, place: '操场主席台' };
  scene.taken('team', scene.acts.putTeam(safety, 'shiyan-team-evac', { ...team, name: '疏散引导组', kind: 'evacuation' }, null));
  scene.taken('team', scene.acts.putTeam(safety, 'shiyan-team-fire', { ...team, name: '微型消防站', kind: 'micro_station' }, null));
  for (const [i, heads] of [45, 43, 46, 44, 47, 42].entries()) {
    const form = {
      school: 'shiyan',
      name: `${i + 1}年级1班`,
      kind: 'class' as const,
      leader: 'shiyan-teacher',
      members: [],
      heads,
      place: `操场${i + 1}号位`,
    };
    scene.taken('class', scene.acts.putTeam(safety, `shiyan-class-${i + 1}`, form, null));
  }
};

export const dutyRoomOfYear = (scene: Scene, from: number): Happening[] => [
  ...drills(scene, from),
  once(atHour(scene.now - 3 * dayMs, 9), () => {
    register(scene);
    prepare(scene);
  }),
  once(atHour(scene.now - 2 * dayMs, 7) + hourMs / 2, () => {
    for (const school of ['shiyan', 'yizhong']) rota(scene, school);
  }),
];
