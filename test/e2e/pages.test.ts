/** Every page, in both languages, light and dark, on a desk and on a phone: nothing broken, nothing raw, no barrier. */
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { AlarmDetail, AlarmView } from '../../services/contracts/alarm.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { Client } from '../bench/http.ts';
import { eventually } from '../scenarios/town.ts';
import { password } from './county.ts';
import { startEmpty } from './empty.ts';
import { faultsOf, settled } from './sight.ts';
import { desktop, type Look, phone, stageFor } from './stage.ts';

const smoke = { type: 'smoke_alarm', state: 'active' };
/** A minute and a half of a kitchen that begins to burn: dB/m, one reading in five seconds. */
const smokeCurve = [0.01, 0.01, 0.02, 0.02, 0.03, 0.05, 0.08, 0.12, 0.16, 0.21, 0.27, 0.34, 0.42, 0.55, 0.7, 0.9, 1.2, 1.5];
const readEveryMs = 5_000;
/** Four windows with seventeen pages each, on a machine that may be busy. */
const allPagesWithinMs = 180_000;

/** Each value of language, appearance and size meets each value of the others. */
const looks: readonly (Required<Pick<Look, 'language' | 'theme'>> & { readonly size: typeof desktop })[] = [
  { language: 'zh', theme: 'light', size: desktop },
  { language: 'zh', theme: 'dark', size: phone },
  { language: 'en', theme: 'dark', size: desktop },
  { language: 'en', theme: 'light', size: phone },
];

