/** The office pages of duty and emergency in a real browser: the rota filled until nothing is lacking, a handover signed by both, then no barrier in any look. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Drill } from '../../services/contracts/drill.ts';
import type { ResponsePlan } from '../../services/contracts/response.ts';
import { clockworkFor } from './clockwork.ts';
import { faultsOf, settled } from './sight.ts';
import { desktop, executablePath, type Look, phone, type Window } from './stage.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Where pictures of the pages go, when somebody wants to look at them. */
const picturesTo = process.env['CAMPUS_LOOK'];
const people = ['shiyan-principal', 'shiyan-safety', 'shiyan-duty1', 'shiyan-duty2'];

/** Each value of language, appearance and size twice; the pages with forms of their own in all, the simple lists in the first and the last. */
const looks: readonly (Required<Pick<Look, 'language' | 'theme'>> & { readonly size: typeof desktop; readonly whole: boolean })[] = [
  { language: 'zh', theme: 'light', size: desktop, whole: true },
  { language: 'zh', theme: 'dark', size: phone, whole: false },
  { language: 'en', theme: 'light', size: desktop, whole: false },
  { language: 'en', theme: 'dark', size: phone, whole: true },
];

const dialogOf = (page: Page) => page.getByRole('dialog').last();

/** Opens the list of a select of the dialog and picks those that read so, in this order. */
const choose = async (page: Page, label: string, ...texts: string[]): Promise<void> => {
  const field = dialogOf(page).getByRole('combobox', { name: label });
  await field.click();
  for (const text of texts) {
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: text }).first().click();
  }
  if (texts.length > 1) await field.press('Escape');
};

const press = (page: Page, name: string): Promise<void> => dialogOf(page).getByRole('button', { name, exact: true }).click();

