/** Organisation, duties, grid, reporting and accountability in a real browser: one real act on each page, then no barrier in any look. */
import ExcelJS from 'exceljs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Incident } from '../../services/contracts/incident.ts';
import { clockworkFor } from './clockwork.ts';
import { faultsOf, settled } from './sight.ts';
import { desktop, executablePath, type Look, phone, type Window } from './stage.ts';

const minuteMs = 60_000;
/** Four windows with seven pages each, on a machine that may be busy. */
const allPagesWithinMs = 240_000;
const people = ['shiyan-principal', 'shiyan-admin', 'shiyan-duty1', 'shiyan-grid', 'qingshi-leader', 'qingshi-admin', 'qingshi-inspector1'];

/** Each value of language, appearance and size meets each value of the others. */
const looks: readonly (Required<Pick<Look, 'language' | 'theme'>> & { readonly size: typeof desktop })[] = [
  { language: 'zh', theme: 'light', size: desktop },
  { language: 'zh', theme: 'dark', size: phone },
  { language: 'en', theme: 'dark', size: desktop },
  { language: 'en', theme: 'light', size: phone },
];

/** Opens the list of a select and picks the first option that reads so. */
const choose = async (page: Page, label: string, text: string): Promise<void> => {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).click();
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: text }).first().click();
};

const press = (page: Page, name: string): Promise<void> => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

