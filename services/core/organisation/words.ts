/** The words of the spreadsheet for what is a code on the wire; either is understood in a cell. */
import type { HazardCategory } from '../../contracts/hazard.ts';
import type { Device, Org, Space } from '../../contracts/place.ts';
import type { Post } from '../../contracts/responsibility.ts';
import type { Role } from '../../contracts/values.ts';

export const orgKindWords: Readonly<Record<Org['kind'], string>> = { city: '市', bureau: '教育主管部门', township: '乡镇', school: '学校' };

export const schoolKindWords: Readonly<Record<NonNullable<Org['schoolKind']>, string>> = {
  kindergarten: '幼儿园',
  primary: '小学',
  middle: '初中',
  nine_year: '九年一贯制学校',
  high: '高中',
  vocational: '职业学校',
  special: '特殊教育学校',
  training: '校外培训机构',
};

export const ownershipWords: Readonly<Record<NonNullable<Org['ownership']>, string>> = { public: '公办', private: '民办' };

export const spaceKindWords: Readonly<Record<Space['kind'], string>> = { campus: '校区', building: '楼栋', floor: '楼层', room: '房间' };

export const spaceUseWords: Readonly<Record<Space['use'], string>> = {
  dormitory: '宿舍',
  kindergarten: '幼儿园',
  classroom: '教室',
  laboratory: '实验室',
  canteen: '食堂',
  kitchen: '厨房',
  office: '办公室',
  corridor: '走廊',
  stairs: '楼梯间',
  storage: '库房',
  plant: '设备间',
  outdoor: '室外',
  other: '其他',
};

export const roleWords: Readonly<Record<Role, string>> = {
  'bureau-admin': '主管部门管理员',
  'bureau-leader': '主管部门领导',
  'bureau-inspector': '督查员',
  principal: '校长',
  'safety-officer': '安全干事',
  'school-admin': '学校管理员',
  'duty-leader': '带班领导',
  'duty-officer': '值班员',
  'grid-person': '网格员',
  repairer: '维修人员',
  teacher: '教师',
  viewer: '只读查看',
};

export const deviceTypeWords: Readonly<Record<Device['type'], string>> = {
  sensor: '传感器',
  detector: '探测器',
  camera: '摄像机',
  gateway: '网关',
  button: '按钮',
  other: '其他',
};

export const headshipWords: Readonly<Record<NonNullable<Post['headship']>, string>> = {
  party: '党组织负责人',
  administration: '行政负责人',
  safety: '安全分管负责人',
};

export const categoryWords: Readonly<Record<HazardCategory, string>> = {
  detector_fault: '探测器故障',
  detector_silent: '探测器长时间失联',
  false_alarms: '反复误报',
  confirmed_event: '已确认的突发事件',
  low_battery: '设备电量低',
  fire_safety: '消防安全',
  electrical: '用电安全',
  building: '校舍安全',
  food: '食品安全',
  traffic: '交通安全',
  equipment: '设施设备',
  chemicals: '实验与危险化学品',
  special_equipment: '特种设备',
  confined_space: '有限空间',
  surroundings: '校园周边',
  crowding: '拥挤踩踏',
  control_missed: '管控措施未落实',
  drill_missed: '应急演练未开展',
  supply_expired: '应急物资过期',
  other: '其他',
};