describe('every page', () => {
  const stage = stageFor(['shiyan-duty1', 'shiyan-safety', 'shiyan-admin', 'qingshi-leader']);
  let api: Client;
  let fire: AlarmView;
  let hazard: Hazard;

  const alarmOf = async (device: string, holds: (alarm: AlarmView) => boolean): Promise<AlarmView> => {
    const found = await eventually(
      async () => (await api.get<{ items: AlarmView[] }>('/api/v1/alarms')).items.find((alarm) => alarm.device === device),
      (alarm) => alarm !== undefined && holds(alarm),
    );
    return found as AlarmView;
  };
  const act = async (alarm: AlarmView, body: object): Promise<void> => {
    const { status } = await api.post(`/api/v1/alarms/${alarm.id}/actions`, body);
    expect(status).toBe(200);
  };

  beforeAll(async () => {
    if (!stage.ready()) return;
    const { tell, client } = stage();
    api = await client('principal', 'shiyan');
    const began = Date.now() - smokeCurve.length * readEveryMs;
    for (const [index, value] of smokeCurve.entries()) {
      const ts = began + index * readEveryMs;
      await tell('shiyan-smoke01', 'telemetry', { ts, values: { smoke: value } });
      await tell('shiyan-climate01', 'telemetry', { ts, values: { temperature: 19 + index / 10, humidity: 55 - index / 5 } });
    }
    fire = await alarmOf('shiyan-smoke01', (alarm) => alarm.level === 'alarm' && alarm.evidence.length > 0);
    await act(fire, { action: 'confirm', note: '厨房起火' });
    await tell('shiyan-smoke05', 'event', smoke);
    await act(await alarmOf('shiyan-smoke05', () => true), { action: 'acknowledge' });
    await tell('shiyan-smoke10', 'event', smoke);
    await tell('shiyan-climate04', 'event', { type: 'fault', state: 'active' });
    await tell('shiyan-climate05', 'event', { type: 'low_battery', state: 'active' });
    await tell('shiyan-smoke11', 'status', { online: false });
    await tell('shiyan-smoke12', 'telemetry', { values: 'not what was agreed' });
    await alarmOf('shiyan-smoke11', (alarm) => alarm.kind === 'silent');
    fire = await alarmOf('shiyan-smoke01', (alarm) => alarm.incident !== null);
    hazard = (await api.get<{ items: Hazard[] }>('/api/v1/hazards')).items.find((one) => one.incident === fire.incident) as Hazard;
  });

  describe('by itself', () => {
    test('the plan leads from the campus to a room with its devices; states have a shape and a word', async () => {
      const { page, signIn, errors, context } = await stage().open();
      await signIn('shiyan-duty1');
      await page.goto('/plan');
      await page.locator('.plan-shape').first().waitFor();
      const tree = page.getByRole('navigation', { name: '楼栋与楼层' });
      await tree.getByRole('link', { name: /食堂/ }).first().click();
      await page.getByRole('heading', { level: 2, name: /食堂 \/ / }).waitFor();
      const marks = page.locator('.plan-mark');
      await expect.poll(() => marks.count()).toBeGreaterThan(5);
      for (const mark of await marks.all()) {
        const name = (await mark.getAttribute('aria-label')) ?? '';
        expect(name).toMatch(/：(报警|预警|故障|正常|失联|未知|停用)$/);
      }
      expect(await page.getByRole('button', { name: '食堂厨房烟感一：报警' }).count()).toBe(1);
      // Without colour the shapes still differ, and each has its word beside it.
      const legend = await page
        .locator('.legend li')
        .evaluateAll((entries) =>
          entries.map((entry) => ({ shape: entry.querySelector('svg')?.innerHTML ?? '', word: entry.textContent ?? '' })),
        );
      expect(legend).toHaveLength(7);
      expect(new Set(legend.map(({ shape }) => shape)).size).toBe(7);
      expect(new Set(legend.map(({ word }) => word.trim())).size).toBe(7);
      const shapes = await marks.evaluateAll((all) =>
        all.map((mark) => ({
          face: [...mark.classList].find((name) => name.startsWith('face-')) ?? '',
          shape: mark.querySelector('svg')?.innerHTML ?? '',
        })),
      );
      expect(new Set(shapes.map(({ shape }) => shape)).size).toBe(new Set(shapes.map(({ face }) => face)).size);
      // A mark is a way to its device, by keyboard too.
      await page.getByRole('button', { name: '食堂厨房烟感一：报警' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/devices/shiyan-smoke01');
      expect(errors).toEqual([]);
      await context.close();
    });

    test('an alarm shows its curve, its picture when asked for, and why it stands', async () => {
      const { page, signIn, errors, context } = await stage().open();
      await signIn('shiyan-duty1');
      await page.goto(`/alarms/${fire.id}`);
      await page.getByRole('img', { name: /烟雾浓度曲线/ }).waitFor();
      await page.getByRole('button', { name: '查看图片' }).click();
      const picture = page.locator('.picture img');
      await picture.waitFor();
      await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(640);
      expect(await picture.getAttribute('alt')).toMatch(/^食堂厨房摄像机 抓拍，/);
      const { pictures } = await api.get<AlarmDetail>(`/api/v1/alarms/${fire.id}`);
      expect(pictures).toMatchObject([{ state: 'stored', camera: 'shiyan-cam01' }]);
      expect(await page.locator('.because').textContent()).toMatch(/烟雾浓度 \d.*dB\/m/);
      expect(await faultsOf(page, 'zh')).toEqual([]);
      expect(errors).toEqual([]);
      await context.close();
    });

    test('a hazard is graded by the safety officer', async () => {
      const { page, signIn, errors, context } = await stage().open();
      await signIn('shiyan-safety');
      await page.goto(`/hazards/${hazard.id}`);
      await page.getByRole('button', { name: '定级' }).click();
      const dialog = page.getByRole('dialog', { name: '定级' });
      const send = dialog.getByRole('button', { name: '提交' });
      await dialog.getByText('重大隐患').click();
      await dialog.getByRole('combobox', { name: '深层次原因' }).click();
      await page.locator('.ant-select-dropdown .ant-select-item-option').first().click();
      await dialog.getByRole('textbox', { name: '理由' }).fill('厨房明火，判为重大');
      expect(await faultsOf(page, 'zh')).toEqual([]);
      await send.click();
      await page.locator('.tag').filter({ hasText: '已定级' }).first().waitFor();
      await page.getByText('厨房明火，判为重大').first().waitFor();
      expect(await api.get<Hazard>(`/api/v1/hazards/${hazard.id}`)).toMatchObject({ state: 'graded', grade: 'major' });
      expect(errors).toEqual([]);
      await context.close();
    });

    test('the printed link sets up an empty server, once', async () => {
      const { link, close } = await startEmpty();
      onTestFinished(close);
      const { page, errors, context } = await stage().open({}, link.origin);
      await page.goto(link.href);
      await page.getByLabel('人员编号').fill('head');
      await page.getByLabel('姓名').fill('刘文斌');
      await page.getByLabel('密码（至少').fill(password);
      await page.getByLabel('再输入一次密码').fill('something else');
      await page.getByRole('button', { name: '建立并登录' }).click();
      await page.getByRole('alert').filter({ hasText: '两次输入的密码不一致' }).waitFor();
      expect(await faultsOf(page, 'zh')).toEqual([]);
      await page.getByLabel('再输入一次密码').fill(password);
      await page.getByRole('button', { name: '建立并登录' }).click();
      await page.getByText('当前没有报警').waitFor();
      await page.getByRole('button', { name: '账户：刘文斌' }).waitFor();
      expect(await faultsOf(page, 'zh')).toEqual([]);
      // A school-less bureau has a plan page too, with nothing on it.
      await page.goto('/plan');
      await page.locator('main h1').waitFor();
      expect(await faultsOf(page, 'zh')).toEqual([]);
      await context.clearCookies();
      await page.goto(link.href);
      for (const [label, text] of [
        ['人员编号', 'second'],
        ['姓名', '第二人'],
        ['密码（至少', password],
        ['再输入一次密码', password],
      ] as const) {
        await page.getByLabel(label).fill(text);
      }
      await page.getByRole('button', { name: '建立并登录' }).click();
      await page.getByRole('alert').filter({ hasText: '此设置链接已用过或已过期' }).waitFor();
      expect(errors).toEqual([]);
      await context.close();
    });

    test('the wall: signing in there keeps the machine signed in', async () => {
      const { page, errors, context } = await stage().open();
      await page.goto('/wall');
      await page.waitForURL('**/sign-in');
      expect(await page.getByRole('checkbox', { name: /值班大屏/ }).isChecked()).toBe(true);
      await page.getByLabel('人员编号').fill('shiyan-duty1');
      await page.getByLabel('密码').fill(password);
      await page.getByRole('button', { name: '登录' }).click();
      await page.waitForURL('**/wall');
      await page.locator('.wall-giant').waitFor();
      expect(await page.locator('.wall-giant').textContent()).toContain('科学实验室');
      // A month from now it must still be signed in: not a session cookie.
      const [cookie] = await context.cookies();
      expect(cookie?.expires ?? 0).toBeGreaterThan(Date.now() / 1000 + 29 * 86_400);
      expect(errors).toEqual([]);
      await context.close();
    });
  });

  // Side by side: each waits for the network most of the time.
  test.concurrent.each(looks)('$language, $theme, $size.width px', { timeout: allPagesWithinMs }, async (look) => {
    const { page, signIn, errors, context } = await stage().open(look);
    const faults: string[] = [];
    const judge = async (ready: string): Promise<void> => {
      await page.locator(ready).first().waitFor();
      await settled(page);
      const where = new URL(page.url()).pathname;
      faults.push(...(await faultsOf(page, look.language)).map((fault) => `${where}: ${fault}`));
      faults.push(...errors.splice(0).map((error) => `${where}: console: ${error}`));
    };
    const load = async (path: string, ready: string): Promise<void> => {
      await page.goto(path);
      await judge(ready);
    };
    /** Within the dashboard, without loading it anew. */
    const go = async (path: string, ready: string): Promise<void> => {
      await page.evaluate((to) => {
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, path);
      await judge(ready);
    };
    await load('/sign-in', '.door form');
    await load('/setup', '.door [role="alert"]');
    await signIn('shiyan-duty1');
    await load('/', '.alarm-row');
    await go('/plan', '.plan-shape');
    await go('/plan/shiyan?space=shiyan-ct-105', '.plan-mark[title^="食堂厨房烟感一"]');
    await go('/alarms', '.records-alarms a');
    await go(`/alarms/${fire.id}`, '.detail canvas');
    await go('/incidents', '.records-incidents a');
    await go(`/incidents/${fire.incident}`, '.tasks');
    await go('/hazards', '.records-hazards a');
    await go(`/hazards/${hazard.id}`, '.detail .timeline');
    await go('/devices', '.records-devices a');
    await go('/devices/shiyan-climate01', '.detail canvas');
    await go('/devices/shiyan-smoke11', '.detail h1:has-text("综合楼1层走廊烟感")');
    await go('/nowhere', 'main .state h1');
    await signIn('shiyan-admin');
    await load('/rejected', '.records-rejected .record');
    await signIn('qingshi-leader');
    await load('/', '.alarm-row');
    if (look.size === desktop) {
      await signIn('shiyan-duty1');
      await load('/wall', '.wall-giant');
    }
    expect(faults).toEqual([]);
    await context.close();
  });
});