describe('who answers for what, and what is reported upward', () => {
  const clockwork = clockworkFor(people);
  let incident: string;

  const as = async (person: string, look: Look = {}): Promise<Window> => {
    const opened = await clockwork().open(look);
    await opened.signIn(person);
    return opened;
  };
  /** Nothing went wrong behind the act. */
  const leave = async ({ context, errors }: Window): Promise<void> => {
    expect(errors).toEqual([]);
    await context.close();
  };

  beforeAll(async () => {
    if (executablePath === null) return;
    for (const device of ['shiyan-smoke01', 'shiyan-smoke02'])
      await clockwork().tell(device, 'event', { type: 'smoke_alarm', state: 'active' });
    // The 30 minutes for a report by telephone pass; nobody reports.
    await clockwork().pass(31 * minuteMs);
    const { context } = await as('shiyan-principal');
    const listed = await context.request.get('/api/v1/incidents?school=shiyan');
    incident = ((await listed.json()) as { items: Incident[] }).items[0]?.id ?? '';
    expect(incident).not.toBe('');
    await context.close();
  });

  test('a duty officer reads and signs the duties of the post, and records how one was done', async () => {
    const window = await as('shiyan-duty1');
    const { page } = window;
    await page.goto('/duties');
    await page.getByRole('button', { name: '我已阅读，签收' }).press('Enter');
    await page.getByText(/^第 1 版.*已于 .* 签收$/).waitFor();
    await page.getByRole('button', { name: '登记履责' }).click();
    await choose(page, '凭什么记录', '网格巡查');
    await choose(page, '哪一条记录', '高年级教学楼网格');
    await press(page, '提交');
    await page.locator('.performed li', { hasText: '网格巡查' }).waitFor();
    await leave(window);
  });

  test('a principal issues a new edition, sees who has not signed, and finds who answers for a room', async () => {
    const window = await as('shiyan-principal');
    const { page } = window;
    await page.goto('/duties');
    const card = page.locator('article', { hasText: '安全办公室主任' });
    await card.getByRole('button', { name: '发布新版责任书' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: '职责（每行一条）' }).fill('1. 每日巡查\n2、每周汇总隐患\n\n');
    await press(page, '发布新版责任书');
    await card.getByText('还没有签收：崔新民').waitFor();
    await card.getByText(/安全职责 · 第 2 版/).click();
    expect(await card.locator('.duty-items li').allTextContents()).toEqual(['每日巡查', '每周汇总隐患']);
    await page.getByRole('combobox', { name: '位置' }).fill('食堂');
    await page.locator('.ant-select-item-option', { hasText: '食堂' }).first().click();
    await page.locator('.chain li', { hasText: '杜志强' }).filter({ hasText: '网格员' }).waitFor();
    await leave(window);
  });

  test('a grid person patrols the own cell; a member of the task force finishes the task', async () => {
    const window = await as('shiyan-grid');
    const { page } = window;
    await page.goto('/grid');
    const card = page.locator('.cell-card', { hasText: '低年级教学楼网格' });
    await card.getByText('还没有巡查过').waitFor();
    await card.getByRole('button', { name: '我巡查过了' }).click();
    await press(page, '提交');
    await card.getByText(/上次巡查/).waitFor();
    await leave(window);

    const inspector = await as('qingshi-inspector1');
    await inspector.page.goto('/grid');
    await inspector.page.getByRole('button', { name: /^完成了：完成全县校舍/ }).click();
    await inspector.page.locator('.force-tasks .done', { hasText: '完成全县校舍' }).waitFor();
    await leave(inspector);
  });

  test('the missed limit stands in words; a report says false alarm, and two detectors contradict it', async () => {
    const window = await as('shiyan-principal');
    const { page } = window;
    await page.goto(`/incidents/${incident}`);
    await page
      .locator('.clocks li.late', { hasText: '首报（电话）' })
      .getByText(/已超时/)
      .waitFor();
    await page.locator('.clocks li', { hasText: '首报（书面）' }).getByText(/还剩/).waitFor();
    await page.getByRole('button', { name: '上报', exact: true }).click();
    await choose(page, '性质', '误报（没有发生）');
    await page.getByRole('dialog').getByRole('textbox', { name: '经过' }).fill('系误报，现场没有起火');
    await page.getByRole('dialog').getByRole('spinbutton', { name: '死亡人数' }).fill('0');
    await page.getByRole('dialog').getByRole('spinbutton', { name: '受伤人数' }).fill('0');
    await press(page, '提交');
    await page.locator('.reports li', { hasText: '系误报，现场没有起火' }).waitFor();
    await page.locator('.clocks li', { hasText: '首报（书面）' }).getByText(/^按时/).waitFor();
    await page.reload();
    await page.getByRole('link', { name: '上报说是误报，但至少两个独立设备同时探测到火情。' }).waitFor();
    await leave(window);
  });

  test('a leader finds one question unfounded, makes the other a case with its duty, and closes it', async () => {
    const window = await as('qingshi-leader');
    const { page } = window;
    await page.goto('/findings');
    const late = page.locator('.finding', { hasText: '电话首报超过了时限' });
    await late.getByRole('button', { name: '核查不成立' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: '核查情况' }).fill('已电话报告县局值班室');
    await press(page, '提交');
    await late.getByText('已核查，不成立').waitFor();
    const untrue = page.locator('.finding', { hasText: '上报说是误报' });
    expect(await untrue.getByRole('link', { name: /^报警/ }).count()).toBe(2);
    await untrue.getByRole('button', { name: '立案问责' }).click();
    await choose(page, '责任书', '校长');
    await choose(page, '违反的职责', '按规定时限首报');
    await choose(page, '责任人', '邹婷婷');
    await page.getByRole('dialog').getByRole('textbox', { name: '立案理由' }).fill('与两个探测器的记录不符');
    await press(page, '立案问责');
    await untrue.getByText('已立案问责').waitFor();
    await page.getByText('问责', { exact: true }).click();
    const opened = page.locator('.finding', { hasText: '与两个探测器的记录不符' });
    await opened.getByText('按规定时限首报、续报、终报突发事件').waitFor();
    await opened.getByRole('button', { name: '办结' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: '处理结果' }).fill('约谈');
    await press(page, '办结');
    await opened.getByText('已办结').waitFor();
    await leave(window);
  });

  test('a workbook is checked first: its faults by sheet, row and column; the right one is imported', async () => {
    const window = await as('shiyan-admin');
    const { page, context } = window;
    await page.goto('/organisation');
    const download = await page.getByRole('link', { name: '下载表格' }).getAttribute('href');
    const bytes = await (await context.request.get(download ?? '')).body();
    const upload = async (change: (sheet: ExcelJS.Worksheet) => void): Promise<void> => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
      const sheet = book.getWorksheet('人员');
      if (!sheet) throw new Error('the workbook has no sheet of people');
      change(sheet);
      const buffer = Buffer.from(await book.xlsx.writeBuffer());
      await page.locator('input[type="file"]').setInputFiles({ name: '组织.xlsx', mimeType: 'application/octet-stream', buffer });
      await page.getByRole('button', { name: '先检查' }).click();
    };
    await upload((sheet) => {
      sheet.getRow(2).getCell(3).value = '宇航员';
    });
    await page.getByRole('alert').locator('tbody tr', { hasText: '人员' }).getByText('第 2 行').waitFor();
    expect(await page.getByRole('button', { name: '导入', exact: true }).isDisabled()).toBe(true);
    await upload((sheet) => {
      sheet.getRow(2).getCell(2).value = '廖晓冬';
    });
    await page.getByText('检查通过，没有错误，还没有导入。').waitFor();
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await page.getByText('已导入。').waitFor();
    await leave(window);
  });

  test('the code for the wall is one card of A6; somebody leaves, a successor takes over, the name is erased', async () => {
    const window = await as('qingshi-admin');
    const { page } = window;
    await page.goto('/organisation?org=shiyan');
    await page.getByRole('link', { name: '打开打印页' }).click();
    await page.getByRole('heading', { name: '扫码随手拍' }).waitFor();
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const printed = await getDocument({ data: new Uint8Array(await page.pdf({ preferCSSPageSize: true })) }).promise;
    const [, , width, height] = (await printed.getPage(1)).view;
    expect([printed.numPages, Math.round(((width ?? 0) / 72) * 25.4), Math.round(((height ?? 0) / 72) * 25.4)]).toEqual([1, 105, 148]);
    await printed.destroy();

    await page.goto('/organisation?org=shiyan');
    await page.getByRole('button', { name: '办理离岗：史爱民' }).click();
    await choose(page, '接任人', '崔新民');
    await press(page, '办理离岗');
    await page.locator('.people li', { hasText: '史爱民' }).getByText('已离岗').waitFor();
    await page.goto('/erasures');
    await page.getByRole('combobox', { name: '删除什么' }).click();
    await page.locator('.ant-select-item-option', { hasText: '人员' }).click();
    await page.getByRole('combobox', { name: '人员（已离岗）' }).click();
    await page.locator('.ant-select-item-option', { hasText: '史爱民' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: '删除', exact: true }).click();
    await page.getByRole('status').filter({ hasText: '已删除' }).waitFor();
    await leave(window);
  });

  test.each(looks)('$language, $theme, $size.width px', { timeout: allPagesWithinMs }, async (look) => {
    const window = await as('shiyan-principal', look);
    const { page, errors } = window;
    const faults: string[] = [];
    const judge = async (path: string, ready: string): Promise<void> => {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      await settled(page);
      faults.push(...(await faultsOf(page, look.language)).map((fault) => `${path}: ${fault}`));
      faults.push(...errors.splice(0).map((error) => `${path}: console: ${error}`));
    };
    await judge('/duties', '.chain li');
    await judge('/grid', '.cell-card');
    await judge(`/incidents/${incident}`, '.mechanisms li');
    await window.signIn('qingshi-admin');
    await judge('/organisation?org=shiyan', '.people li');
    await judge('/findings', '.finding');
    await judge('/findings?list=cases', '.finding');
    await judge('/erasures', '.erasure-form');
    await judge('/report-code/shiyan', '.code-card svg');
    expect(faults).toEqual([]);
    await window.context.close();
  });
});
