/** The codes of the case in the words of the documents: formal documents are Chinese whatever the screens' language. */
import type { DocumentKind } from '../../contracts/document.ts';
import type { Hazard } from '../../contracts/hazard.ts';
import type { AlarmKind } from '../../contracts/values.ts';

export const titles: Readonly<Record<DocumentKind, string>> = {
  rectification_notice: '学校安全工作督查整改通知书',
  supervision_letter: '督办函',
  interim_protection: '临时防护措施单',
  acceptance: '整改验收单',
};

export const categories: Readonly<Record<Hazard['category'], string>> = {
  detector_fault: '探测器故障',
  detector_silent: '探测器长时间失联',
  false_alarms: '反复误报',
  confirmed_event: '已确认的突发事件',
  low_battery: '设备电量低',
  fire_safety: '消防安全',
  electrical: '用电安全',
  building: '校舍建筑',
  food: '食品卫生',
  traffic: '交通安全',
  equipment: '设施设备',
  chemicals: '危险化学品',
  special_equipment: '特种设备',
  confined_space: '有限空间',
  surroundings: '校园周边环境',
  crowding: '人员拥挤',
  control_missed: '管控措施未落实',
  drill_missed: '应急演练未落实',
  supply_expired: '应急物资过期',
  other: '其他',
};

export const origins: Readonly<Record<Hazard['origin'], string>> = {
  sensor: '传感器监测',
  alarm: '报警产生',
  patrol: '网格巡查',
  inspection: '督导检查',
  public: '群众反映',
  agency: '部门移交',
  control_missed: '管控措施未落实',
};

export const gradeText = (grade: Hazard['grade']): string =>
  grade === null ? '未定级' : { general: '一般隐患', major: '重大隐患' }[grade];

const alarmKinds: Readonly<Record<AlarmKind, string>> = {
  smoke: '烟雾报警',
  heat: '感温报警',
  gas: '可燃气体报警',
  manual_call: '手动火灾报警',
  panic: '一键求助',
  video_fire: '视频识别火焰',
  video_smoke: '视频识别烟雾',
  video_intrusion: '视频识别入侵',
  video_crowd: '视频识别人员聚集',
  temperature: '温度异常',
  humidity: '湿度异常',
  co: '一氧化碳报警',
  current_leakage: '剩余电流报警',
  water_pressure: '消防水压异常',
  silent: '设备失联',
  gateway_lost: '网关失联',
  camera_blind: '摄像机遮挡或黑屏',
  fault: '设备故障',
  tamper: '设备被拆动',
  low_battery: '设备电量低',
};

export const alarmKindText = (kind: string): string => (Object.hasOwn(alarmKinds, kind) ? alarmKinds[kind as AlarmKind] : kind);