describe('the rota, the handover, and what is made ready for an emergency', () => {
  const clockwork = clockworkFor(people);

  const as = async (person: string, look: Look = {}): Promise<Window> => {
    const opened = await clockwork().open(look);
    await opened.signIn(person);
    return opened;
  };
  const leave = async ({ context, errors }: Window): Promise<void> => {
    expect(errors).toEqual([]);
    await context.close();
  };
  const act = async <T>({ context }: Window, method: 'POST' | 'PUT', path: string, data: unknown, version = 0): Promise<T> => {
    const answer = await context.request.fetch(`/api/v1${path}`, { method, data, headers: { 'if-match': `"${version}"` } });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  };

  /** A drill that was held, a real fire, and something of each thing that is prepared. */
  beforeAll(async () => {
    if (executablePath === null) return;
    const { now, pass, tell } = clockwork();
    const principal = await as('shiyan-principal');
    const safety = await as('shiyan-safety');
    const school = 'shiyan';
    const signals = ['shiyan-smoke01', 'shiyan-smoke02'].map((device, i) => ({ device, kind: 'smoke', afterSeconds: i }));
    const form = { school, name: '消防应急疏散演练', signals, plannedAt: now(), maximumMinutes: 60 };
    const drill = await act<Drill>(safety, 'POST', '/drills', form);
    const running = await act<Drill>(safety, 'POST', `/drills/${drill.id}/start`, undefined, drill.version);
    await pass(4_000, 1_000);
    await act(safety, 'POST', `/drills/${drill.id}/end`, undefined, running.version);
    await act(safety, 'POST', '/drills', { ...form, name: '地震避险演练', plannedAt: now() + 9 * dayMs });
    for (const { device } of signals) await tell(device, 'event', { type: 'smoke_alarm', state: 'active' });

    const levels = {
      IV: [{ task: 'send_runner', text: null, role: 'duty-officer', withinSeconds: 180 }],
      III: [{ task: 'own', text: '打开东门，引导消防车', role: 'safety-officer', withinSeconds: null }],
    };
    const plan = await act<ResponsePlan>(safety, 'PUT', '/response-plans/shiyan-plan-fire', {
      school,
      name: '火灾应急预案',
      kinds: [],
      levels,
    });
    await act(principal, 'POST', `/response-plans/${plan.id}/approve`, undefined, plan.version);
    const masks = { school, name: '过滤式消防自救呼吸器', quantity: 120, unit: '个', place: '微型消防站', expiresAt: now() - 12 * dayMs };
    await act(safety, 'PUT', '/supplies/shiyan-masks', masks);
    await act(safety, 'PUT', '/supplies/shiyan-torches', { ...masks, name: '强光手电', quantity: 20, unit: '支', expiresAt: null });
    const team = { school, leader: 'shiyan-safety', members: ['shiyan-duty2'], heads: 0, place: '操场主席台', kind: 'evacuation' };
    await act(safety, 'PUT', '/teams/shiyan-evac', { ...team, name: '疏散引导组' });
    await act(safety, 'PUT', '/teams/shiyan-class1', { ...team, name: '一年级1班', kind: 'class', members: [], heads: 45 });
    await act(safety, 'PUT', '/responders/shiyan-micro', {
      school,
      name: '实验小学微型消防站',
      kind: 'micro_station',
      capabilities: ['fire', 'evacuation'],
      location: { latitude: 33.4164, longitude: 111.2806 },
      channels: [{ channel: 'phone', address: '13900000119' }],
      sandbox: null,
      contact: '保卫科',
      active: true,
    });
    await act(principal, 'POST', '/maintenances', {
      school,
      devices: ['shiyan-smoke04', 'shiyan-smoke05'],
      startsAt: now() + hourMs,
      endsAt: now() + 3 * hourMs,
      reason: '探测器清洗',
      workOrder: 'WX-2026-118',
      substitute: 'shiyan-duty2',
    });
    await leave(principal);
    await leave(safety);
  });

  test('seats are set up and the rota is filled by pattern: the list of gaps is empty', async () => {
    const window = await as('shiyan-principal');
    const { page } = window;
    await page.goto('/duty');
    await page.getByText('还没有设置值班岗位。').waitFor();
    const seats = [
      ['值班室主班', '主班', ['丁凤英', '杜志强']],
      ['值班室副班', '副班', ['杜志强', '丁凤英']],
      ['带班校领导', '带班领导', ['姜立新', '崔新民']],
    ] as const;
    for (const [name, role] of seats) {
      await page.getByRole('button', { name: '增加岗位' }).click();
      await dialogOf(page).getByRole('textbox', { name: '名称' }).fill(name);
      await choose(page, '类别', role);
      await press(page, '提交');
      await page.getByRole('button', { name: `调整岗位：${name}` }).waitFor();
    }
    await page.getByText(/\d+ 处需要补齐/).waitFor();
    expect(await page.locator('.gap-list li', { hasText: '值班室主班没有人值班' }).count()).toBe(1);
    for (const [name, , turns] of seats) {
      await page.getByRole('button', { name: '按规律排班' }).click();
      await choose(page, '岗位', name);
      await choose(page, '人员（按选择的先后轮流）', ...turns);
      await dialogOf(page).getByRole('spinbutton', { name: '排几天' }).fill('32');
      for (const time of ['开始', '结束'])
        await dialogOf(page)
          .getByRole('textbox', { name: time, exact: true })
          .or(dialogOf(page).getByLabel(time, { exact: true }))
          .first()
          .fill('00:00');
      await dialogOf(page)
        .getByText(/^共 32 班/)
        .waitFor();
      await press(page, '提交');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByText('没有空档', { exact: true }).waitFor();
    expect(await page.locator('.gap-list li').count()).toBe(0);
    await page.locator('.seat-now', { hasText: '值班室主班' }).getByText('丁凤英').waitFor();

    await page
      .getByRole('button', { name: /^值班室主班：丁凤英/ })
      .last()
      .click();
    await choose(page, '谁来替', '姜立新');
    await press(page, '换班或替班');
    await page.locator('.rota-day', { hasText: '替班' }).getByText('姜立新').first().waitFor();
    await page
      .getByText(/姜立新同一时间排了两个岗位|\d+ 处需要补齐/)
      .first()
      .waitFor();
    await leave(window);
  });

  test('a handover lists what is unfinished and is signed by the giver, then by the taker', async () => {
    const giver = await as('shiyan-duty1');
    await giver.page.goto('/handover');
    await giver.page.getByRole('button', { name: '开始交接班' }).click();
    await choose(giver.page, '接班人', '杜志强');
    await press(giver.page, '开始交接班');
    const sheet = giver.page.locator('.handover', { hasText: '丁凤英 交给 杜志强' });
    await sheet.locator('h4', { hasText: '未解除的报警' }).waitFor();
    await sheet.getByRole('link', { name: /烟雾/ }).first().waitFor();
    await giver.page.getByRole('textbox', { name: '记一笔' }).fill('东门灯坏，已报修');
    await giver.page.getByRole('button', { name: '记入日志' }).click();
    await giver.page.locator('.typed', { hasText: '东门灯坏，已报修' }).waitFor();
    expect(await giver.page.getByRole('button', { name: '我是接班人，签字' }).count()).toBe(0);
    await giver.page.getByRole('button', { name: '我是交班人，签字' }).press('Enter');
    await press(giver.page, '我是交班人，签字');
    await sheet.getByText(/丁凤英交班签字/).waitFor();
    await leave(giver);

    const taker = await as('shiyan-duty2');
    await taker.page.goto('/handover');
    await taker.page.getByRole('button', { name: '我是接班人，签字' }).press('Enter');
    await press(taker.page, '我是接班人，签字');
    await taker.page.getByText('没有正在进行的交接班。').waitFor();
    await taker.page.getByText('已交接').first().waitFor();
    await taker.page.goto('/duty');
    await taker.page.locator('.seat-now', { hasText: '值班室主班' }).getByText('杜志强').first().waitFor();
    await leave(taker);

    const principal = await as('shiyan-principal');
    await principal.page.goto('/handover');
    await principal.page.getByRole('button', { name: '发出查岗' }).click();
    await press(principal.page, '发出查岗');
    await principal.page.getByText(/^等待应答/).waitFor();
    await principal.page.goto('/drills');
    await principal.page.getByRole('button', { name: '演练报告' }).click();
    await principal.page.locator('.figures tr', { hasText: '报警上屏' }).waitFor();
    await leave(principal);
  });

  test.each(looks)('$language, $theme, $size.width px', { timeout: 240_000 }, async (look) => {
    const window = await as('shiyan-principal', look);
    const { page, errors } = window;
    const faults: string[] = [];
    const judge = async (path: string, ready: string): Promise<void> => {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      await settled(page);
      faults.push(...(await faultsOf(page, look.language)).map((fault) => `${path}: ${fault}`));
      faults.push(...errors.splice(0).map((error) => `${path}: console: ${error}`));
      if (picturesTo === undefined) return;
      mkdirSync(picturesTo, { recursive: true });
      const height = await page.evaluate(() => document.querySelector('main')?.scrollHeight ?? 0);
      await page.setViewportSize({ width: look.size.width, height: Math.min(4000, height + 160) });
      await page.screenshot({
        path: join(picturesTo, `${path.replaceAll(/\W/g, '_')}-${look.language}-${look.theme}-${look.size.width}.png`),
      });
      await page.setViewportSize(look.size);
    };
    await judge('/duty', '.rota-day .shift');
    await judge('/readiness', '.check-rows li');
    await judge('/load', '.figures td');
    if (look.whole) {
      await judge('/handover', '.typed');
      await judge('/drills', '.drill-card');
      await judge('/readiness?part=plans', '.plan-card');
      await judge('/readiness?part=supplies', '.plain-rows li');
      await judge('/readiness?part=teams', '.plain-rows li');
      await judge('/readiness?part=responders', '.cards article');
      await judge('/readiness?part=channels', '#channels');
      await judge('/maintenance', '.plain-rows li');
      await judge('/cap', '.cap-message');
    }
    expect(faults).toEqual([]);
    await window.context.close();
  });
});
