/** A page of the block model laid out for pdfmake; without functions, so that it can be handed to another thread. */
import type { Column, Content, ContentText, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { runsOf } from '../core/documents/glyphs.ts';
import type { Block, Paper } from '../core/documents/paper.ts';
import { fontCoverage, fontNames } from './fonts.ts';
import { qrSvg } from './qr.ts';
import { signatureField, signatureSvg, typedName } from './signature.ts';

const millimetre = 72 / 25.4;
/** GB/T 9704-2012, 5.2.1: 37 mm above, 28 mm to the left, a text area of 156 × 225 mm. */
const margins: [number, number, number, number] = [28 * millimetre, 32 * millimetre, 26 * millimetre, 30 * millimetre];
const textWidth = 156 * millimetre;

const bodySize = 12;
const signatureWidth = 110;
/** About half a page. */
const frameCharacters = 500;
const cellMargin: [number, number, number, number] = [2, 3, 2, 0];
const red = '#c00000';

/** What offers no place to break a line for so long that a narrow column would be cut: it is broken anywhere. */
const unbroken = /([^\s\p{Script=Han}]{24,})/u;

/** Text in the first font that has each character. */
const drawn = (text: string) =>
  runsOf(text, fontCoverage()).flatMap(({ text: run, font: i }) => {
    const font = fontNames[i] ?? 'Sans';
    // Every second part is what the expression caught.
    return run
      .split(unbroken)
      .flatMap((part, odd) => (part === '' ? [] : [{ text: part, font, ...(odd % 2 === 1 ? { wordBreak: 'break-all' as const } : {}) }]));
  });

const line = (text: string, style: Omit<ContentText, 'text'> & Pick<Column, 'width'> = {}): Column => ({ text: drawn(text), ...style });

const paragraph = (text: string): Content => line(text, { headlineLevel: 2, leadingIndent: 2 * bodySize, margin: [0, 0, 0, 4] });

const numberedLine = (text: string, i: number): Content => paragraph(`${i + 1}．${text}`);

const signatureMark = (block: Extract<Block, { kind: 'signed' }>): Content => {
  const svg = signatureSvg(block.signature);
  if (svg === null) return line(typedName(block.signature) || '　　　　　　', { margin: [0, 14, 0, 0] });
  return { svg, width: signatureWidth, height: (signatureWidth * signatureField.height) / signatureField.width };
};

/** Who signs signs what stands above: the frame stays on one page where it can, its end always. */
const signed = (block: Extract<Block, { kind: 'signed' }>): Content => ({
  unbreakable: block.opinion.length < frameCharacters,
  margin: [0, 12, 0, 0],
  table: {
    widths: ['*'],
    body: [
      [
        {
          stack: [
            line(`${block.heading}：`, { bold: true }),
            line(block.opinion || ' ', { margin: [0, 4, 0, block.opinion ? 4 : 36] }),
            {
              unbreakable: true,
              stack: [
                {
                  columns: [
                    line(block.by, { width: '*', alignment: 'right', margin: [0, 14, 8, 0] }),
                    { width: signatureWidth, stack: [signatureMark(block)] },
                  ],
                },
                line(block.date, { alignment: 'right', margin: [0, 6, 0, 0] }),
              ],
            },
          ],
          margin: [6, 6, 6, 6],
        },
      ],
    ],
  },
});

const shapes: { readonly [K in Block['kind']]: (block: Extract<Block, { kind: K }>) => Content } = {
  text: ({ lines }) => ({ stack: lines.map(paragraph), margin: [0, 0, 0, 6] }),
  section: ({ heading, lines, numbered }) => ({
    stack: [line(heading, { bold: true, headlineLevel: 1, margin: [0, 8, 0, 4] }), ...lines.map(numbered ? numberedLine : paragraph)],
  }),
  fields: ({ rows }) => ({
    table: {
      widths: [84, '*'],
      body: rows.map(([label, value]) => [
        line(label, { bold: true, fillColor: '#f3f3f3', margin: cellMargin }),
        line(value, { margin: cellMargin }),
      ]),
      dontBreakRows: true,
    },
    fontSize: 11,
    margin: [0, 4, 0, 4],
  }),
  signed,
};

const shape = (block: Block): Content => (shapes[block.kind] as (block: Block) => Content)(block);

/** Who issues it, when; beside it the code that opens the live case, and its address for whoever has no phone at hand. */
const closing = (paper: Paper): Content => ({
  unbreakable: true,
  margin: [0, 18, 0, 0],
  stack: [
    {
      columns: [
        {
          width: 96,
          stack: [{ svg: qrSvg(paper.qr.url), width: 84, height: 84 }, line(paper.qr.caption, { fontSize: 8, margin: [6, 0, 0, 0] })],
        },
        { width: '*', stack: paper.closing.map((text) => line(text, { alignment: 'right' })), margin: [0, 24, 0, 0] },
      ],
    },
    line(paper.qr.url, { fontSize: 8, color: '#555555', margin: [0, 2, 0, 0] }),
  ],
});

export const pageOf = (paper: Paper): TDocumentDefinitions => ({
  pageSize: 'A4',
  pageMargins: margins,
  language: 'zh-CN',
  info: { title: `${paper.title} ${paper.number}`, author: paper.issuer, creator: '校园守望 Campus Watch' },
  defaultStyle: { font: 'Sans', fontSize: bodySize, lineHeight: 1.2 },
  ...(paper.draft
    ? { watermark: { text: '【草稿】', font: 'Sans', bold: true, color: red, opacity: 0.14, fontSize: 110, angle: -40 } }
    : {}),
  content: [
    line(paper.issuer, { alignment: 'center', color: red, bold: true, fontSize: 16 }),
    { canvas: [{ type: 'line', x1: 0, y1: 4, x2: textWidth, y2: 4, lineWidth: 1.5, lineColor: red }] },
    line(paper.title, { alignment: 'center', bold: true, fontSize: 20, margin: [0, 14, 0, 4] }),
    line(paper.number, { alignment: 'center', margin: [0, 0, 0, 12], ...(paper.draft ? { color: red, bold: true } : {}) }),
    ...(paper.addressee === '' ? [] : [line(paper.addressee, { bold: true, margin: [0, 0, 0, 4] })]),
    ...paper.blocks.map(shape),
    closing(paper),
  ],
});
