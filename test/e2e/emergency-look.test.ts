/** The emergency's pages in every look: no barrier, no raw code, and unambiguous without colour. */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { clockworkFor } from './clockwork.ts';
import { as, beginNight, type Night, nightPeople } from './emergency.ts';
import { faultsOf, settled } from './sight.ts';
import { desktop, executablePath, type Look, phone } from './stage.ts';

/** Eight pages in each look, on a machine that may be busy. */
const allPagesWithinMs = 240_000;

/** Each value of language, appearance and size meets each value of the others. */
const looks: readonly (Required<Pick<Look, 'language' | 'theme'>> & { readonly size: typeof desktop })[] = [
  { language: 'zh', theme: 'light', size: desktop },
  { language: 'zh', theme: 'dark', size: phone },
  { language: 'en', theme: 'dark', size: desktop },
  { language: 'en', theme: 'light', size: phone },
];

interface Grey {
  readonly width: number;
  readonly height: number;
  /** 0 … 255, row by row. */
  readonly pixels: Uint8Array;
}

const greyOf = async (png: Buffer): Promise<Grey> => {
  const { data, info } = await sharp(png).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: new Uint8Array(data) };
};

const linear = (value: number): number => {
  const v = value / 255;
  return v <= 0.040_45 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};
/** WCAG 2.2 contrast of two greys. */
const contrast = (a: number, b: number): number => {
  const [light, dark] = [linear(a), linear(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
/** The ground of a card: its most usual grey. */
const groundOf = ({ pixels }: Grey): number => median([...pixels]);
/** How much of a picture stands out from a ground by at least 3 : 1 (WCAG 1.4.11). */
const shareAgainst = ({ pixels }: Grey, ground: number): number =>
  pixels.filter((pixel) => contrast(pixel, ground) >= 3).length / pixels.length;
/** How often light and dark change along a row of pixels: a hatched edge changes often, a plain one not at all. */
const changesAlong = ({ width, pixels }: Grey, row: number): number => {
  const line = [...pixels.subarray(row * width, (row + 1) * width)];
  return line.filter((pixel, i) => i > 0 && contrast(pixel, line[i - 1] ?? pixel) >= 1.6).length;
};

const pictureOf = async (page: Page, selector: string): Promise<Grey> => greyOf(await page.locator(selector).first().screenshot());

describe('an emergency on every screen', () => {
  const clockwork = clockworkFor(nightPeople);
  let night: Night;

  beforeAll(async () => {
    if (executablePath !== null) night = await beginNight(clockwork());
  }, 60_000);

  test.each(looks)('$language, $theme, $size.width px', { timeout: allPagesWithinMs }, async (look) => {
    const window = await as(clockwork(), 'shiyan-duty1', look);
    const { page, errors } = window;
    const faults: string[] = [];
    const judge = async (path: string, ready: string, before?: () => Promise<void>): Promise<void> => {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      await settled(page);
      await before?.();
      faults.push(...(await faultsOf(page, look.language)).map((fault) => `${path}: ${fault}`));
      faults.push(...errors.splice(0).map((error) => `${path}: console: ${error}`));
    };
    await judge('/', '.storm-card');
    await judge(`/alarms/${night.fire.id}`, '.neighbours li', async () => {
      await page.keyboard.press('o');
      await page.locator('.sight-picture').first().waitFor();
    });
    await judge(`/incidents/${night.incident.id}`, '.muster-totals');
    await judge('/wall', '.wall-giant');
    await window.signIn('shiyan-grid');
    await judge(`/run/${night.runner.id}`, '.run-where dd');
    await judge(`/muster/${night.muster.id}`, '.muster-pick li', async () => {
      await page.locator('.muster-pick button').nth(1).click();
      await page.locator('.muster-count').waitFor();
    });
    // Those above the school see the drill of another school beside the fire of this one.
    await window.signIn('qingshi-leader');
    await judge('/', '.desk-banner.exercise');
    await judge('/wall', '.wall-drill');
    expect(faults).toEqual([]);
    await window.context.close();
  });

  test('every real alarm stands above the drill, whose words and frame mark it', async () => {
    const window = await as(clockwork(), 'qingshi-leader');
    const { page } = window;
    await page.goto('/');
    await page.locator('.alarm-row.exercise').first().waitFor();
    const rows = await page.locator('.alarm-row').evaluateAll((all) =>
      all
        .map((row) => ({
          top: row.getBoundingClientRect().top,
          exercise: row.classList.contains('exercise'),
          text: row.textContent ?? '',
        }))
        .sort((a, b) => a.top - b.top),
    );
    const firstDrill = rows.findIndex(({ exercise }) => exercise);
    expect(rows.slice(firstDrill).every(({ exercise }) => exercise)).toBe(true);
    expect(rows.filter(({ exercise }) => exercise).every(({ text }) => text.includes('【演练】'))).toBe(true);
    expect(rows.slice(0, firstDrill).some(({ text }) => text.includes('【演练】'))).toBe(false);
    await window.context.close();
  });

  test('without any colour a fire nobody has seen still differs from a quiet row, and a drill from both', async () => {
    const window = await as(clockwork(), 'qingshi-leader');
    const { page } = window;
    await page.goto('/');
    await page.locator('.alarm-row.exercise').first().waitFor();
    const fire = page.locator('.alarm-row.life_safety.unacknowledged:not(.exercise)').first();
    expect(await fire.textContent()).toContain('未接警');
    const mark = await pictureOf(page, '.alarm-row.life_safety.unacknowledged:not(.exercise) .alarm-mark');
    const row = await pictureOf(page, '.alarm-row.life_safety.unacknowledged:not(.exercise)');
    const filled = shareAgainst(mark, groundOf(row));
    const drill = await pictureOf(page, '.alarm-row.exercise');
    const hatched = changesAlong(drill, drill.height - 2);
    const plain = changesAlong(row, row.height - 2);
    const drillMark = shareAgainst(await pictureOf(page, '.alarm-row.exercise .alarm-mark'), groundOf(drill));
    console.log(
      `greyscale: filled block of a fire ${(filled * 100).toFixed(0)} %, of a drill ${(drillMark * 100).toFixed(0)} %; edge changes: drill ${hatched}, fire ${plain}`,
    );
    // A fire's sign is a filled block; a drill's is not, and its edge is hatched.
    expect(filled).toBeGreaterThan(0.6);
    expect(drillMark).toBeLessThan(0.4);
    expect(hatched).toBeGreaterThan(40);
    expect(plain).toBeLessThan(10);
    await window.context.close();
  });

  test('the wall without colour: the room is the largest thing, on a ground that no calm screen has', async () => {
    const window = await as(clockwork(), 'shiyan-duty1', { size: { width: 1920, height: 1080 } });
    const { page } = window;
    await page.goto('/wall');
    await page.locator('.wall-giant').waitFor();
    const { room, rest } = await page.evaluate(() => {
      const size = (element: Element | null): number => (element === null ? 0 : Number.parseFloat(getComputedStyle(element).fontSize));
      const others = [...document.querySelectorAll('.wall *:not(.giant-room)')].filter(
        (element) => (element.textContent ?? '').trim() !== '',
      );
      return { room: size(document.querySelector('.giant-room')), rest: Math.max(...others.map(size)) };
    });
    // 3 m: a Chinese character is read from 1/200 of the distance, 15 mm; on a 43-inch screen of 1080 lines that is 30 px.
    expect(room).toBeGreaterThan(120);
    expect(room).toBeGreaterThan(rest);
    const calling = groundOf(await pictureOf(page, '.wall-giant'));
    const around = groundOf(await pictureOf(page, '.wall-standing'));
    console.log(`greyscale wall: room ${room} px, next largest ${rest} px, ground ${contrast(calling, around).toFixed(1)} : 1`);
    expect(contrast(calling, around)).toBeGreaterThan(4.5);
    for (const words of ['未接警', '报警已过去', '下一步']) expect(await page.locator('.wall-giant').textContent()).toContain(words);
    await window.context.close();
  });
});
