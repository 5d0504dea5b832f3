/** One model of the page for every way of printing: from a document's record to titled blocks. */
import type { DocumentKind, FormalDocument, Signature } from '../../contracts/document.ts';
import { chineseDate, chineseTime } from './dates.ts';
import { numberText } from './number.ts';
import { readable } from './readable.ts';
import { titles } from './words.ts';

/** A document, or what it would say if it were issued now. */
export type Printable = Omit<FormalDocument, 'number'> & { readonly number: number | null };

export type Block =
  /** Paragraphs, a line each. */
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  | { readonly kind: 'section'; readonly heading: string; readonly lines: readonly string[]; readonly numbered: boolean }
  | { readonly kind: 'fields'; readonly rows: readonly (readonly [label: string, value: string])[] }
  /** A frame to be filled in by hand where nobody has signed on screen. */
  | {
      readonly kind: 'signed';
      readonly heading: string;
      readonly opinion: string;
      readonly by: string;
      readonly signature: Signature | null;
      readonly date: string;
    };

export interface Paper {
  readonly draft: boolean;
  readonly issuer: string;
  readonly title: string;
  readonly number: string;
  readonly addressee: string;
  readonly blocks: readonly Block[];
  readonly closing: readonly string[];
  readonly qr: { readonly url: string; readonly caption: string };
}

type Says = (name: string) => string;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const section = (heading: string, text: string, numbered = false): Block[] =>
  text === '' ? [] : [{ kind: 'section', heading, lines: linesOf(text), numbered }];

const toFillIn = '　　　　年　　月　　日';

const dayIn = ({ times }: Printable, name: string): string => {
  const at = times[name];
  return at === undefined ? '' : chineseDate(at);
};

const fields = (rows: readonly (readonly [string, string])[]): Block => ({
  kind: 'fields',
  rows: rows.filter(([, value]) => value !== ''),
});

const caseFields = (paper: Printable, says: Says): (readonly [string, string])[] => [
  ['学校', says('school')],
  ['隐患编号', paper.hazard],
  ['隐患部位', says('place')],
  ['隐患类别', says('category')],
  ['隐患等级', says('grade')],
  ['发现方式', says('origin')],
  ['发现日期', dayIn(paper, 'reportedAt')],
  ['整改责任人', says('responsible')],
];

/** The school's leader: what they say to it, their hand, when it was delivered. */
const receipt = (paper: Printable): Block => ({
  kind: 'signed',
  heading: '学校领导意见',
  opinion: paper.opinion === null ? '' : readable(paper.opinion),
  by: '学校领导（签名）：',
  signature: paper.signature,
  date: `送达时间：${paper.deliveredAt === null ? toFillIn : chineseTime(paper.deliveredAt)}`,
});

/** A deadline that stands is said; else the days that run from delivery. */
const deadlineOf = (paper: Printable): string => {
  const day = dayIn(paper, 'deadline');
  if (day !== '') return `请于${day}前`;
  return paper.days === null ? '' : `请自本通知书送达之日起${paper.days}日内`;
};

/** A school that notes its own hazard writes to whoever puts it right. */
const isOwn = ({ issuer, school }: Printable): boolean => issuer === school;

const notice = (paper: Printable, says: Says): Block[] => {
  const limit = deadlineOf(paper);
  return [
    {
      kind: 'text',
      lines: [`经${isOwn(paper) ? '检查，发现' : '督查，发现你校存在'}以下安全隐患。现将有关情况和整改要求通知如下，请认真组织整改。`],
    },
    fields(caseFields(paper, says)),
    ...section('一、隐患情况', says('description')),
    ...section('二、整改要求', says('requirements') || (paper.number === null ? '（待填写）' : '')),
    ...section(
      '三、整改期限',
      limit === '' ? '（待确定）' : `${limit}完成整改，并报送整改情况和印证材料。整改完成前，须落实临时防护措施，确保师生安全。`,
    ),
    ...section('四、已采取的防护措施', says('protection'), true),
    receipt(paper),
  ];
};

const letter = (paper: Printable, says: Says): Block[] => {
  const overdue = says('overdueDays');
  const earlier = says('notice');
  const deadline = dayIn(paper, 'deadline');
  const late = `${earlier ? `《${titles.rectification_notice}》（${earlier}）下达后，` : ''}你校下列安全隐患${
    deadline ? `应于${deadline}前完成整改` : '须限期完成整改'
  }${overdue ? `，至今已逾期${overdue}日` : ''}，尚未整改到位。现予督办，请立即整改。`;
  return [
    { kind: 'text', lines: [late] },
    fields([...caseFields(paper, says), ['整改期限', deadline]]),
    ...section('一、隐患情况', says('description')),
    ...section('二、督办意见', says('letter')),
    receipt(paper),
  ];
};

const interim = (paper: Printable, says: Says): Block[] => [
  { kind: 'text', lines: ['下列安全隐患不能立即整改完毕。整改完成前，须采取并持续落实以下临时防护措施。'] },
  fields([...caseFields(paper, says), ['停用情况', says('stopUse')], ['整改期限', dayIn(paper, 'deadline')]]),
  ...section('一、隐患情况', says('description')),
  ...section('二、临时防护措施', says('protection'), true),
  receipt(paper),
];

const acceptance = (paper: Printable, says: Says): Block[] => [
  { kind: 'text', lines: ['下列安全隐患已经整改，经现场核查验收合格，予以销案。'] },
  fields([
    ...caseFields(paper, says),
    ['整改期限', dayIn(paper, 'deadline')],
    ['完成情况', says('onTime')],
    ['整改费用', says('cost')],
    ['整改通知书', says('notice')],
    ['督办单位', says('supervisor')],
    ['挂牌公告', says('listing')],
    ['摘牌公告', says('delisting')],
  ]),
  ...section('一、隐患情况', says('description')),
  ...section('二、整改情况', says('measures')),
  {
    kind: 'signed',
    heading: '验收意见',
    opinion: says('finding'),
    by: `验收人${says('issuedBy')}（签名）：`,
    signature: paper.issuerSignature,
    date: `验收时间：${chineseTime(paper.issuedAt)}`,
  },
  receipt(paper),
];

const bodies: Readonly<Record<DocumentKind, (paper: Printable, says: Says) => Block[]>> = {
  rectification_notice: notice,
  supervision_letter: letter,
  interim_protection: interim,
  acceptance,
};

/** Letters are written to somebody, sheets are not. */
const addresseeOf = (document: Printable, says: Says): string => {
  if (document.kind === 'interim_protection' || document.kind === 'acceptance') return '';
  return `${says(isOwn(document) ? 'responsible' : 'school')}：`;
};

/** The page of a document; `origin` is where people reach the server, for the code that opens the live case. */
export const paperOf = (document: Printable, origin: string): Paper => {
  const says: Says = (name) => readable(document.content[name] ?? '');
  return {
    draft: document.number === null,
    issuer: says('issuer'),
    title: titles[document.kind],
    number: document.number === null ? '草稿，未编号' : numberText(document.kind, document.year, document.number),
    addressee: addresseeOf(document, says),
    blocks: bodies[document.kind](document, says),
    closing: [says('issuer'), chineseDate(document.issuedAt), ...(says('issuedBy') ? [`签发人：${says('issuedBy')}`] : [])],
    qr: { url: `${origin.replace(/\/+$/, '')}/hazards/${encodeURIComponent(document.hazard)}`, caption: '扫码查看办理情况' },
  };
};
