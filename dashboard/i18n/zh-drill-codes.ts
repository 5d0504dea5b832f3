/** 演练与现场核实的代码（flows/drills.ts、flows/runners.ts）。 */
export const zhDrillActs = {
  'drill.planned': '安排演练',
  'drill.started': '演练开始',
  'drill.ended': '演练结束',
  'drill.preempted': '真实报警，演练中止',
  'drill.cancelled': '取消演练',
  'drill.missed': '演练未按期开展',
  'runner.sent': '派人现场核实',
  'runner.arrived': '核实人员到达',
  'runner.found': '核实人员报告结果',
  'runner.late': '核实人员三分钟未到',
};

export const zhDrillProblems = {
  not_planned: '这次演练已经开始或已结束',
  not_running: '这次演练不在进行中',
  real_alarm: '有真实报警未解除，不能开始演练',
  other_drill: '本校另一次演练正在进行',
  unknown_device: '没有这个设备，或设备不在本校',
  signal_after_end: '演练信号晚于演练结束时间',
  already_sent: '这个人已经在去现场的路上',
  wrong_place: '这个二维码不是该报警所在位置的',
  unknown_code: '二维码无效，请扫描墙上的到位码',
};
