/** Items that are open: not begun, or not whole yet. */
import type { Item, Words } from './item.ts';
import { open } from './item.ts';

const campaigns: Words = {
  zh: '专项行动及其阶段、领导小组、督查组还没有做',
  en: 'campaigns with their phases, leading groups and inspection teams are not built yet',
};
const selfCheck: Words = {
  zh: '自查清单、逐项印证材料和覆盖核对还没有做',
  en: 'checklists with evidence item by item, and coverage of them, are not built yet',
};
const statistics: Words = { zh: '统计、考核评分和年度报告还没有做', en: 'statistics, scores and annual reports are not built yet' };
const training: Words = { zh: '教育培训还没有做', en: 'education and training are not built yet' };
const registers: Words = { zh: '专门台账和到期检查还没有做', en: 'registers of their own, with what falls due, are not built yet' };
const agencies: Words = { zh: '与其他部门、新闻媒体的联络还没有做', en: 'links with other agencies and the press are not built yet' };

export const notYet: readonly Item[] = [
  open(
    7,
    '以主要领导为组长，相关科室负责人为成员的活动领导小组；各学校也要成立由主要负责同志任组长的领导小组',
    'leading groups at the bureau and at every school',
    campaigns,
  ),
  open(8, '各级领导小组组长，要亲自研究部署、组织推动，带队开展督导检查', 'leaders lead inspections themselves', campaigns),
  open(
    10,
    '督查组：局领导班子成员为组长，各有关科室负责人为成员',
    'inspection teams led by a member of the bureau’s leadership',
    campaigns,
  ),
  open(11, '检查组第一个成员为本组的联系人，主动与检查组其它成员联系', 'the first member of a team is its contact', {
    zh: '专班的第一名成员是联系人并收到提醒；检查组本身还没有做',
    en: 'a task force’s first member is its contact and is reminded; inspection teams themselves are not built yet',
  }),
  open(12, '各督查组负责督导分包单位；各检查组对联系的学校安全工作负监管责任', 'each school belongs to one inspection team', campaigns),
  open(30, '制定时间表路线图', 'timetable and road map', {
    zh: '任务和整改有期限和到期提醒；时间表路线图（甘特图）还没有做',
    en: 'tasks and rectifications have deadlines and reminders; the road map (Gantt) is not built yet',
  }),
  open(34, '力争在2023年前根本整改完毕 (消防)', 'a hazard class fixed by the campaign’s target date', campaigns),
  open(41, '危险源全周期管理制度 (危化品)', 'hazardous chemicals: from purchase to disposal', registers),
  open(43, '“全县学校安全网格化管理平台”', 'one platform for the schools of a whole county', {
    zh: '200所学校的负荷由 `npm run bench -- workflow` 测量，不在测试里断言',
    en: 'the load of 200 schools is measured by `npm run bench -- workflow`, not asserted by a test',
  }),
  open(
    44,
    '组织各个网格人员对…每个环节、每个岗位、每个部位安全风险隐患和每项安全措施落实情况进行“拉网式”排查治理',
    'patrol of every step, post and place',
    {
      zh: '网格巡查和漏巡提醒已有；覆盖率不足时不能完成自查还没有做',
      en: 'patrols of cells and missed ones are told; blocking the self-check by coverage is not built yet',
    },
  ),
  open(45, '地毯式、拉网式、全覆盖式', 'full coverage: school × 15 areas', selfCheck),
  open(46, '校舍建筑、食品卫生、交通、消防、设施设备、危险化学品、特种设备、有限空间、校园周边环境', 'nine topics of the self-check', {
    zh: '九类都可作为隐患类别；与15个方面的对应还没有做',
    en: 'all nine are categories of hazards; their mapping to the 15 areas is not built yet',
  }),
  open(47, '15个方面排查整治', 'the 15 areas of inspection as a checklist', selfCheck),
  open(48, '学校自查自改阶段（4月6日至4月19日）', 'phase of self-check by the schools', campaigns),
  open(49, '县教体局督查阶段（4月20日至4月30日）', 'phase of inspection by the bureau', campaigns),
  open(
    50,
    '每个乡镇至少要督查3所学校，其中要包括一所中学，一所小学、一所民办学校',
    'at least three schools a township, of three sorts',
    campaigns,
  ),
  open(51, '禁止走形式…禁止只听汇报不到现场', 'no inspection on paper: on site, with proof', {
    zh: '验收和回头看须有围栏内的照片；督查的停留时间还没有做',
    en: 'checks and look-backs need a picture taken on site; inspections with their dwell time are not built yet',
  }),
  open(52, '禁止让被查单位代查', 'nobody inspects for the inspected', {
    zh: '谁整改谁不能验收已做；督查组与被查单位的区分随督查组一起做',
    en: 'nobody checks their own rectification; inspectors of another organisation come with inspection teams',
  }),
  open(56, '针对检查内容逐条对照，整理出档案资料和印证材料', 'evidence item by item, in a binder', selfCheck),
  open(57, '凡是未能提供工作档案和印证材料的，视为未开展工作', 'no evidence: counts as not done', selfCheck),
  open(60, '轻车简从、廉洁自律; 疫情防控措施 (检查人员)', 'declarations of inspectors', campaigns),
  open(62, '学校自查自改 vs 督查 comparison (implied)', 'self-check held against inspection', selfCheck),
  open(63, '四个阶段：1发动部署(2022.5–6) 2组织实施(2022.7–12) 3集中攻坚(2023) 4巩固提升(2023)', 'four phases that may overlap', campaigns),
  open(64, '2021年4月6日至4月30日 活动月', 'a short campaign of one month', campaigns),
  open(65, '各地各校…制定细化实化实施方案 (市→县→校)', 'plans of each level cover those above', campaigns),
  open(66, '安全防范建设三年达标行动；安全生产专项整治三年行动', 'several campaigns at once', campaigns),
  open(
    67,
    '形成年度报告并于每年年底前报市安委会办公室，2023年底前形成专项整治三年行…工作报告报送市安委会办公室',
    'annual and final reports',
    statistics,
  ),
  open(68, '分年度对专项整治行动完成情况实施评估', 'yearly assessment', statistics),
  open(69, '纳入教育督导考核和党政领导干部绩效考核', 'scores of units and leaders', statistics),
  open(70, '动态检查和过程监督', 'live progress of campaigns', campaigns),
  open(71, '形成一批制度成果，在全市推广', 'good practice, spread', statistics),
  open(72, '安全管理统计分析制度', 'statistics of everything, drilled down', {
    zh: '隐患的闭环率、按时率和共性原因已有；报警、演练、培训统计和导出还没有做',
    en: 'closure, on-time rates and causes of hazards are there; alarms, drills, training and exports are not built yet',
  }),
  open(73, '依法参加有关事故的调查处理，监督检查事故单位落实防范和整改措施情况', 'investigations and what follows from them', statistics),
  open(74, '落实国家、省、市、县安全工作有关文件情况 (area 1)', 'documents from above, read and carried out', statistics),
  open(75, '1 学校消防安全管理：集中开展消防安全隐患排查整治；健全与消防救援机构协调联(动)工作机制；消防安全标准化管理', 'fire safety', {
    zh: '火灾报警到隐患的全过程已有；消防设施台账和消防救援联络还没有做',
    en: 'fire alarms lead to hazards; the register of fire facilities and the link with the fire service are not built yet',
  }),
  open(76, '2 学校食堂和食品安全管理：定期开展食品安全自查自纠；加强评价考核', 'canteens and food', registers),
  open(
    77,
    '3 学校实验室及危险化学品安全管理：分级管理责任体系和监督体系；实验室人员安全培训机制；组织开展危险化学品等排查',
    'laboratories and chemicals',
    registers,
  ),
  open(
    78,
    '4 校车交通安全管理：依法实施校车使用许可；专用校车；清理不达标载客汽车、非专用校车；源头管理、动态监管',
    'school buses',
    registers,
  ),
  open(
    79,
    '5 学校建筑及设施设备安全管理：违法建设、违规改变建筑主体结构或使用功能；设施设备专项体检',
    'buildings and facilities',
    registers,
  ),
  open(80, '6 校外培训机构专项整治：联合监管机制；资格准入和办学管理', 'off-campus training', {
    zh: '机构类型里有校外培训机构；专用检查清单还没有做',
    en: 'the type of institution is there; its own checklist is not built yet',
  }),
  open(81, '加强校园“三防”建设', 'people, things and technique that protect', registers),
  open(88, '实验室安全检查信息系统', 'laboratory checks', registers),
  open(89, '与应急管理、市场监管、公安、消防等部门协同联动，资源共享、信息互通', 'co-operation with other agencies', agencies),
  open(96, '应急物资储备', 'emergency supplies', {
    zh: '物资台账、检查和到期通知已做，到期列入应急准备检查；到期自动生成隐患还没有做',
    en: 'the register, its checks and what expires are told and fail the readiness check; an expired item does not make a hazard yet',
  }),
  open(101, '宿舍管理员配备和24小时在岗；值班、巡查、点名查铺 (area 9)', 'dormitory staff, day and night', {
    zh: '值班表和查岗已做；宿舍点名查铺还没有做',
    en: 'rota and presence checks are there; the roll call of dormitories is not built yet',
  }),
  open(102, '有效防止校园拥挤踩踏事故，维持好高峰时段学生上下楼秩序 (area 12)', 'no crush on the stairs', {
    zh: '视频拥挤事件会报警；高峰值守还没有做',
    en: 'crowding seen by a camera is an alarm; stair duty is not built yet',
  }),
  open(103, '联合有关部门，开展学校周边…综合治理 (area 13)', 'the surroundings of the school', agencies),
  open(
    104,
    '水、电、暖、气设施设备、锅炉及电梯等特种设备、有限空间；易燃易爆及危险化学品 (area 10)',
    'water, power, heating, gas, special equipment',
    registers,
  ),
  open(105, '消防设施、灭火器材、标识、疏散通道、安全出口 (area 11)', 'fire facilities, each checked', registers),
  open(106, '分级分批组织…轮训，推进学习教育全覆盖', 'training in turns', training),
  open(107, '安全教育课“五落实”', 'five requirements of safety lessons', training),
  open(
    108,
    '防食物中毒、防火、防交通事故、防校园暴力和欺凌、防自然灾害、防用电事故、防踩踏、防性侵; 防溺水专题',
    'nine topics of safety education',
    training,
  ),
  open(109, '消防日、安全生产月、军训课程、科普讲座、亲身体验', 'days and months of safety', training),
  open(110, '在线开放课程；虚拟仿真技术', 'online courses', training),
  open(111, '实训实习期间和校外社会实践活动的安全管理', 'practice and trips outside the school', training),
  open(112, '在报、网、端、微等平台进行专题宣传', 'publicity', agencies),
];
