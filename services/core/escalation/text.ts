/** What a notice says: school, room, what, when by Shanghai's clock; both languages, a drill marked in each. */
import type { Alarm } from '../../contracts/alarm.ts';
import type { CallSubject } from '../../contracts/call.ts';
import type { AlarmKind, Bilingual, Level } from '../../contracts/values.ts';
import { marked } from '../drills/mark.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';

const kinds: Readonly<Record<AlarmKind, Bilingual>> = {
  smoke: { zh: '烟雾', en: 'Smoke' },
  heat: { zh: '感温火警', en: 'Heat' },
  gas: { zh: '可燃气体', en: 'Combustible gas' },
  manual_call: { zh: '手动报警按钮', en: 'Manual call point' },
  panic: { zh: '一键紧急求助', en: 'Panic button' },
  video_fire: { zh: '视频发现明火', en: 'Fire seen on video' },
  video_smoke: { zh: '视频发现烟雾', en: 'Smoke seen on video' },
  video_intrusion: { zh: '视频发现入侵', en: 'Intrusion seen on video' },
  video_crowd: { zh: '视频发现人群聚集', en: 'Crowding seen on video' },
  temperature: { zh: '温度异常', en: 'Temperature' },
  humidity: { zh: '湿度异常', en: 'Humidity' },
  co: { zh: '一氧化碳', en: 'Carbon monoxide' },
  current_leakage: { zh: '剩余电流（漏电）', en: 'Leakage current' },
  water_pressure: { zh: '消防水压', en: 'Fire water pressure' },
  silent: { zh: '设备失联', en: 'Device silent' },
  gateway_lost: { zh: '网关失联', en: 'Gateway lost' },
  camera_blind: { zh: '摄像机无画面', en: 'Camera blind' },
  fault: { zh: '设备故障', en: 'Device fault' },
  tamper: { zh: '设备被拆动', en: 'Device tampered with' },
  low_battery: { zh: '电池电量低', en: 'Low battery' },
};
const levels: Readonly<Record<Level, Bilingual>> = {
  early_warning: { zh: '预警', en: 'early warning' },
  alarm: { zh: '报警', en: 'alarm' },
  fault: { zh: '故障', en: 'fault' },
};

const shanghaiMs = 8 * 3_600_000;
/** `11-21 14:03:05` in Shanghai. */
export const shanghaiTime = (at: number): string => new Date(at + shanghaiMs).toISOString().slice(5, 19).replace('T', ' ');

/** `教学楼 / 三层 / 302`; where nothing is known, so it says. */
const placeName = (world: World, space: string | null): Bilingual => {
  const rooms = spacesAbove(world, space)
    .map((id) => world.spaces.get(id))
    .filter((room) => room !== undefined && room.kind !== 'campus')
    .map((room) => room?.name ?? '');
  const name = rooms.reverse().join(' / ');
  return name === '' ? { zh: '未登记位置', en: 'place not registered' } : { zh: name, en: name };
};

const schoolName = (world: World, school: string): string => world.orgs.get(school)?.name ?? school;

export interface NoticeText {
  readonly title: Bilingual;
  readonly text: Bilingual;
}

const finished = (title: Bilingual, text: Bilingual, exercise: boolean): NoticeText => ({
  title: marked(title, exercise),
  text: marked(text, exercise),
});

/** The state of an alarm in a few words: what whoever is called must know before they look. */
const standing = (alarm: Alarm): Bilingual => {
  if (alarm.verification === 'unresolved') return { zh: '核实超时，按真实处理', en: 'not verified in time, treated as real' };
  if (alarm.verification === 'confirmed') return { zh: '已确认属实', en: 'confirmed' };
  return alarm.late ? { zh: '补传，事发较早', en: 'reported late' } : { zh: '待核实', en: 'to be verified' };
};

export const alarmText = (world: World, alarm: Alarm): NoticeText => {
  const [kind, level, place, state] = [kinds[alarm.kind], levels[alarm.level], placeName(world, alarm.space), standing(alarm)];
  const [school, when] = [schoolName(world, alarm.school), shanghaiTime(alarm.eventAt)];
  return finished(
    { zh: `${kind.zh}${level.zh}：${school} ${place.zh}`, en: `${kind.en} ${level.en}: ${school} ${place.en}` },
    {
      zh: `${school} ${place.zh}，${kind.zh}${level.zh}，${when} 发生，${state.zh}。请立即处置。`,
      en: `${school}, ${place.en}: ${kind.en} ${level.en} at ${when} (Shanghai), ${state.en}. Take it on now.`,
    },
    alarm.exercise !== null,
  );
};

/** `presence` is a 查岗 that waits for its answer; `dutyCheck` one that got none. */
type Other = Exclude<CallSubject, 'alarm'> | 'presence';
const matters: Readonly<Record<Other, NoticeText>> = {
  presence: {
    title: { zh: '查岗', en: 'Presence check' },
    text: { zh: '请在 10 分钟内登录系统应答查岗。', en: 'Sign in and answer the presence check within 10 minutes.' },
  },
  dutyCheck: {
    title: { zh: '查岗未应答', en: 'Presence check not answered' },
    text: { zh: '值班查岗超时无人应答，请立即联系值班室。', en: 'Nobody answered the presence check in time. Reach the duty room now.' },
  },
  console: {
    title: { zh: '值班台失联', en: 'Duty console lost' },
    text: {
      zh: '值班台无法证明有人看到、听到报警，请立即查看。报警已改拨电话。',
      en: 'The duty console does not prove that anybody sees and hears alarms. Look at once; alarms go to telephones now.',
    },
  },
  request: {
    title: { zh: '救援力量未应答或未到场', en: 'A responder does not answer or is not there' },
    text: {
      zh: '已请求的救援力量未能联系上，或未按时到场，请立即人工联系。',
      en: 'A responder that was asked could not be reached, or is not there in time. Call them in person now.',
    },
  },
  runnerTask: {
    title: { zh: '现场核实逾期', en: 'Runner is late' },
    text: {
      zh: '现场核实人员未按时到场，请立即另派或联系。',
      en: 'The runner is not on the scene in time. Send another or reach them now.',
    },
  },
  phoneTask: {
    title: { zh: '报警电话未拨打', en: 'Emergency call not made' },
    text: { zh: '报警电话任务超时无人拨打，请立即拨打。', en: 'The emergency call has not been made in time. Dial now.' },
  },
  incident: {
    title: { zh: '突发事件', en: 'Incident' },
    text: { zh: '突发事件响应已启动，请查看处置任务。', en: 'An incident response is under way. See its tasks.' },
  },
  drill: {
    title: { zh: '应急演练', en: 'Drill' },
    text: { zh: '应急演练进行中，请查看。', en: 'A drill is under way.' },
  },
};

export const otherText = (world: World, subject: Other, school: string, at: number, exercise: boolean): NoticeText => {
  const { title, text } = matters[subject];
  const [name, when] = [schoolName(world, school), shanghaiTime(at)];
  return finished(
    { zh: `${title.zh}：${name}`, en: `${title.en}: ${name}` },
    { zh: `${name}，${when}：${text.zh}`, en: `${name}, ${when} (Shanghai): ${text.en}` },
    exercise,
  );
};
