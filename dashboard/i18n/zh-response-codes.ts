/** 分级响应的代码（core/response、flows/response.ts、flows/musters.ts、flows/plans.ts、flows/supplies.ts）；英文见 en-response-codes.ts。 */
import type { SchoolReadiness } from '../../services/contracts/response.ts';

/** 不能操作的原因。 */
export const zhResponseReasons = {
  only_people: '须由本人登录操作',
  already_commander: '您已经在指挥',
  cannot_command: '您的岗位不能指挥这一等级的响应',
  outranked: '现任指挥的职级更高',
  not_commander: '只有现任指挥可以操作',
  highest_level: '已是最高等级',
  lowest_level: '已是最低等级',
  no_task_open: '没有待办的任务',
  already_controlled: '已经宣布控制',
  not_controlled: '还没有宣布控制',
  alarms_open: '还有报警没有解除或复位',
};

export const zhResponseProblems = {
  not_higher: '请选择更高的等级。',
  unknown_task: '没有这项任务，请刷新后再试。',
  task_done: '这项任务已经完成。',
  task_taken: '这项任务已由别人领取。',
  plan_in_force: '生效过的预案不能修改，请编写下一版。',
  second_person: '预案须由编制人以外的人批准。',
  own_needs_text: '自拟任务须写明内容。',
  muster_open: '集合点名已经开始。',
  no_groups: '本校还没有登记班级，无法点名。',
};

export const zhResponseActs = {
  'incident.commanded': '接任指挥',
  'incident.raised': '响应升级',
  'incident.lowered': '响应降级',
  'incident.task_taken': '领取任务',
  'incident.task_done': '完成任务',
  'incident.task_late': '任务超时',
  'incident.casualties': '更新伤亡情况',
  'incident.controlled': '宣布已控制',
  'incident.control_lost': '再次报警，控制失效',
  'incident.alarms_over': '全部报警已解除，可以结束响应',
  'response_plan.drafted': '编写预案',
  'response_plan.in_force': '预案生效',
  'response_plan.superseded': '预案被新版替代',
  'muster.opened': '开始集合点名',
  'muster.counted': '报告人数',
  'muster.missing': '有人未到',
  'muster.closed': '集合点名结束',
  'supply.added': '登记物资',
  'supply.changed': '变更物资',
  'supply.checked': '检查物资',
  'team.added': '登记队伍',
  'team.changed': '变更队伍',
};

/** 任务；预案自拟的任务显示其原文。 */
export const zhResponseTasks = {
  call_119: '拨打 119',
  local_action: '就近人员先行处置',
  send_runner: '派人到现场查看',
  broadcast_zone: '对相关区域应急广播',
  inform_principal: '报告校长',
  evacuate_building: '疏散整栋建筑',
  assemble_team: '集合应急队伍',
  roll_call: '集合点名',
  medical_post: '设立医疗救护点',
  report_bureau: '电话报告主管部门',
  evacuate_campus: '疏散全校',
  count_assembly: '清点各集合点人数',
  bring_supplies: '调运应急物资',
  inform_parents: '告知家长',
  hand_over_command: '向县政府移交指挥',
  situation_picture: '汇总现场情况',
  one_voice: '统一发布信息',
  own: '预案自拟任务',
};

/** 自动升级的原因（core/response/triggers.ts）。 */
export const zhResponseTriggers = {
  confirmed: '报警确认属实',
  zones: '两处楼层或分区报警',
  injured: '有人受伤',
  building_wide: '整栋建筑受到影响',
  serious: '多人重伤',
  dead: '有人死亡',
  hazardous_chemicals: '危险化学品',
  buildings: '多栋建筑同时发生',
  schools: '多所学校同时发生',
  many_serious: '大量人员重伤',
  many_dead: '多人死亡',
  uncontrolled: '超时未控制',
  rekindled: '控制后再次报警',
};

export const zhReadinessChecks = {
  plan_in_force: '有生效的应急预案',
  plan_reviewed: '预案在评审期内',
  drill_recent: '按期开展演练',
  rota_filled: '未来几天值班表已排满',
  two_on_shift: '当前在岗人数达标',
  responders_verified: '救援单位联系方式已核实',
  supplies_current: '应急物资在有效期内',
  teams_named: '应急队伍有负责人和队员',
} satisfies Record<SchoolReadiness['checks'][number]['check'], string>;

export const zhResponseNews = {
  muster_missing: '集合点名有人未到，请核对伤亡情况。',
  plan_review_due: '一份应急预案该评审了。',
  supply_expired: '一项应急物资已过期。',
};

export const zhResponseSubjects = { responsePlan: '应急预案', supply: '应急物资' };
