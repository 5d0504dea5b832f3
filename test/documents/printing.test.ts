/** PDF and DOCX made for real and read back. */
import { inflateRawSync } from 'node:zlib';
import jsqr from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { documentKinds } from '../../services/contracts/document.ts';
import { numberText } from '../../services/core/documents/number.ts';
import type { Printable } from '../../services/core/documents/paper.ts';
import { paperOf } from '../../services/core/documents/paper.ts';
import { fontCoverage } from '../../services/documents/fonts.ts';
import { createPress } from '../../services/documents/press.ts';
import { qrSvg } from '../../services/documents/qr.ts';
import { documentOf } from './sample.ts';

const origin = 'https://watch.qingshi.example';
const press = createPress();
// The first PDF opens the fonts; a busy machine takes its time for that.
vi.setConfig({ testTimeout: 60_000 });
afterAll(() => press.close());

interface Read {
  /** What stands above the foot of the pages, one after the other. */
  readonly text: string;
  readonly foots: readonly string[];
  /** Where the longest line ends, points from the left edge. */
  readonly right: number;
  readonly pages: number;
}

/** The foot of a page begins here, points from its lower edge; text that runs into it is not taken for text. */
const footAt = 80;
/** 184 mm of 210, and the white at the side of a character. */
const rightMargin = (184 / 25.4) * 72 + 2;

const readPdf = async (bytes: Uint8Array): Promise<Read> => {
  const file = await getDocument({ data: bytes.slice(), useSystemFonts: false, verbosity: 0 }).promise;
  let [text, right] = ['', 0];
  const foots: string[] = [];
  for (let i = 1; i <= file.numPages; i += 1) {
    const { items } = await (await file.getPage(i)).getTextContent();
    let foot = '';
    for (const item of items) {
      if (!('str' in item)) continue;
      right = Math.max(right, Number(item.transform[4]) + item.width);
      if (Number(item.transform[5]) < footAt) foot += item.str;
      else text += item.str;
    }
    foots.push(foot.replaceAll(/\s/g, ''));
  }
  const pages = file.numPages;
  await file.destroy();
  return { text: text.replaceAll(/\s/g, ''), foots, right, pages };
};

/** The files of a ZIP archive, by its central directory (APPNOTE 4.3.12). */
const unzip = (bytes: Uint8Array): Map<string, Buffer> => {
  const zip = Buffer.from(bytes);
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const files = new Map<string, Buffer>();
  for (let i = 0, at = zip.readUInt32LE(end + 16); i < zip.readUInt16LE(end + 10); i += 1) {
    const [method, size, nameLength, more, comment] = [10, 20, 28, 30, 32].map((offset) =>
      offset === 20 ? zip.readUInt32LE(at + 20) : zip.readUInt16LE(at + offset),
    );
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + (size ?? 0));
    files.set(zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)), method === 8 ? inflateRawSync(packed) : packed);
    at += 46 + (nameLength ?? 0) + (more ?? 0) + (comment ?? 0);
  }
  return files;
};

