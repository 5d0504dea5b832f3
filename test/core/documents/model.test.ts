import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentKinds } from '../../../services/contracts/document.ts';
import type { Hazard } from '../../../services/contracts/hazard.ts';
import { chineseDate, chineseTime, yearOf } from '../../../services/core/documents/dates.ts';
import { describeHazard, placeText } from '../../../services/core/documents/describe.ts';
import { runsOf } from '../../../services/core/documents/glyphs.ts';
import { nextNumber, numberText } from '../../../services/core/documents/number.ts';
import { paperOf } from '../../../services/core/documents/paper.ts';
import { readable } from '../../../services/core/documents/readable.ts';
import { emptyWorld, placeDevice } from '../../../services/core/world.ts';
import { deviceOf, hazardOf, spaceOf } from '../../api/documents.ts';
import { documentOf } from '../../documents/sample.ts';

describe('dates and numbers', () => {
  it('are of Shanghai: the year turns at its midnight', () => {
    const newYear = Date.UTC(2026, 11, 31, 16);
    expect([yearOf(newYear - 1), yearOf(newYear)]).toEqual([2026, 2027]);
    expect([chineseDate(newYear - 1), chineseDate(newYear)]).toEqual(['2026年12月31日', '2027年1月1日']);
    expect(chineseTime(newYear + 5 * 60_000)).toBe('2027年1月1日0时05分');
  });

  it('are written as GB/T 9704 has them, each kind in a series of its own', () => {
    expect(numberText('rectification_notice', 2026, 3)).toBe('安全整改〔2026〕3号');
    expect(new Set(documentKinds.map((kind) => numberText(kind, 2026, 1))).size).toBe(documentKinds.length);
  });

  it('count on from the highest of the same series, committed or in the same turn', () => {
    const one = fc.record({
      issuer: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom(...documentKinds),
      year: fc.constantFrom(2026, 2027),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), fc.nat({ max: 50 }), (asked, committed) => {
        const turn: ({ number: number } & (typeof asked)[number])[] = [];
        for (const of of asked) turn.push({ ...of, number: nextNumber(of, committed, turn) });
        for (const of of asked) {
          const given = turn.filter(({ issuer, kind, year }) => issuer === of.issuer && kind === of.kind && year === of.year);
          expect(given.map(({ number }) => number)).toEqual(given.map((_, i) => committed + 1 + i));
        }
      }),
    );
  });
});

describe('what is said of the hazard', () => {
  const world = emptyWorld();
  world.spaces.set('b', { ...spaceOf('oak'), id: 'b', kind: 'building', name: '教学楼', parent: null });
  world.spaces.set('oak-room', { ...spaceOf('oak'), name: '301 教室', parent: 'b' });
  placeDevice(world, { ...deviceOf('oak'), name: '烟感 12' });
  const system = (fields: Partial<Hazard>): Hazard => ({ ...hazardOf('oak'), reportedBy: 'system', device: 'oak-smoke', ...fields });

  it('names the place from the building down to the device', () => {
    expect(placeText(world, { space: 'oak-room', device: null })).toBe('教学楼 · 301 教室');
    expect(placeText(world, { space: null, device: 'oak-smoke' })).toBe('教学楼 · 301 教室 · 烟感 12');
    expect(placeText(world, { space: null, device: null })).toBe('校园内');
  });

  it('puts what the system found into a sentence without codes, and leaves what people wrote as they wrote it', () => {
    const said = describeHazard(world, system({ category: 'confirmed_event', facts: { kind: 'smoke', device: 'oak-smoke' } }));
    expect(said).toBe('发生已确认的突发事件（烟雾报警，烟感 12），须查明原因并整改。');
    expect(describeHazard(world, system({ category: 'detector_silent', facts: { hours: '24' } }))).toContain('烟感 12失联超过24小时');
    expect(
      describeHazard(world, { ...hazardOf('oak'), category: 'detector_fault', reportedBy: 'teacher-1', description: '烟感松动' }),
    ).toBe('烟感松动');
  });
});

describe('the page', () => {
  it('is a draft without a number, and says what is still to be filled in', () => {
    const draft = paperOf(
      { ...documentOf('rectification_notice'), number: null, days: null, times: {}, content: { school: '一小' } },
      'https://x.test/',
    );
    expect(draft).toMatchObject({ draft: true, number: '草稿，未编号', addressee: '一小：', qr: { url: 'https://x.test/hazards/hz-1' } });
    const text = JSON.stringify(draft.blocks);
    expect(text).toContain('（待填写）');
    expect(text).toContain('（待确定）');
  });

  it('says the days from delivery where no deadline stands, else the deadline', () => {
    const notice = { ...documentOf('rectification_notice'), days: 15 };
    expect(JSON.stringify(paperOf({ ...notice, times: {} }, '').blocks)).toContain('请自本通知书送达之日起15日内完成整改');
    expect(JSON.stringify(paperOf({ ...notice, times: { deadline: Date.UTC(2026, 11, 1) } }, '').blocks)).toContain(
      '请于2026年12月1日前完成整改',
    );
  });

  it('is addressed to whoever puts it right where the school writes to itself', () => {
    const paper = paperOf({ ...documentOf('rectification_notice'), issuer: 's1', school: 's1' }, '');
    expect(paper.addressee).toBe('陶喆镕：');
    expect(JSON.stringify(paper.blocks)).not.toContain('你校');
  });

  it('never prints what would break a file, and shows that something stood there', () => {
    expect(readable('甲\u0000\u0008乙\u202e丙\ud800丁\r\n戊')).toBe('甲乙丙□丁\n戊');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const clean = readable(text);
        expect(clean).not.toMatch(/\p{Surrogate}/u);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these
        expect(clean).not.toMatch(/[\u0000-\u0009\u000b-\u001f\ufffe\uffff]/);
      }),
    );
  });
});

describe('characters and fonts', () => {
  const first = (codePoint: number) => codePoint < 0x4f00;
  const second = (codePoint: number) => codePoint === 0x9555;

  it('each goes to the first font that has it; what none has shows as a box with its code', () => {
    expect(runsOf('一镕一😀', [first, second])).toEqual([
      { text: '一', font: 0 },
      { text: '镕', font: 1 },
      { text: '一□(U+1F600)', font: 0 },
    ]);
  });

  it('nothing is lost and nothing changes its order', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '一', '镕', '丁') }), (text) => {
        expect(
          runsOf(text, [first, second])
            .map((run) => run.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
