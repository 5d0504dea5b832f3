/** 排班、交接班、查岗、值班日志的代码（flows/rota.ts、handover.ts、duty-checks.ts、log.ts）。 */
export const zhRotaActs = {
  'seat.added': '设置了值班岗位',
  'seat.changed': '调整了值班岗位',
  'seat.taken': '上岗，开始承担值班责任',
  'seat.left': '值班时段结束，责任解除',
  'shift.added': '排了班',
  'shift.swapped': '换班或替班',
  'shift.cancelled': '撤销了排班',
  'leave.added': '登记了请假',
  'leave.cancelled': '撤销了请假',
  'rota.gaps_found': '发现值班空档或问题',
  'handover.opened': '生成了交接班单',
  'handover.given': '交班人签字',
  'handover.taken': '接班人签字，责任转移',
  'handover.cancelled': '取消了交接班',
  'alarm.handed_over': '随交接班移交给接班人',
  'duty_check.issued': '发出查岗',
  'duty_check.answered': '应答查岗',
  'duty_check.missed': '查岗超时未应答',
  'duty_check.replaced': '新的查岗取代了未应答的查岗',
  'log.written': '写了值班日志',
};

export const zhRotaProblems = {
  bad_hours: '值守时段的结束要晚于开始，最长一天。',
  bad_times: '时间不正确：结束要晚于开始，不能已经过去，也不能超出允许的长度。',
  cannot_hold: '这个人的岗位不能值班。',
  check_waiting: '这个岗位有一次查岗正在等待应答。',
  giver_left: '交班人已不在这个岗位上，请取消后重新交接。',
  handover_open: '这个岗位有一次交接班还没有签完。',
  holds_already: '这个人已经在这个岗位上。',
  leaves_gap: '撤销后将无人值守，请安排替班。',
  no_console: '这个岗位没有值班台，不能听音查岗。',
  nobody_holds: '现在没有人在岗，到班人员直接上岗即可。',
  not_on_rota: '这个人不是当前或下一班的值班人员，请先换班。',
  not_on_seat: '只有在岗人员才能应答查岗。',
  not_your_turn: '还没有轮到您签字：交班人先签，接班人后签。',
  overlap: '这个岗位在这段时间已经排了人。',
  unknown_seat: '没有这个值班岗位，或它已停用。',
  unknown_shift: '没有可以替换的这个班次。',
  unknown_subject: '找不到所指的记录，或它不属于这个单位。',
};

/** 待办。 */
export const zhRotaNews = {
  duty_check: '查岗：请马上应答，10 分钟内有效。',
  duty_check_missed: '查岗 10 分钟无人应答，请立即核实值班情况。',
  handover_late: '新的一班已经开始，交接班还没有签字；签字前责任仍在交班人。',
  rota_gaps: '今后 30 天的值班表有空档或问题，请补齐。',
};
export const zhRotaSubjects = { seat: '值班岗位', rota: '值班表', dutyCheck: '查岗' };
export const zhRotaAs = { giver: '交班人', taker: '接班人', duty_leader: '带班领导', supervisor: '值班的上级' };
