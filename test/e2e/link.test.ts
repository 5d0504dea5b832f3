/** A dead link cannot be missed, and nothing is missing once it is back. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Client } from '../bench/http.ts';
import { stageFor, type Window } from './stage.ts';

const smoke = { type: 'smoke_alarm', state: 'active' };
const deadWithinMs = 5_000;
/** The screen waits 5 s for a beat and looks every second or so: a line that is open and says nothing. */
const silentWithinMs = 8_000;
/** Longest wait between two tries to connect, and the answer. */
const backWithinMs = 10_000;

const shownAlarms = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll<HTMLElement>('[data-alarm]')].map((row) => row.dataset['alarm'] ?? '').sort());

describe('the link to the server', () => {
  const stage = stageFor(['shiyan-duty1']);
  let duty: Window;
  let page: Page;
  let api: Client;

  const openAlarms = async (): Promise<string[]> =>
    (await api.get<{ items: AlarmView[] }>('/api/v1/alarms?open=true')).items.map(({ id }) => id).sort();
  const banner = () => page.getByRole('alert').filter({ hasText: '与服务器的连接已中断，画面不再更新' });
  const marked = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset['link']);

  beforeAll(async () => {
    if (!stage.ready()) return;
    duty = await stage().open();
    page = duty.page;
    api = await stage().client('duty-officer', 'shiyan');
    await duty.signIn('shiyan-duty1');
    await stage().tell('shiyan-smoke10', 'event', smoke);
    await page.goto('/');
    await page.locator('.alarm-row').waitFor();
  });

  test('a killed server is told within 5 s, and what is on the screen is marked as old', async () => {
    expect(await marked()).toBe('live');
    /** What the board, or whatever holds it, is painted through. */
    const filter = (): Promise<string> =>
      page.locator('.board').evaluate((board) => getComputedStyle(board.closest('.main > *') ?? board).filter);
    const fresh = await filter();
    const began = performance.now();
    await stage().kill();
    await banner().waitFor({ timeout: deadWithinMs });
    expect(performance.now() - began).toBeLessThan(deadWithinMs);
    expect(await banner().textContent()).toContain('新的报警不会显示，也不会响铃');
    expect(await marked()).toBe('dead');
    expect(fresh).toBe('none');
    expect(await filter()).toContain('grayscale');
    // Still there to be read.
    expect(await page.locator('.alarm-row').isVisible()).toBe(true);
  });

  test('back on the same folder: what was opened meanwhile is there, the board is what the server has, the session lives', async () => {
    await stage().startAgain();
    await stage().tell('shiyan-smoke05', 'event', smoke);
    await banner().waitFor({ state: 'detached', timeout: backWithinMs });
    await page.locator('.alarm-row').filter({ hasText: '低年级教学楼' }).waitFor();
    expect(await marked()).toBe('live');
    const open = await openAlarms();
    expect(open).toHaveLength(2);
    await expect.poll(() => shownAlarms(page)).toEqual(open);
    expect(new URL(page.url()).pathname).toBe('/');
    // And the line carries on.
    await stage().tell('shiyan-smoke11', 'event', smoke);
    await expect.poll(() => shownAlarms(page)).toHaveLength(3);
    expect(await shownAlarms(page)).toEqual(await openAlarms());
    // Pressed once: the alarm may change in that moment (its picture comes), and the key still counts.
    await page.keyboard.press('n');
    await page.keyboard.press('a');
    const acknowledged = async (): Promise<boolean> =>
      (await api.get<{ items: AlarmView[] }>('/api/v1/alarms?open=true')).items.some((a) => a.acknowledged);
    await expect.poll(acknowledged, { timeout: 10_000 }).toBe(true);
  });

  test('a server that is there but says nothing is a dead link too', async () => {
    process.kill(stage().server.pid, 'SIGSTOP');
    try {
      await banner().waitFor({ timeout: silentWithinMs });
    } finally {
      process.kill(stage().server.pid, 'SIGCONT');
    }
    await banner().waitFor({ state: 'detached', timeout: backWithinMs });
    await expect.poll(() => shownAlarms(page)).toEqual(await openAlarms());
  });
});
