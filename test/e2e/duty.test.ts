/** A duty officer's night by keyboard alone: sign in, hear, see, acknowledge, verify, confirm, dismiss, reset, shelve. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import type { Client } from '../bench/http.ts';
import { eventually } from '../scenarios/town.ts';
import { password } from './county.ts';
import { faultsOf } from './sight.ts';
import { stageFor, type Window } from './stage.ts';

/** The contract's bound from the device's message to the screen; what it takes is printed when it fails. */
const onScreenWithinMs = 1_000;
const mostTabs = 40;

/** How many tones the siren has begun since the page was opened. */
const tones = (page: Page): Promise<number> => page.evaluate(() => Number(Reflect.get(globalThis, 'tones') ?? 0));
const countTones = (): void => {
  const begin = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when?: number) {
    Reflect.set(globalThis, 'tones', Number(Reflect.get(globalThis, 'tones') ?? 0) + 1);
    begin.call(this, when);
  };
};

/** What has the focus, and whether a ring round it (or round the field it is the inside of) shows so. */
const focused = (page: Page): Promise<{ name: string; outlined: boolean; text: string }> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const field = element.closest('.ant-select, .ant-input-affix-wrapper, .ant-radio-wrapper, .ant-segmented-item') ?? element;
    const outlined = [element, field, ...field.querySelectorAll('.ant-radio, .ant-radio-inner')].some((part) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    });
    return { name: element.tagName, outlined, text: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() };
  });

/** Walks with Tab until the thing has the focus, as somebody without a mouse does; every stop on the way must be visible. */
const tabTo = async (page: Page, wanted: Locator): Promise<void> => {
  for (let presses = 0; presses < mostTabs; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop.name !== 'BODY') expect(stop.outlined, `focus on ${stop.name} '${stop.text}' can be seen`).toBe(true);
  }
  throw new Error(`${mostTabs} times Tab do not reach ${String(wanted)}`);
};

const press = async (page: Page, wanted: Locator): Promise<void> => {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
};

