/** From the first siren to the fire brigade on the line without a mouse, in a real browser; the focus is never lost. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import type { PhoneTask } from '../../services/contracts/responder.ts';
import { eventually } from '../scenarios/town.ts';
import { clockworkFor } from './clockwork.ts';
import { as, ask, openAlarms } from './emergency.ts';
import { faultsOf, settled } from './sight.ts';

/** What the keys go to; BODY = nowhere. */
const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.tagName ?? 'NONE');

describe('an emergency by keyboard alone', () => {
  const clockwork = clockworkFor(['shiyan-duty1']);

  test('acknowledge, verify, confirm, take command, do a task, make the call, raise the level', async () => {
    const window = await as(clockwork(), 'shiyan-duty1');
    const { page, errors } = window;
    const keys = page.keyboard;
    const alarm = (): Promise<AlarmView> =>
      eventually(
        async () => (await openAlarms(window)).find(({ device }) => device === 'shiyan-smoke10'),
        (one) => one !== undefined,
      ).then((one) => one as AlarmView);
    const incident = async (): Promise<Incident> => {
      const [one] = (await ask<{ items: Incident[] }>(window, 'GET', '/incidents?school=shiyan')).items;
      if (one === undefined) throw new Error('no incident');
      return one;
    };
    /** A key pressed in the very moment in which the answer to the last one is drawn may be lost: a person presses again. */
    const pressFor = async (key: string, became: () => Promise<boolean>): Promise<void> => {
      for (let tries = 1; ; tries += 1) {
        await keys.press(key);
        const is = await eventually(became, Boolean, 2_000).catch((error: unknown) => {
          if (tries === 4) throw error;
          return false;
        });
        if (is) {
          if (tries > 1) console.log(`the key ${key} had to be pressed ${tries} times`);
          return;
        }
      }
    };
    const began = performance.now();
    await page.goto('/');
    await page.getByText('当前没有报警').waitFor();
    await clockwork().tell('shiyan-smoke10', 'event', { type: 'smoke_alarm', state: 'active' });
    await page.locator('.alarm-row').filter({ hasText: '科学实验室' }).waitFor();
    // What happens by itself stands beside it, in words.
    await page
      .locator('.alarm-row')
      .getByText(/\d+ 秒后呼叫/)
      .waitFor();
    await keys.press('n');
    await expect.poll(() => focused(page)).toBe('A');

    await pressFor('a', async () => (await alarm()).acknowledged);
    await expect.poll(() => focused(page)).toBe('A');
    await pressFor('v', async () => (await alarm()).verification === 'verifying');
    await page.locator('.alarm-row').getByText('核实中').waitFor();
    await pressFor('c', () => page.getByRole('dialog', { name: '确认属实' }).isVisible());
    await keys.type('现场有明火');
    await keys.press('Enter');
    const confirmed = await eventually(alarm, (now) => now.verification === 'confirmed' && now.incident !== null);
    await page.getByRole('dialog', { name: '确认属实' }).waitFor({ state: 'hidden' });
    // The row has moved to another group, and still holds the focus.
    await expect.poll(() => focused(page)).toBe('A');

    await page.getByRole('link', { name: /去处置/ }).waitFor();
    await keys.press('e');
    await page.waitForURL(`**/incidents/${confirmed.incident}`);
    await page.getByRole('button', { name: /我来指挥/ }).waitFor();
    await expect.poll(() => focused(page)).toBe('H1');

    await pressFor('m', async () => (await incident()).commander === 'shiyan-duty1');
    await page.getByText('您正在指挥').waitFor();

    const call = async (): Promise<PhoneTask | undefined> =>
      (await ask<{ items: PhoneTask[] }>(window, 'GET', '/phone-tasks?school=shiyan')).items.find(({ number }) => number === '119');
    await page.getByRole('heading', { name: '请拨打 119' }).waitFor();
    await pressFor('p', async () => (await call())?.takenBy === 'shiyan-duty1');
    await page.getByRole('button', { name: /已接通/ }).waitFor();
    await pressFor('p', async () => (await call())?.outcome === 'reached');
    expect((await call())?.late).toBe(false);
    // The board's task of calling is done by the same key.
    await page.locator('.task-line.done').waitFor();

    const mine = async (done: boolean): Promise<boolean> =>
      (await incident()).tasks.some(({ person, doneBy }) => person === 'shiyan-duty1' && (doneBy === 'shiyan-duty1') === done);
    await pressFor('t', () => mine(false));
    await page.locator('.task-line.mine').waitFor();
    await pressFor('f', () => mine(true));

    await keys.press('u');
    const raise = page.getByRole('dialog', { name: '提高响应级别' });
    await raise.waitFor();
    await keys.press('Tab');
    await keys.type('火势扩大到走廊');
    await keys.press('Tab');
    await keys.press('Tab');
    await keys.press('Enter');
    const raised = await eventually(incident, ({ level }) => level === 'III');
    expect(raised.levels.at(-1)).toMatchObject({ by: 'shiyan-duty1', automatic: false });
    await raise.waitFor({ state: 'hidden' });
    await expect.poll(() => focused(page)).not.toBe('BODY');

    // Nothing that can be pressed has been pressed with a mouse, and Tab goes on from where the keys were.
    await keys.press('Tab');
    expect(await focused(page)).not.toBe('BODY');
    console.log(
      `acknowledge → verify → confirm → command → task → 119 → level III by keyboard: ${Math.round(performance.now() - began)} ms`,
    );
    expect(errors).toEqual([]);
    await window.context.close();
  });

  test('? tells every key of the desk and of the response', async () => {
    const window = await as(clockwork(), 'shiyan-duty1');
    const { page } = window;
    await page.goto('/');
    await settled(page);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: '键盘快捷键' });
    await help.waitFor();
    const text = (await help.textContent()) ?? '';
    for (const words of [
      '接警（停止响铃）',
      '派人核实',
      '现场画面',
      '我来指挥',
      '领取下一个任务',
      '完成我的下一个任务',
      '已接通',
      '提高级别',
    ])
      expect(text).toContain(words);
    expect(await faultsOf(page, 'zh')).toEqual([]);
    await window.context.close();
  });
});
