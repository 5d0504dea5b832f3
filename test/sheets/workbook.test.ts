/** Real .xlsx files: written, read again, and those that would do harm. */
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tidy } from '../../services/core/organisation/cells.ts';
import { limits, readWorkbook, writeWorkbook } from '../../services/sheets/workbook.ts';
import { unpacked } from '../../services/sheets/zip.ts';

const written = async (build: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> => {
  const book = new ExcelJS.Workbook();
  build(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
};

/** A zip of these entries; sizes it says of itself may be lies. */
const zipOf = (entries: Readonly<Record<string, Buffer>>, claimed?: number): Buffer => {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, body] of Object.entries(entries)) {
    const packed = deflateRawSync(body, { level: 9 });
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(claimed ?? body.length, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claimed ?? body.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    central.push(entry, Buffer.from(name));
    parts.push(local, Buffer.from(name), packed);
    at += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
};

describe('a workbook', () => {
  it('brings every text back as it was, and none of it is a formula', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('=1+1', '+86 100', '-5', '@SUM(A1)', '007', '_x0041_', '1e5', ' 两边 ', 'a\nb', 'TRUE', '<b>&amp;'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 10, maxLength: 30 }), async (rows) => {
        const tidied = rows.map((row) => row.map(tidy));
        const bytes = await writeWorkbook([{ name: '人员', rows: [['甲', '乙'], ...tidied] }]);
        const read = await readWorkbook(bytes);
        if (!read.ok) throw new Error(read.code);
        const at = new Map(read.sheets[0]?.rows.map(({ row, cells }) => [row, cells]));
        for (const [i, row] of tidied.entries()) expect(row.map((_, j) => tidy(at.get(i + 2)?.[j] ?? ''))).toEqual(row);
        expect((await unpacked(bytes, 1e7)) as { text: string }[]).not.toContainEqual(
          expect.objectContaining({ text: expect.stringMatching(/<f>|<f /) }),
        );
      }),
      { numRuns: 8 },
    );
  });

  it('keeps text as text when it is edited in Excel: every column has the text format', async () => {
    const book = new ExcelJS.Workbook();
    const bytes = await writeWorkbook([{ name: '机构', rows: [['编号'], ['=cmd()']] }]);
    await book.xlsx.load(Buffer.from(bytes) as unknown as Parameters<typeof book.xlsx.load>[0]);
    const cell = book.worksheets[0]?.getCell('A2');
    expect([cell?.numFmt, cell?.type, cell?.value]).toEqual(['@', ExcelJS.ValueType.String, '=cmd()']);
  });

  it('reads what people type: numbers, days, rich text, links; a formula is none of it', async () => {
    const bytes = await written((book) => {
      const sheet = book.addWorksheet('人员');
      sheet.addRow([
        12,
        new Date(Date.UTC(2026, 8, 1)),
        true,
        { richText: [{ text: '甲' }, { text: '乙' }] },
        { text: '链接', hyperlink: 'https://example.cn' },
      ]);
      sheet.getCell('A3').value = { formula: '1+1', result: 2 };
      sheet.mergeCells('B3:C3');
    });
    const read = await readWorkbook(bytes);
    expect(read.ok && read.sheets[0]?.rows[0]).toEqual({ row: 1, cells: ['12', '2026-09-01', 'true', '甲乙', '链接'] });
    expect(read.ok && read.sheets[0]?.rows[1]?.cells[0]).toBeNull();
  });

  it('with rules, merges and names over whole columns is read at once', async () => {
    const plain = await written((book) => book.addWorksheet('人员').addRow(['编号']));
    const entries = await unpacked(plain, 1e7);
    if (!Array.isArray(entries)) throw new Error('no zip');
    const rules =
      '<dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"x"</formula1></dataValidation></dataValidations><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>';
    const rebuilt = (name: RegExp, change: (text: string) => string) =>
      zipOf(Object.fromEntries(entries.map((entry) => [entry.name, Buffer.from(name.test(entry.name) ? change(entry.text) : entry.text)])));
    const began = performance.now();
    expect(await readWorkbook(rebuilt(/sheet1\.xml$/, (text) => text.replace('</sheetData>', `</sheetData>${rules}`)))).toMatchObject({
      ok: true,
    });
    const names = '<definedNames><definedName name="all">人员!$A$1:$XFD$1048576</definedName></definedNames>';
    expect(await readWorkbook(rebuilt(/workbook\.xml$/, (text) => text.replace('</sheets>', `</sheets>${names}`)))).toEqual({
      ok: false,
      code: 'too_large',
    });
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('is refused when it is none, too long, has too many rows, or unpacks to more than it says', async () => {
    expect(await readWorkbook(Buffer.from('编号,姓名\n'))).toEqual({ ok: false, code: 'not_a_workbook' });
    expect(await readWorkbook(zipOf({ 'readme.txt': Buffer.from('x') }))).toEqual({ ok: false, code: 'not_a_workbook' });
    expect(await readWorkbook(zipOf({ 'xl/workbook.xml': Buffer.from('<workbook/>') }))).toMatchObject({ ok: false });
    expect(await readWorkbook(Buffer.alloc(limits.bytes + 1))).toEqual({ ok: false, code: 'too_large' });
    const rows = Buffer.from(`<sheetData>${'<row r="1"/>'.repeat(limits.rows + 1)}</sheetData>`);
    expect(await readWorkbook(zipOf({ 'xl/workbook.xml': Buffer.from('<w/>'), 'xl/worksheets/sheet1.xml': rows }))).toEqual({
      ok: false,
      code: 'too_many_rows',
    });
    const bomb = zipOf({ 'xl/workbook.xml': Buffer.from('<w/>'), 'xl/worksheets/sheet1.xml': Buffer.alloc(80 * 1024 * 1024, 32) }, 10);
    expect(bomb.length).toBeLessThan(limits.bytes);
    expect(await readWorkbook(bomb)).toEqual({ ok: false, code: 'too_large' });
  });

  it('whatever bytes it is made of, is read or refused', async () => {
    const good = await writeWorkbook([{ name: '人员', rows: [['编号'], ['a']] }]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }), async (changes) => {
        const bytes = Uint8Array.from(good);
        for (const [at, to] of changes) bytes[at] = to;
        expect(typeof (await readWorkbook(bytes)).ok).toBe('boolean');
      }),
      { numRuns: 30 },
    );
  });
});
