/** One document of each kind, as it is stored. */
import type { DocumentKind, FormalDocument } from '../../services/contracts/document.ts';

export const issuedAt = Date.UTC(2026, 10, 21, 8, 5);

export const strokes = {
  strokes: [
    [100, 200, 200, 100, 300, 250, 400, 120],
    [500, 300, 600, 100, 700, 300],
    [800, 150],
  ],
};

export const documentOf = (kind: DocumentKind, content: Readonly<Record<string, string>> = {}): FormalDocument => ({
  id: 'doc-1',
  version: 1,
  kind,
  school: 's1',
  hazard: 'hz-1',
  issuer: 'county',
  year: 2026,
  number: 3,
  issuedAt,
  issuedBy: 'bureau-leader',
  content: {
    issuer: '青石县教育体育局',
    issuedBy: '李明',
    school: '青石县第一实验小学',
    place: '教学楼 · 三层 · 东侧疏散通道',
    category: '消防安全',
    grade: '重大隐患',
    origin: '督导检查',
    description: '三楼东侧疏散通道被课桌椅堵塞。',
    responsible: '陶喆镕',
    requirements: '立即清理疏散通道，拆除锁具。',
    letter: '请于三日内完成整改并书面报告。',
    protection: '设置警戒线（责任人：王建国，每4小时检查一次）\n安排专人值守（责任人：陶喆镕）',
    overdueDays: '12',
    notice: '安全整改〔2026〕1号',
    stopUse: '已停用',
    measures: '已清理通道，更换应急照明灯。',
    cost: '12,500元',
    finding: '现场核查，通道畅通。',
    onTime: '按期完成',
    ...content,
  },
  times: { reportedAt: issuedAt - 1e9, issuedAt, deadline: issuedAt - 1e8 },
  days: 15,
  deliveredAt: issuedAt + 7_200_000,
  deliveredTo: 'principal',
  opinion: '立即整改，责任到人。',
  signature: strokes,
  issuerSignature: kind === 'acceptance' ? { typed: '李明' } : null,
});
