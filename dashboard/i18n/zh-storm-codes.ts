/** 告警风暴、搁置、维护窗口的代码（flows/storm-card.ts、flows/shelving.ts、flows/maintenance-windows.ts）。 */
export const zhStormReasons = {
  already_asked: '已申请搁置，等待第二人同意',
  not_asked: '没有人申请搁置',
  same_person: '须由另一人同意，不能自己同意自己的申请',
};

export const zhStormActs = {
  'alarm.shelving_asked': '申请搁置，等待第二人同意',
  'alarm.cosigned': '第二人同意搁置',
  'alarm.shelving_lapsed': '无人同意，搁置申请失效',
  'alarm.held': '维护期间暂不通知',
  'alarm.released': '维护结束，恢复通知',
  'storm.opened': '告警风暴开始',
  'storm.closed': '告警风暴结束',
  'storm.acknowledged': '一次接警整场风暴',
  'maintenance.planned': '安排维护窗口',
  'maintenance.started': '维护开始',
  'maintenance.ended': '维护结束',
  'maintenance.cancelled': '取消维护',
};

export const zhStormProblems = {
  ends_too_early: '结束时间须晚于开始时间和现在',
  window_too_long: '维护窗口过长，请分成几段',
  windows_overlap: '其中有设备在同一时间已安排维护',
};

/** 触发没有形成可见告警的原因（core/storms/balance.ts）。 */
export const zhSuppressed = {
  same_message: '报文重复',
  same_state: '状态未变',
  no_rule: '不构成告警',
  already_over: '补传且已恢复',
  maintenance: '维护期间',
  shelved: '已搁置',
  explained: '由其他告警解释',
};
