/** The pages of the closed loop, in both languages, light and dark, on a desk and on a phone: nothing broken, nothing raw, no barrier. */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Evidence } from '../../services/contracts/evidence.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import { faultsOf, settled } from './sight.ts';
import { desktop, type Look, phone, stageFor, type Window } from './stage.ts';

const dayMs = 86_400_000;
/** Four windows with nine pages each, on a machine that may be busy. */
const allPagesWithinMs = 240_000;
const people = ['shiyan-safety', 'shiyan-principal', 'shiyan-duty1', 'qingshi-leader', 'qingshi-inspector1'];

/** Each value of language, appearance and size meets each value of the others. */
const looks: readonly (Required<Pick<Look, 'language' | 'theme'>> & { readonly size: typeof desktop })[] = [
  { language: 'zh', theme: 'light', size: desktop },
  { language: 'zh', theme: 'dark', size: phone },
  { language: 'en', theme: 'dark', size: desktop },
  { language: 'en', theme: 'light', size: phone },
];

type Ask = <T>(method: 'get' | 'post', path: string, data?: object, version?: number) => Promise<T>;

/** Speaks to the API with the sign-in of a window, as its page does. */
const asker =
  ({ context }: Window): Ask =>
  async (method, path, data, version) => {
    const answer = await context.request[method](`/api/v1${path}`, {
      ...(data === undefined ? {} : { data }),
      headers: version === undefined ? {} : { 'if-match': `"${version}"` },
    });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as never;
  };

describe('the pages of the closed loop', () => {
  const stage = stageFor(people);
  let listed: string;
  let small: string;

  beforeAll(async () => {
    if (!stage.ready()) return;
    const windows = new Map<string, Window>();
    const as = async (person: string): Promise<Window> => {
      const held = windows.get(person) ?? (await stage().open());
      if (!windows.has(person)) await held.signIn(person);
      windows.set(person, held);
      return held;
    };
    const picture = async (person: string, of: Evidence['stage'], shade: string, hazard?: string): Promise<string> => {
      const buffer = await sharp({ create: { width: 800, height: 600, channels: 3, background: shade } })
        .jpeg()
        .toBuffer();
      const answer = await (await as(person)).context.request.post('/api/v1/evidence', {
        multipart: {
          key: randomUUID(),
          school: 'shiyan',
          stage: String(of),
          picture: { name: 'a.jpg', mimeType: 'image/jpeg', buffer },
          ...(hazard === undefined ? {} : { hazard }),
        },
      });
      return ((await answer.json()) as Evidence).id;
    };
    const report = async (category: string, description: string, shade: string): Promise<string> =>
      (
        await asker(await as('shiyan-safety'))<HazardView>('post', '/hazards', {
          key: randomUUID(),
          school: 'shiyan',
          category,
          description,
          photos: [await picture('shiyan-safety', 'found', shade)],
        })
      ).id;
    const act = async (person: string, id: string, action: string, form: object = {}): Promise<void> => {
      const ask = asker(await as(person));
      const { version } = await ask<HazardView>('get', `/hazards/${id}`);
      await ask('post', `/hazards/${id}/actions`, { action, ...form }, version);
    };
    const deadline = Date.now() + 20 * dayMs;
    listed = await report('fire_safety', '三层东侧安全出口被课桌椅堵死，应急照明损坏两处', '#7a5a44');
    await act('shiyan-safety', listed, 'grade', { grade: 'major', reason: '堵塞安全出口', cause: 'discipline' });
    await act('shiyan-principal', listed, 'confirm_major', { opinion: '属实' });
    await act('qingshi-leader', listed, 'confirm_major', { opinion: '同意' });
    await act('shiyan-safety', listed, 'require_plan', {
      protection: [{ measure: '专人值守', responsible: 'shiyan-duty1', everyHours: 1 }],
      photos_protection: [await picture('shiyan-safety', 'protection', '#335577', listed)],
    });
    const plan = { responsible: 'shiyan-safety', measures: '清理通道', funds: 12_500, deadline, contingency: '西侧楼梯疏散' };
    await act('qingshi-inspector1', listed, 'approve_plan', plan);
    await act('qingshi-inspector1', listed, 'list', { supervisor: '县教体局安全科', contact: '安全科', notice: '2026-1', deadline });
    await act('qingshi-inspector1', listed, 'issue_notice', { requirements: '限期清理安全出口', days: 15 });
    small = await report('food', '食堂冷藏柜温度记录缺失三天，留样标签不全', '#446633');
    await Promise.all([...windows.values()].map(({ context }) => context.close()));
  }, allPagesWithinMs);

  test('a step is taken by keyboard: what is missing is said at its field, what is filled in is kept', async () => {
    const { page, signIn, errors, context } = await stage().open();
    await signIn('shiyan-safety');
    await page.goto(`/hazards/${small}`);
    const grade = page.getByRole('group', { name: '下一步' }).getByRole('button', { name: '定级' });
    await grade.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '定级' });
    await dialog.getByRole('button', { name: '提交' }).press('Enter');
    await dialog.getByRole('alert').filter({ hasText: '请填写此项' }).first().waitFor();
    expect(await faultsOf(page, 'zh')).toEqual([]);
    await dialog.getByRole('textbox', { name: '理由' }).fill('一般，限期整改');
    await page.keyboard.press('Escape');
    await grade.press('Enter');
    expect(await dialog.getByRole('textbox', { name: '理由' }).inputValue()).toBe('一般，限期整改');
    await dialog.getByText('一般隐患').click();
    await dialog.getByRole('combobox', { name: '深层次原因' }).click();
    await page.getByTitle('培训教育不足').click();
    await dialog.getByRole('button', { name: '提交' }).click();
    await page.locator('.tag').filter({ hasText: '已定级' }).first().waitFor();
    expect(await page.locator('.flow [aria-current="step"]').textContent()).toContain('已定级');
    expect(errors).toEqual([]);
    await context.close();
  });

  test('each counter of the board leads to the list it counts', async () => {
    const { page, signIn, errors, context } = await stage().open();
    await signIn('qingshi-leader');
    for (const counter of ['未整改', '重大', '挂牌']) {
      await page.goto('/hazards');
      const link = page.getByRole('link', { name: new RegExp(`^青石县实验小学：${counter} `) });
      const counted = Number(await link.textContent());
      await link.click();
      await expect.poll(() => page.locator('.records-hazards a.record').count()).toBe(counted);
    }
    expect(errors).toEqual([]);
    await context.close();
  });

  test.each(looks)('$language, $theme, $size.width px', { timeout: allPagesWithinMs }, async (look) => {
    const { page, signIn, errors, context } = await stage().open(look);
    const faults: string[] = [];
    const judge = async (path: string, ready: string): Promise<void> => {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      await settled(page);
      faults.push(...(await faultsOf(page, look.language)).map((fault) => `${path}: ${fault}`));
      faults.push(...errors.splice(0).map((error) => `${path}: console: ${error}`));
    };
    await signIn('shiyan-principal');
    await judge(`/hazards/${listed}`, '.papers a');
    await judge('/inbox', '.inbox li');
    await judge('/risks', '.risk-counts');
    await signIn('qingshi-leader');
    await judge('/hazards', '.tally-panel');
    await judge(`/hazards/${small}`, '.timeline');
    await judge('/listing', '.listing-notice');
    await judge('/lists', '.records-problems a');
    await judge('/lists?list=measures', 'main h1');
    await judge('/analysis', '.tally td');
    expect(faults).toEqual([]);
    await context.close();
  });
});
