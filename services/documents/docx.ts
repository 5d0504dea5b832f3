/** DOCX of a page, for offices that file and stamp it in their own programs. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import sharp from 'sharp';
import type { Block, Paper } from '../core/documents/paper.ts';
import { qrSvg } from './qr.ts';
import { signatureField, signatureSvg, typedName } from './signature.ts';

/** Twentieths of a point, as Word measures. */
const twip = (millimetres: number): number => Math.round((millimetres / 25.4) * 1440);
const textWidth = twip(156);
const labelWidth = twip(30);
const red = 'C00000';

/** Names of fonts that Chinese offices have; nothing is embedded, so a rare character shows where it is opened. */
const fonts = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' } as const;
const headingFonts = { ...fonts, eastAsia: '黑体' } as const;

/** Half points. */
const bodySize = 24;

interface Look {
  readonly bold?: boolean;
  readonly size?: number;
  readonly color?: string;
  readonly centre?: boolean;
  readonly right?: boolean;
  readonly indent?: boolean;
  readonly before?: number;
  readonly keepNext?: boolean;
}

const line = (
  text: string,
  { bold = false, size = bodySize, color, centre, right, indent, before = 0, keepNext = false }: Look = {},
): Paragraph =>
  new Paragraph({
    alignment: centre ? AlignmentType.CENTER : right ? AlignmentType.RIGHT : AlignmentType.LEFT,
    spacing: { before, after: 60, line: 360 },
    ...(indent ? { indent: { firstLine: bodySize * 2 * 10 } } : {}),
    keepNext,
    children: [new TextRun({ text, bold, size, ...(color ? { color } : {}), font: bold ? headingFonts : fonts })],
  });

const picture = async (svg: string, width: number, height: number, name: string): Promise<ImageRun> =>
  new ImageRun({
    type: 'png',
    // Four dots a point: sharp on paper. Modules of a code stay square: no smoothing between them.
    data: await sharp(Buffer.from(svg), { density: 72 })
      .resize({ width: width * 4, height: height * 4, kernel: 'nearest' })
      .png()
      .toBuffer(),
    transformation: { width, height },
    altText: { name, description: name, title: name },
  });

const cell = (children: Paragraph[], width: number, shaded = false): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    ...(shaded ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F3F3F3' } } : {}),
    children,
  });

const table = (widths: number[], rows: TableRow[]): Table =>
  new Table({ width: { size: textWidth, type: WidthType.DXA }, columnWidths: widths, rows });

const signatureLine = async ({ by, signature }: Extract<Block, { kind: 'signed' }>): Promise<Paragraph> => {
  const svg = signatureSvg(signature);
  const width = 130;
  const mark = svg
    ? await picture(svg, width, (width * signatureField.height) / signatureField.width, '签名')
    : new TextRun({ text: typedName(signature) || '　　　　　　', size: bodySize, font: fonts });
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    keepNext: true,
    spacing: { before: 240 },
    children: [new TextRun({ text: by, size: bodySize, font: fonts }), mark],
  });
};

const signed = async (block: Extract<Block, { kind: 'signed' }>): Promise<Table> =>
  table(
    [textWidth],
    [
      new TableRow({
        children: [
          cell(
            [
              line(`${block.heading}：`, { bold: true, keepNext: true }),
              ...(block.opinion === '' ? ['', ''] : block.opinion.split('\n')).map((text) => line(text)),
              await signatureLine(block),
              line(block.date, { right: true, before: 120 }),
            ],
            textWidth,
          ),
        ],
      }),
    ],
  );

const shape = async (block: Block): Promise<(Paragraph | Table)[]> => {
  if (block.kind === 'text') return block.lines.map((text) => line(text, { indent: true, before: 120 }));
  if (block.kind === 'section')
    return [
      line(block.heading, { bold: true, before: 160, keepNext: true }),
      ...block.lines.map((text, i) => line(block.numbered ? `${i + 1}．${text}` : text, { indent: true })),
    ];
  if (block.kind === 'signed') return [line('', { size: 12 }), await signed(block)];
  const rows = block.rows.map(
    ([label, value]) =>
      new TableRow({
        cantSplit: true,
        children: [
          cell([line(label, { bold: true, size: 22 })], labelWidth, true),
          cell([line(value, { size: 22 })], textWidth - labelWidth),
        ],
      }),
  );
  return [table([labelWidth, textWidth - labelWidth], rows)];
};

const page = () => ({
  size: { width: twip(210), height: twip(297) },
  // GB/T 9704-2012, 5.2.1.
  margin: { top: twip(37), bottom: twip(35), left: twip(28), right: twip(26) },
});

const footer = (paper: Paper): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          new TextRun({
            size: 18,
            font: fonts,
            children: [`${paper.number}　第 `, PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页'],
          }),
        ],
      }),
    ],
  });

/** On every page, large: nobody may take a draft for a document. */
const draftHeader = (): Header => new Header({ children: [line('【草稿】', { bold: true, size: 72, color: red, centre: true })] });

export const docxOf = async (paper: Paper): Promise<Uint8Array> => {
  const body = (await Promise.all(paper.blocks.map(shape))).flat();
  const code = await picture(qrSvg(paper.qr.url), 100, 100, paper.qr.url);
  const document = new Document({
    title: `${paper.title} ${paper.number}`,
    creator: paper.issuer,
    lastModifiedBy: paper.issuer,
    styles: { default: { document: { run: { font: fonts, size: bodySize, language: { value: 'zh-CN', eastAsia: 'zh-CN' } } } } },
    sections: [
      {
        properties: { page: page() },
        ...(paper.draft ? { headers: { default: draftHeader() } } : {}),
        footers: { default: footer(paper) },
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: red, space: 4 } },
            children: [new TextRun({ text: paper.issuer, bold: true, size: 32, color: red, font: headingFonts })],
          }),
          line(paper.title, { bold: true, size: 40, centre: true, before: 240 }),
          line(paper.number, { centre: true, ...(paper.draft ? { color: red } : {}) }),
          ...(paper.addressee === '' ? [] : [line(paper.addressee, { bold: true, before: 120 })]),
          ...body,
          line('', { size: 12 }),
          ...paper.closing.map((text) => line(text, { right: true, keepNext: true })),
          new Paragraph({ keepNext: true, children: [code] }),
          line(paper.qr.caption, { size: 18, keepNext: true }),
          line(paper.qr.url, { size: 16, color: '555555' }),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
};