const unescape = (xml: string): string =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
const textOfXml = (xml: string): string =>
  unescape([...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map((match) => match[1]).join('')).replaceAll(/\s/g, '');

const partOf = (files: Map<string, Buffer>, name: string): string => {
  const part = files.get(name);
  if (!part) throw new Error(`no ${name} among ${[...files.keys()].join(', ')}`);
  return part.toString('utf8');
};

const readQr = async (picture: Buffer, width?: number): Promise<string | undefined> => {
  const { data, info } = await sharp(picture, { density: 288 })
    .resize(width === undefined ? {} : { width, kernel: 'nearest' })
    .flatten({ background: '#fff' })
    .extend({ top: 20, bottom: 20, left: 20, right: 20, background: '#fff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsqr.default(new Uint8ClampedArray(data), info.width, info.height)?.data;
};

/** Every text that the page says, as it must be found again. */
const saidBy = (document: Printable): string[] => {
  const paper = paperOf(document, origin);
  const texts = paper.blocks.flatMap((block) => {
    if (block.kind === 'fields') return block.rows.flat();
    if (block.kind === 'signed') return [block.heading, ...block.opinion.split('\n'), block.by, block.date];
    return block.kind === 'section' ? [block.heading, ...block.lines] : [...block.lines];
  });
  return [paper.issuer, paper.title, paper.number, paper.addressee, ...texts, ...paper.closing, paper.qr.url]
    .map((text) => text.replaceAll(/\s/g, ''))
    .filter((text) => text !== '');
};

const sentence = '三楼东侧疏散通道被课桌椅堵塞，安全出口上锁，应急照明灯损坏；灭火器压力不足。';
const long = Array.from({ length: 60 }, (_, i) => `第${i + 1}处：${sentence}`)
  .join('')
  .slice(0, 2000);
/** The first words of each text that is not there. */
const lost = (said: readonly string[], text: string): string[] =>
  said.filter((part) => !text.includes(part)).map((part) => part.slice(0, 30));

const longTexts = {
  description: long,
  requirements: `${long}\n${long}`,
  letter: long,
  measures: long,
  finding: long,
  protection: Array.from({ length: 20 }, (_, i) => `第${i + 1}项措施：${sentence.repeat(3)}（责任人：陶喆镕，每4小时检查一次）`).join('\n'),
};

describe.each(documentKinds)('%s', (kind) => {
  it.each([
    ['short', documentOf(kind)],
    ['of 2,000 characters and twenty measures', { ...documentOf(kind, longTexts), opinion: long }],
    ['not yet delivered', { ...documentOf(kind), deliveredAt: null, deliveredTo: null, opinion: null, signature: null }],
  ])('%s: PDF and DOCX say all of it', async (_, document) => {
    const said = saidBy(document);
    expect(said.length).toBeGreaterThan(15);
    const { text, foots, right, pages } = await readPdf(await press.pdf(document, origin));
    expect(right).toBeLessThan(rightMargin);
    expect(lost(said, text)).toEqual([]);
    expect(foots).toEqual(Array.from({ length: pages }, (_, i) => `${numberText(kind, 2026, 3)}第${i + 1}页，共${pages}页`));
    expect(text.includes('U+')).toBe(false);

    const files = unzip(await press.docx(document, origin));
    const body = textOfXml(partOf(files, 'word/document.xml'));
    expect(lost(said, body)).toEqual([]);
  });
});

describe('the files', () => {
  it('a PDF carries its fonts in itself and fetches nothing', async () => {
    const pdf = Buffer.from(await press.pdf(documentOf('rectification_notice'), origin)).toString('latin1');
    expect(pdf).toMatch(/FontFile2/);
    expect(new Set([...pdf.matchAll(/\/BaseFont \/[A-Z]{6}\+(NotoSansSC-\w+)/g)].map((match) => match[1]))).toEqual(
      new Set(['NotoSansSC-Regular', 'NotoSansSC-Bold']),
    );
    expect(pdf).not.toMatch(/\/(JavaScript|Launch|URI)\b/);
  });

  it('every character of GB 2312 has a glyph of its own; names beyond it come from the second font', async () => {
    const decoder = new TextDecoder('gb18030');
    const gb2312 = Array.from({ length: 72 * 94 }, (_, i) =>
      decoder.decode(Uint8Array.from([0xb0 + Math.floor(i / 94), 0xa1 + (i % 94)])),
    ).filter((character) => /^\p{Script=Han}$/u.test(character));
    expect(gb2312).toHaveLength(6763);
    const [first, second] = fontCoverage();
    expect(gb2312.filter((character) => !first?.(character.codePointAt(0) ?? 0))).toEqual([]);
    const rare = [...'镕燊㙍堃喆囧頔'];
    expect(rare.filter((character) => !first?.(character.codePointAt(0) ?? 0)).length).toBeGreaterThan(2);
    expect(rare.filter((character) => ![first, second].some((covers) => covers?.(character.codePointAt(0) ?? 0)))).toEqual([]);
    const { text } = await readPdf(await press.pdf(documentOf('acceptance', { responsible: rare.join('') }), origin));
    expect(text).toContain(rare.join(''));
  });

  it('a character that no font has shows as a box with its code, never as nothing', async () => {
    const { text } = await readPdf(await press.pdf(documentOf('rectification_notice', { responsible: '王😀𠮷' }), origin));
    expect(text).toContain('王□(U+1F600)□(U+20BB7)');
    // Where it is opened there may be a font for it: a DOCX keeps the character.
    const files = unzip(await press.docx(documentOf('rectification_notice', { responsible: '王😀𠮷' }), origin));
    expect(partOf(files, 'word/document.xml')).toContain('王😀𠮷');
  });

  it('words that offer no place to break a line are broken all the same, in columns and in frames', async () => {
    const words = {
      place: 'A'.repeat(200),
      responsible: `${'镕'.repeat(60)}a`,
      description: 'a'.repeat(300) + '！'.repeat(300),
      requirements: 'x1'.repeat(900),
    };
    const document = { ...documentOf('rectification_notice', words), opinion: '……'.repeat(300) };
    const { text, right } = await readPdf(await press.pdf(document, `https://${'a'.repeat(120)}.test`));
    expect(right).toBeLessThan(rightMargin);
    expect(lost([...Object.values(words), document.opinion], text)).toEqual([]);
  });

  it('a draft is marked on every page in both', async () => {
    const draft = { ...documentOf('rectification_notice', { requirements: long }), number: null };
    const { text, foots, pages } = await readPdf(await press.pdf(draft, origin));
    expect(pages).toBeGreaterThan(2);
    expect(text.match(/【草稿】/g)).toHaveLength(pages);
    expect(foots.filter((foot) => !foot.startsWith('【草稿】'))).toEqual([]);
    expect(/安全整改〔2026〕3号/.test(text)).toBe(false);
    const files = unzip(await press.docx(draft, origin));
    expect(textOfXml(partOf(files, 'word/header1.xml'))).toContain('【草稿】');
    expect(partOf(files, 'word/document.xml')).toMatch(/<w:headerReference [^>]*w:type="default"/);
  });

  it('the code opens the live case, from the drawing and from the picture in the DOCX', async () => {
    const url = `${origin}/hazards/hz-1`;
    expect(await readQr(Buffer.from(qrSvg(url)))).toBe(url);
    const files = unzip(await press.docx(documentOf('supervision_letter'), origin));
    const pictures = [...files].filter(([name]) => name.startsWith('word/media/')).map(([, bytes]) => bytes);
    expect(pictures).toHaveLength(2);
    expect(await Promise.all(pictures.map((picture) => readQr(picture)))).toContain(url);
  });

  it('a DOCX is whole XML that refers to nothing outside', async () => {
    const nasty = 'A & B <w:p> "引号" \u0000\u0008\ud800 ]]> &amp;';
    const files = unzip(await press.docx(documentOf('acceptance', { finding: nasty, measures: nasty }), origin));
    for (const name of ['[Content_Types].xml', 'word/document.xml', 'word/styles.xml', '_rels/.rels', 'word/_rels/document.xml.rels'])
      partOf(files, name);
    const body = partOf(files, 'word/document.xml');
    expect(textOfXml(body)).toContain('A&B<w:p>"引号"□]]>&amp;');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 allows none of these
    expect(body).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    expect(partOf(files, 'word/_rels/document.xml.rels')).not.toContain('TargetMode="External"');
  });

  it('many at once come out each as itself', async () => {
    const asked = Array.from({ length: 6 }, (_, i) => ({ ...documentOf('rectification_notice'), number: i + 1 }));
    const read = await Promise.all(asked.map(async (document) => readPdf(await press.pdf(document, origin))));
    read.forEach(({ text }, i) => {
      expect(text).toContain(`安全整改〔2026〕${i + 1}号`);
    });
  });
});
