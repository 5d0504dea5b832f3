/** A school sees nothing of another: not on its board, not by address, not as it happens. */
import { describe, expect, test } from 'vitest';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import { eventually } from '../scenarios/town.ts';
import { settled } from './sight.ts';
import { stageFor } from './stage.ts';

const smoke = { type: 'smoke_alarm', state: 'active' };

describe('two schools on one server', () => {
  const stage = stageFor(['yizhong-duty1']);

  test('an alarm of one does not exist for the other', async () => {
    const api = await stage().client('duty-officer', 'shiyan');
    await stage().tell('shiyan-smoke01', 'event', smoke);
    const alarm = await eventually(
      async () => (await api.get<{ items: AlarmView[] }>('/api/v1/alarms')).items[0],
      (found) => found !== undefined,
    );
    const { page, signIn, errors } = await stage().open();
    await signIn('yizhong-duty1');
    await page.goto('/');
    await page.getByText('当前没有报警').waitFor();

    // Live, while looking: the other school's alarm first, then one of its own as the mark that all before it has come.
    await stage().tell('shiyan-smoke05', 'event', smoke);
    await stage().tell('yizhong-smoke01', 'event', smoke);
    await page.locator('.alarm-row').waitFor();
    expect(await page.locator('.alarm-row').count()).toBe(1);
    expect(await page.locator('.alarm-row').textContent()).toContain('食堂厨房烟感一');
    expect(await page.content()).not.toContain('shiyan');

    await page.goto('/alarms');
    await page.locator('a.record').waitFor();
    expect(await page.locator('a.record').count()).toBe(1);

    for (const [path, sentence] of [
      [`/alarms/${alarm?.id}`, '找不到这条报警，或您无权查看。'],
      ['/devices/shiyan-smoke01', '找不到这个设备，或您无权查看。'],
    ] as const) {
      await page.goto(path);
      await page.getByText(sentence).waitFor();
    }
    await page.goto('/plan/shiyan');
    await settled(page);
    expect(await page.locator('main').textContent()).not.toMatch(/实验小学|科学实验室|烟感/);
    expect(errors).toEqual([]);
  });
});
