/** 值班、通知、响应、联动、演练的代码 → 中文；英文见 en-duty-codes.ts。 */
import type { Call, ChannelId } from '../../services/contracts/call.ts';
import type { Drill, RunnerTask } from '../../services/contracts/drill.ts';
import type { IncidentAction, ResponseLevel } from '../../services/contracts/incident.ts';
import type { Capability, CapMessage, PhoneTask, RequestState, Responder, ResponderChannel } from '../../services/contracts/responder.ts';
import type { Team } from '../../services/contracts/response.ts';
import type { ConsoleFault, SeatRole } from '../../services/contracts/rota.ts';
import type { Maintenance } from '../../services/contracts/storm.ts';

export const zhDutyCodes = {
  seatRole: { first: '主班', second: '副班', leader: '带班领导' } satisfies Record<SeatRole, string>,
  consoleFault: {
    no_screen: '没有打开值班页面',
    no_answer: '页面没有应答（断网、休眠或死机）',
    hidden: '页面被最小化或切到后台',
    muted: '已静音',
    sound_blocked: '浏览器不允许发声',
    frozen: '页面卡死',
    check_missed: '听音查岗没有应答',
    slow: '显示太慢',
    not_heard: '扬声器的声音没有被麦克风听到',
  } satisfies Record<ConsoleFault, string>,
  channel: {
    screen: '值班屏幕',
    browser: '浏览器通知',
    email: '电子邮件',
    sms: '短信',
    voice: '语音电话',
    robot: '群机器人',
    webhook: '系统对接',
    siren: '警号与广播',
  } satisfies Record<ChannelId, string>,
  callState: {
    planned: '待发送',
    sending: '正在发送',
    sent: '已交运营商，未确认送达',
    delivered: '已送达设备',
    seen: '本人已看到',
    failed: '失败',
    cancelled: '已不需要',
  } satisfies Record<Call['state'], string>,
  requestState: {
    draft: '待发送',
    sent: '已发出',
    delivered: '已送达',
    accepted: '已接受',
    rejected: '不能来',
    no_answer: '没有应答',
    en_route: '已出发',
    on_scene: '已到场',
    cleared: '已撤离',
    cancelled: '已取消',
  } satisfies Record<RequestState, string>,
  capability: {
    fire: '灭火',
    rescue: '救援',
    medical: '医疗救护',
    security: '治安',
    hazmat: '危险化学品处置',
    evacuation: '疏散',
    shelter: '安置',
  } satisfies Record<Capability, string>,
  responderKind: {
    fire_station: '消防救援站',
    micro_station: '微型消防站',
    police: '公安',
    hospital: '医院',
    neighbour: '邻近单位',
    emergency_bureau: '应急管理局',
    team: '应急队伍',
    other: '其他力量',
  } satisfies Record<Responder['kind'], string>,
  responderChannel: {
    webhook: '系统对接',
    cap: '公共预警协议',
    sms: '短信',
    voice: '语音电话',
    phone: '人工拨打',
  } satisfies Record<ResponderChannel, string>,
  phoneOutcome: { reached: '已接通', not_reached: '未接通', cancelled: '已不需要' } satisfies Record<
    NonNullable<PhoneTask['outcome']>,
    string
  >,
  capType: { Alert: '发布', Update: '更新', Cancel: '解除', Ack: '回执', Error: '退回' } satisfies Record<CapMessage['msgType'], string>,
  capStatus: { Actual: '实际', Exercise: '演练', System: '系统', Test: '测试', Draft: '草稿' } satisfies Record<
    CapMessage['status'],
    string
  >,
  drillState: {
    planned: '已计划',
    running: '进行中',
    ended: '已结束',
    preempted: '因真实报警中止',
    missed: '逾期未开展',
    cancelled: '已取消',
  } satisfies Record<Drill['state'], string>,
  maintenanceState: { planned: '已计划', running: '维护中', ended: '已结束', cancelled: '已取消' } satisfies Record<
    Maintenance['state'],
    string
  >,
  runnerFinding: { real: '属实', false: '误报', unclear: '不清楚' } satisfies Record<NonNullable<RunnerTask['finding']>, string>,
  incidentAction: {
    command: '我来指挥',
    raise: '提高级别',
    lower: '降低一级',
    take_task: '领取任务',
    finish_task: '完成任务',
    casualties: '登记伤亡',
    control: '已控制',
    end: '结束响应',
  } satisfies Record<IncidentAction, string>,
  /** 不带罗马数字的级别词。 */
  levelWord: { IV: '一般', III: '较大', II: '重大', I: '特别重大' } satisfies Record<ResponseLevel, string>,
  teamKind: {
    micro_station: '微型消防站',
    evacuation: '疏散引导',
    medical: '医疗救护',
    security: '安全警戒',
    logistics: '后勤保障',
    class: '班级',
  } satisfies Record<Team['kind'], string>,
};
