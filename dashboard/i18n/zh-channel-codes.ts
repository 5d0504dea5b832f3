/** 通知通道的代码 → 中文（services/notify、flows/sirens.ts）；英文见 en-channel-codes.ts。 */

/** 一次通知为什么没有送出或没有送达。 */
export const zhChannelReasons = {
  no_channel: '没有配置这种通道',
  no_phone: '没有登记可用的电话号码',
  no_email: '没有登记电子邮箱',
  no_siren: '该设备不能鸣响警报',
  channel_down: '通道连续失败，暂停片刻后再试',
  timed_out: '通道没有在规定时间内应答',
  unreachable: '连不上通道服务器',
  name_unknown: '找不到通道服务器的域名',
  tls_failed: '通道服务器的证书不可信',
  bad_address: '通道地址不正确',
  not_https: '通道地址没有加密',
  address_refused: '通道地址指向不允许访问的网络',
  redirect_refused: '通道服务器要求转到别处，已拒绝',
  answer_too_large: '通道服务器的应答过大',
  credentials_refused: '通道密钥不被接受',
  rate_limited: '通道限制了发送频率',
  provider_refused: '运营商拒绝了内容或模板',
  provider_error: '运营商服务出错',
  recipient_refused: '号码或邮箱不被接受',
  not_delivered: '运营商报告未送达',
  exercise_unmarked: '演练通知没有演练标记，已拦截',
  exercise_sealed: '演练不对外：没有为演练指定去处，或学校没有允许演练鸣响',
  device_offline: '设备不在线',
  device_refused: '设备没有执行',
  no_answer: '设备没有应答',
  expired: '超过时限，不再发送',
  superseded: '已被新的指令代替',
};

export const zhChannelActs = {
  'channel.tried': '试发通知通道',
  'siren.sounded': '鸣响警报',
  'siren.silenced': '停止警报',
  'siren.failed': '警报指令未执行',
};

export const zhChannelProblems = {
  bad_signature: '签名不正确。',
  stale_signature: '签名已过时。',
  replayed: '这条回执已经收过。',
  bad_request: '内容格式不符。',
};
