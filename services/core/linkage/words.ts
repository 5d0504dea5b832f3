/** What responders and telephone tasks are told: what happened, where, and what is asked; both languages, marked in a drill. */
import type { Incident } from '../../contracts/incident.ts';
import type { Capability, PhoneTask, Responder } from '../../contracts/responder.ts';
import type { Bilingual } from '../../contracts/values.ts';
import { marked } from '../drills/mark.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';
import type { EventClass } from './policy.ts';
import { eventClassOf, isHurt } from './policy.ts';

export const eventWords: Readonly<Record<EventClass, Bilingual>> = {
  fire: { zh: '火情', en: 'Fire' },
  gas: { zh: '燃气或有毒气体泄漏', en: 'Gas or poisonous gas leak' },
  intrusion: { zh: '入侵或紧急求助', en: 'Intrusion or call for help' },
  crush: { zh: '人群拥挤踩踏', en: 'Crowd crush' },
  other: { zh: '突发事件', en: 'Emergency' },
};

const levelWords: Readonly<Record<Incident['level'], Bilingual>> = {
  IV: { zh: 'IV级（一般）', en: 'level IV (general)' },
  III: { zh: 'III级（较大）', en: 'level III (considerable)' },
  II: { zh: 'II级（重大）', en: 'level II (major)' },
  I: { zh: 'I级（特别重大）', en: 'level I (very major)' },
};

export const capabilityWords: Readonly<Record<Capability, Bilingual>> = {
  fire: { zh: '灭火', en: 'fire fighting' },
  rescue: { zh: '救援', en: 'rescue' },
  medical: { zh: '医疗救护', en: 'medical help' },
  security: { zh: '安保', en: 'security' },
  hazmat: { zh: '危化品处置', en: 'hazardous materials' },
  evacuation: { zh: '疏散', en: 'evacuation' },
  shelter: { zh: '避险安置', en: 'shelter' },
};

/** `教学楼 / 三层 / 302`; the school's name where nothing nearer is known. */
export const placeName = (world: World, school: string, space: string | null): string => {
  const rooms = spacesAbove(world, space)
    .map((id) => world.spaces.get(id))
    .filter((room) => room !== undefined && room.kind !== 'campus')
    .map((room) => room?.name ?? '');
  return [world.orgs.get(school)?.name ?? school, ...rooms.reverse()].join(' / ');
};

export interface Told {
  readonly title: Bilingual;
  readonly text: Bilingual;
  readonly place: string;
  readonly at: { readonly latitude: number; readonly longitude: number } | null;
}

/** What is said to a responder; `cap` = the newest CAP message of its incident, where the channel is CAP. */
export interface ReachMessage extends Told {
  readonly exercise: string | null;
  readonly expiresAt: number;
  readonly cap: { readonly identifier: string; readonly status: string; readonly xml: string } | null;
}

/** What a responder is told; `space` = the room of its newest alarm, where one is known. */
export const tellResponder = (
  world: World,
  incident: Incident,
  space: string | null,
  { need, responder }: { readonly need: Capability; readonly responder: Pick<Responder, 'name'> },
): Told => {
  const event = eventWords[eventClassOf(incident.kind)];
  const level = levelWords[incident.level];
  const place = placeName(world, incident.school, space ?? incident.space);
  const location = world.orgs.get(incident.school)?.location ?? null;
  const exercise = incident.exercise !== null;
  const hurt = isHurt(incident);
  return {
    title: marked({ zh: `${event.zh}求助：${place}`, en: `${event.en}, help wanted: ${place}` }, exercise),
    text: marked(
      {
        zh: `${responder.name}：${place}已确认${event.zh}，响应等级${level.zh}${hurt ? '，有人受伤' : ''}。请求${capabilityWords[need].zh}支援，请答复能否前往。`,
        en: `${responder.name}: ${event.en.toLowerCase()} confirmed at ${place}, ${level.en}${hurt ? ', people are hurt' : ''}. ${capabilityWords[need].en} is asked for; please say whether you are coming.`,
      },
      exercise,
    ),
    place,
    at: location && { latitude: location.latitude, longitude: location.longitude },
  };
};