describe('the duty room', () => {
  const stage = stageFor(['shiyan-duty1', 'shiyan-dutyleader']);
  let duty: Window;
  let page: Page;
  let api: Client;

  const row = (alarm: Pick<AlarmView, 'id'>): Locator => page.locator(`[data-alarm="${alarm.id}"]`);
  const preview = (): Locator => page.getByRole('region', { name: '所选报警' });
  const openAlarm = (device: string): Promise<AlarmView> =>
    eventually(
      async () => (await api.get<{ items: AlarmView[] }>('/api/v1/alarms?open=true')).items.find((alarm) => alarm.device === device),
      (alarm) => alarm !== undefined,
    ).then((alarm) => alarm as AlarmView);
  const alarmBecomes = (id: string, holds: (alarm: AlarmView) => boolean): Promise<AlarmView> =>
    eventually(() => api.get<AlarmView>(`/api/v1/alarms/${id}`), holds);
  /** Selects an alarm on the board as a person does: down the list until it is the one. */
  const select = async (alarm: AlarmView): Promise<void> => {
    await row(alarm).waitFor();
    await page.keyboard.press('Home');
    for (let steps = 0; steps < mostTabs; steps++) {
      if ((await row(alarm).getAttribute('aria-current')) === 'true') return;
      await page.keyboard.press('j');
    }
    throw new Error(`J does not reach ${alarm.id}`);
  };

  beforeAll(async () => {
    if (!stage.ready()) return;
    duty = await stage().open();
    page = duty.page;
    await duty.context.addInitScript(countTones);
    api = await stage().client('principal', 'shiyan');
  });

  test('signs in by the form; a wrong password is told', async () => {
    await page.goto('/alarms?open=true');
    await page.waitForURL('**/sign-in');
    await expect.poll(() => focused(page)).toMatchObject({ name: 'INPUT' });
    await page.keyboard.type('shiyan-duty1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('not this one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '编号或密码不正确' }).waitFor();
    await page.getByLabel('密码').selectText();
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    // Where the person wanted to go in the first place.
    await page.getByRole('heading', { level: 1, name: '报警记录' }).waitFor();
    expect(page.url()).toContain('/alarms?open=true');
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.getByText('当前没有报警').waitFor();
  });

  test('the sound is off until duty is started, and says so', async () => {
    const banner = page.getByRole('region', { name: '报警声未开启' });
    await banner.waitFor();
    await press(page, page.getByRole('button', { name: '开始值班' }));
    await banner.waitFor({ state: 'detached' });
    const before = await tones(page);
    await press(page, page.getByRole('button', { name: '试音' }));
    await expect.poll(() => tones(page)).toBeGreaterThan(before);
  });

  test('a fire is on the screen within a second, sounds, and is acknowledged, verified and confirmed by keyboard', async () => {
    // The sample of the sound test has ended.
    await page.waitForTimeout(2_000);
    const quiet = await tones(page);
    const began = performance.now();
    await stage().tell('shiyan-smoke10', 'event', { type: 'smoke_alarm', state: 'active' });
    await page.locator('.alarm-row').filter({ hasText: '科学实验室' }).waitFor();
    expect(performance.now() - began).toBeLessThan(onScreenWithinMs);
    await expect.poll(() => tones(page)).toBeGreaterThan(quiet);
    expect(await page.title()).toMatch(/^\(1\)/);

    const alarm = await openAlarm('shiyan-smoke10');
    await page.keyboard.press('n');
    await expect.poll(() => focused(page)).toMatchObject({ name: 'A', outlined: true });
    expect(await row(alarm).textContent()).toContain('未接警');
    await page.keyboard.press('a');
    const acknowledged = await alarmBecomes(alarm.id, (now) => now.acknowledged);
    expect(acknowledged.acknowledgedBy).toBe('shiyan-duty1');
    await expect.poll(() => row(alarm).textContent()).not.toContain('未接警');
    const silenced = await tones(page);
    await page.waitForTimeout(1_500);
    expect(await tones(page)).toBe(silenced);

    await page.keyboard.press('v');
    await alarmBecomes(alarm.id, (now) => now.verification === 'verifying');
    await page.getByText('核实中').first().waitFor();

    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: '确认属实' });
    await dialog.waitFor();
    await expect.poll(() => focused(page)).toMatchObject({ name: 'TEXTAREA', outlined: true });
    await page.keyboard.type('现场有明火');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    const confirmed = await alarmBecomes(alarm.id, (now) => now.verification === 'confirmed' && now.incident !== null);
    expect(confirmed.verifiedBy).toBe('shiyan-duty1');

    const incident = await api.get<Incident>(`/api/v1/incidents/${confirmed.incident}`);
    expect(incident).toMatchObject({ state: 'open', school: 'shiyan' });
    const { items: hazards } = await api.get<{ items: Hazard[] }>('/api/v1/hazards?school=shiyan');
    expect(hazards.filter((hazard) => hazard.incident === incident.id && hazard.category === 'confirmed_event')).toHaveLength(1);
  });

  test('the incident and the hazard are shown, and reached by keyboard', async () => {
    await page.locator('#incidents a').filter({ hasText: '综合楼 · 烟雾' }).waitFor();
    for (const [key, heading, text] of [
      ['i', '突发事件', '综合楼'],
      ['h', '隐患', '已确认的突发事件'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.locator('a.record').filter({ hasText: text }).waitFor();
      await page.keyboard.press('j');
      await expect.poll(() => focused(page)).toMatchObject({ name: 'A', outlined: true });
      await page.keyboard.press('Enter');
      await page.locator('.detail h1').filter({ hasText: text }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('a.record').first().waitFor();
    }
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.locator('.board').waitFor();
  });

  test('another alarm is dismissed with its cause', async () => {
    await stage().tell('shiyan-smoke05', 'event', { type: 'smoke_alarm', state: 'active' });
    const alarm = await openAlarm('shiyan-smoke05');
    await select(alarm);
    await page.keyboard.press('d');
    await page.getByRole('dialog', { name: '标记为误报' }).waitFor();
    const send = page.getByRole('dialog').getByRole('button', { name: '误报' });
    expect(await send.isDisabled()).toBe(true);
    await page.keyboard.press('2');
    await expect.poll(() => page.getByRole('radio', { name: '水蒸气' }).isChecked()).toBe(true);
    await tabTo(page, page.getByRole('dialog').getByRole('textbox'));
    await page.keyboard.type('浴室水汽');
    await page.keyboard.press('Enter');
    const dismissed = await alarmBecomes(alarm.id, (now) => now.verification === 'false');
    expect(dismissed.dismissal).toEqual({ cause: 'steam', note: '浴室水汽' });
    expect(dismissed.acknowledged).toBe(true);
  });

  test('what cannot be done says why, by button and by key', async () => {
    await stage().tell('shiyan-climate04', 'event', { type: 'fault', state: 'active' });
    const alarm = await openAlarm('shiyan-climate04');
    await select(alarm);
    const confirm = preview().getByRole('button', { name: '属实' });
    expect(await confirm.getAttribute('aria-disabled')).toBe('true');
    const reason = await confirm.evaluate(
      (button) => document.querySelector(`[id="${button.getAttribute('aria-describedby')}"]`)?.textContent,
    );
    expect(reason).toBe('设备故障不需要确认属实');
    await page.keyboard.press('c');
    await page.getByText('现在不能操作：设备故障不需要确认属实').waitFor();
    expect(await page.getByRole('dialog').filter({ visible: true }).count()).toBe(0);
  });

  test('a fault is shelved with a reason, and taken back', async () => {
    const alarm = await openAlarm('shiyan-climate04');
    await select(alarm);
    await press(page, preview().getByRole('button', { name: '搁置' }));
    const dialog = page.getByRole('dialog', { name: '搁置报警' });
    await dialog.waitFor();
    await expect.poll(() => focused(page)).toMatchObject({ name: 'INPUT' });
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => dialog.getByRole('radio', { name: '2 小时' }).isChecked()).toBe(true);
    await tabTo(page, dialog.getByRole('textbox'));
    await page.keyboard.type('已报修');
    await page.keyboard.press('Enter');
    const shelved = await alarmBecomes(alarm.id, (now) => now.availability === 'shelved');
    expect(shelved.shelved).toMatchObject({ reason: '已报修', by: 'shiyan-duty1' });
    const hours = ((shelved.shelved?.until ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2);
    await page.getByRole('heading', { name: /搁置、抑制或由其他报警引起/ }).waitFor();
    await select(alarm);
    await press(page, preview().getByRole('button', { name: '取消搁置' }));
    await alarmBecomes(alarm.id, (now) => now.availability === 'in_service' && now.shelved === null);
  });

  test('a latched alarm is reset by the duty leader, with a reason', async () => {
    await stage().tell('shiyan-smoke05', 'event', { type: 'smoke_alarm', state: 'cleared' });
    const alarm = await alarmBecomes((await openAlarm('shiyan-smoke05')).id, (now) => now.condition === 'latched');
    // Not the duty officer's act.
    expect(alarm.allowedActions.find(({ action }) => action === 'reset')?.allowed).toBe(true);
    await select(alarm);
    expect(await preview().getByRole('button', { name: '复位' }).count()).toBe(0);

    const leader = await stage().open();
    await leader.signIn('shiyan-dutyleader');
    await leader.page.goto(`/alarms/${alarm.id}`);
    await press(leader.page, leader.page.getByRole('button', { name: '复位' }));
    const dialog = leader.page.getByRole('dialog', { name: '复位' });
    await dialog.waitFor();
    await expect.poll(() => focused(leader.page)).toMatchObject({ name: 'TEXTAREA' });
    expect(await dialog.getByRole('button', { name: '复位' }).isDisabled()).toBe(true);
    await leader.page.keyboard.type('现场已查看，烟雾散尽');
    await leader.page.keyboard.press('Enter');
    const closed = await alarmBecomes(alarm.id, (now) => !now.open);
    expect(closed.condition).toBe('cleared');
    // Gone from the board of the other.
    await row(alarm).waitFor({ state: 'detached' });
    await leader.page.getByText('现场已查看，烟雾散尽').waitFor();
    expect(leader.errors).toEqual([]);
    await leader.context.close();
  });

  test('? shows the keys, and Escape gives the focus back', async () => {
    await page.keyboard.press('n');
    await expect.poll(() => focused(page)).toMatchObject({ name: 'A' });
    const held = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: '键盘快捷键' });
    await help.waitFor();
    expect(await help.textContent()).toContain('接警（停止响铃）');
    expect(await faultsOf(page, 'zh')).toEqual([]);
    // Keys of the page behind are dead meanwhile.
    await page.keyboard.press('c');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
    expect(await page.getByRole('dialog').filter({ visible: true }).count()).toBe(0);
    await expect.poll(() => held.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('nothing went wrong in the browser or the server meanwhile', () => {
    expect(duty.errors).toEqual([]);
    expect(stage().server.complaints).toEqual([]);
  });
});
