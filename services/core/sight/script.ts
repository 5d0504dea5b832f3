/** 回拨核实: what the duty officer says to the room, in this order. */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Bilingual } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';

const lines: readonly Bilingual[] = [
  { zh: '您好，这里是{school}值班室，{place}有报警。', en: 'This is the duty room of {school}. There is an alarm in {place}.' },
  { zh: '请看一下：有没有烟、火、异味，或有人受伤？', en: 'Please look: is there smoke, fire, a smell, or anybody hurt?' },
  { zh: '有危险：马上带人离开，不要乘电梯，不要返回。', en: 'If there is danger: leave with everybody now, no lift, do not go back.' },
  {
    zh: '没有危险：请说明原因（做饭、水汽、吸烟、施工……），并在原处等候核实人员。',
    en: 'If there is none: say why (cooking, steam, smoking, works …) and wait there for the runner.',
  },
  { zh: '请留下姓名和电话。', en: 'Please give your name and number.' },
];

/** `教学楼 三层 302`, the nearest last. */
export const placeName = (world: World, space: string | null): string =>
  spacesAbove(world, space)
    .map((id) => world.spaces.get(id))
    .filter((room) => room !== undefined && room.kind !== 'campus')
    .map((room) => room?.name ?? '')
    .reverse()
    .join(' ');

export const callBackScript = (world: World, alarm: Alarm): Bilingual[] => {
  const school = world.orgs.get(alarm.school)?.name ?? alarm.school;
  const place = placeName(world, alarm.space);
  const filled = (text: string, nowhere: string): string => text.replace('{school}', school).replace('{place}', place || nowhere);
  return lines.map(({ zh, en }) => ({ zh: filled(zh, '校内'), en: filled(en, 'the school') }));
};