type Script = PhoneTask['script'];
const line = (item: string, zh: string, en: string): Script[number] => ({ item, text: { zh, en } });

const where = (world: World, incident: Incident, space: string | null): Script => {
  const org = world.orgs.get(incident.school);
  const name = org?.name ?? incident.school;
  const at = org?.location ? `${org.location.latitude.toFixed(5)}, ${org.location.longitude.toFixed(5)}` : null;
  const room = placeName(world, incident.school, space ?? incident.space);
  return [
    line(
      'address',
      `单位地址：${name}${at ? `（坐标 ${at}）` : ''}，请说出街道门牌`,
      `Address: ${name}${at ? ` (${at})` : ''}; say street and number`,
    ),
    line('place', `起火（出事）部位：${room}`, `Place: ${room}`),
  ];
};

const who: Script = [
  line('caller', '报警人姓名：说出你的姓名和职务', 'Caller: say your name and post'),
  line('phone', '联系电话：说出你正在使用的号码，并保持畅通', 'Telephone: say the number you call from and keep it free'),
  line('stay', '对方挂断前不要挂断；派人到路口接应', 'Do not hang up first; send somebody to the gate to meet them'),
];

/** What to say to 119, 120 or 110, in the order of GB 25201 §5.3 and GB 25506: address, place, what burns, how much, caller, number. */
export const emergencyScript = (world: World, incident: Incident, space: string | null, number: string): Script => {
  const event = eventClassOf(incident.kind);
  const newest = incident.casualties.at(-1);
  const hurt = newest
    ? line(
        'casualties',
        `伤亡：死亡 ${newest.dead}，重伤 ${newest.serious}，受伤 ${newest.injured}，失联 ${newest.missing}`,
        `Casualties: ${newest.dead} dead, ${newest.serious} serious, ${newest.injured} injured, ${newest.missing} missing`,
      )
    : line('casualties', '伤亡：目前未接到有人伤亡的报告', 'Casualties: none reported so far');
  const matter =
    event === 'fire'
      ? [
          line(
            'matter',
            '燃烧物：说出现场看到的燃烧物，不清楚就说不清楚',
            'What burns: what was seen on the spot; say so if it is not known',
          ),
          line('size', '火势：烟、明火、范围，是否有人被困', 'How much: smoke, flames, how far; is anybody trapped'),
        ]
      : [line('matter', `事由：${eventWords[event].zh}`, `What happened: ${eventWords[event].en}`)];
  return [
    line(
      'number',
      `用电话拨打 ${number}（本系统不能代拨，没有与 ${number} 的机器接口）`,
      `Dial ${number} by telephone (no machine interface to ${number} exists)`,
    ),
    ...where(world, incident, space),
    ...matter,
    hurt,
    ...who,
  ];
};

/** What to say to a responder that only a telephone reaches. */
export const responderScript = (world: World, incident: Incident, space: string | null, responder: Responder, need: Capability): Script => [
  line(
    'number',
    `拨打${responder.name}${responder.contact ? `（联系人 ${responder.contact}）` : ''}`,
    `Call ${responder.name}${responder.contact ? ` (ask for ${responder.contact})` : ''}`,
  ),
  ...where(world, incident, space),
  line(
    'matter',
    `事由：${eventWords[eventClassOf(incident.kind)].zh}，请求${capabilityWords[need].zh}支援`,
    `What happened: ${eventWords[eventClassOf(incident.kind)].en}; ${capabilityWords[need].en} is asked for`,
  ),
  line('answer', '问：能否前往、多久到达；在系统中记录对方答复', 'Ask whether they come and when; record the answer here'),
  ...who,
];
