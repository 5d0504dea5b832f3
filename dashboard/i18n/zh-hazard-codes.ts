/** 隐患、风险、文书的代码 → 中文；英文见 en-hazard-codes.ts。 */
import type { DocumentKind } from '../../services/contracts/document.ts';
import type { EvidenceFlag, EvidenceStage } from '../../services/contracts/evidence.ts';
import type { HazardLimit, LadderStep, RootCause } from '../../services/contracts/hazard.ts';
import type { ChainLink } from '../../services/contracts/responsibility.ts';
import type { Measure, RiskLevel } from '../../services/contracts/risk.ts';

export const zhHazardCodes = {
  rootCause: {
    ageing: '老化失修',
    design: '设计缺陷',
    maintenance: '维护保养不到位',
    funds: '经费不足',
    training: '培训教育不足',
    discipline: '违章违纪',
    institution: '制度不健全',
    supplier: '供应商或施工方',
    environment: '环境因素',
    unknown: '原因待查',
  } satisfies Record<RootCause, string>,
  hazardLimit: {
    grade: '定级时限',
    plan: '方案时限',
    list: '挂牌时限',
    check: '开始验收时限',
    close: '验收时限',
    spot_check: '抽查时限',
    decide_extension: '延期审批时限',
    fix_on_spot: '立查立改时限',
  } satisfies Record<HazardLimit, string>,
  ladderStep: { reminder: '提醒', notice: '催办通知', letter: '督办函', criticism: '通报批评' } satisfies Record<LadderStep, string>,
  evidenceStage: {
    found: '发现时',
    protection: '防护措施',
    before: '整改前',
    after: '整改后',
    site: '现场验收',
    recheck: '回头看',
    other: '其他',
  } satisfies Record<EvidenceStage, string>,
  evidenceFlag: {
    same_file: '与另一张图片完全相同',
    same_picture: '与另一张图片几乎相同',
    part_of_picture: '是另一张图片的一部分',
    older_than_report: '拍摄早于上报',
    before_like_after: '整改前后看不出变化',
    no_nonce: '不是在本系统中拍摄',
    nonce_used: '拍摄凭证已用过',
    nonce_expired: '拍摄凭证已过期',
    time_contradicts: '时间前后矛盾',
    no_place: '没有定位',
    outside_fence: '不在校园内拍摄',
    edited: '被软件编辑过',
    screenshot: '像是屏幕截图',
  } satisfies Record<EvidenceFlag, string>,
  documentKind: {
    rectification_notice: '学校安全工作督查整改通知书',
    supervision_letter: '督办函',
    interim_protection: '临时防护措施单',
    acceptance: '整改验收单',
  } satisfies Record<DocumentKind, string>,
  chainAs: {
    responsible: '整改责任人',
    grid_person: '网格员',
    building_owner: '产权人',
    safety_officer: '安全干事',
    safety_head: '分管安全负责人',
    administration_head: '行政主要负责人',
    party_head: '党组织主要负责人',
    duty: '当班值守人员',
    bureau: '主管部门',
  } satisfies Record<ChainLink['as'], string>,
  riskLevel: { major: '重大风险（红）', considerable: '较大风险（橙）', general: '一般风险（黄）', low: '低风险（蓝）' } satisfies Record<
    RiskLevel,
    string
  >,
  measureHeading: {
    responsibility_chain: '责任链条',
    institution: '制度',
    management_method: '管理办法',
    key_project: '重点工程',
    working_mechanism: '工作机制',
    prevention_system: '防控体系',
  } satisfies Record<Measure['heading'], string>,
  measureState: { open: '进行中', done: '已完成', dropped: '已取消' } satisfies Record<Measure['state'], string>,
};
