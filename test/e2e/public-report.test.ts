/** The page behind a QR code in a messenger's built-in browser: without scripts as on an old phone, and with them. */
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { Client } from '../bench/http.ts';
import { faultsOf } from './sight.ts';
import { phone, stageFor } from './stage.ts';

/** As WeChat on Android says who it is. */
const weChat =
  'Mozilla/5.0 (Linux; Android 7.1.2; M5 Build/N2G47H; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/66.0.3359.126 ' +
  'MQQBrowser/6.2 TBS/045130 Mobile Safari/537.36 MicroMessenger/7.0.20.1781(0x27001434) NetType/WIFI Language/zh_CN';

const picture = async (width: number, height: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> => {
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  const buffer = await sharp({ create: { width, height, channels: 3, background: '#506070', noise } })
    .jpeg({ quality: 95 })
    .toBuffer();
  return { name: 'wx_camera.jpg', mimeType: 'image/jpeg', buffer };
};

describe('随手拍 in WeChat', () => {
  const stage = stageFor([]);
  let api: Client;
  let url: string;

  const openPage = async (javaScriptEnabled: boolean): Promise<{ page: Page; context: BrowserContext; errors: string[] }> => {
    const browser = (await stage().open()).context.browser();
    if (browser === null) throw new Error('no browser');
    const context = await browser.newContext({ viewport: phone, hasTouch: true, isMobile: true, userAgent: weChat, javaScriptEnabled });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(url);
    return { page, context, errors };
  };
  const reported = async (description: string): Promise<HazardView[]> =>
    (await api.get<{ items: HazardView[] }>('/api/v1/hazards?school=shiyan&origin=public&limit=500')).items.filter(
      (hazard) => hazard.description === description,
    );
  const fillIn = async (page: Page, description: string, width = 640): Promise<void> => {
    await page.locator('#picture').setInputFiles(await picture(width, Math.round(width * 0.75)));
    await page.getByText('消防：通道被堵').tap();
    await page.getByLabel('三、您看到了什么').fill(description);
    await page.getByLabel('联系方式').fill('13800000000');
  };

  beforeAll(async () => {
    if (!stage.ready()) return;
    api = await stage().client('principal', 'shiyan');
    url = (await api.get<{ url: string }>('/api/v1/schools/shiyan/report-code?space=shiyan-ta-103')).url;
  });

  test('without scripts: a plain form and a receipt that can be kept', async () => {
    const { page, context } = await openPage(false);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const description = '没有脚本的旧手机：安全出口上锁';
    expect(await page.locator('body').textContent()).toContain('低年级教学楼 / 1层 / 一年级（1）班');
    await fillIn(page, description);
    await page.getByRole('button', { name: '提交' }).tap();
    await page.getByText('已收到，谢谢您！').waitFor();
    await page.getByText('已收到，等待学校查看').waitFor();
    // The receipt has an address of its own: loading it again sends nothing.
    await page.reload();
    await page.getByText('已收到，等待学校查看').waitFor();
    expect(await reported(description)).toHaveLength(1);
    expect((await reported(description))[0]).toMatchObject({ space: 'shiyan-ta-103', state: 'reported', reportedBy: 'public' });
    // One page, nothing beside it; the icon is the browser's own wish.
    expect(asked.filter((address) => !address.includes('/r/') && !address.endsWith('/favicon.ico'))).toEqual([]);
    await context.close();
  });

  test('without scripts: what is missing is said, and what was written is still there', async () => {
    const { page, context } = await openPage(false);
    await page.locator('#report').evaluate((form) => form.setAttribute('novalidate', ''));
    await page.getByLabel('三、您看到了什么').fill('太短');
    await page.getByRole('button', { name: '提交' }).tap();
    await page.getByRole('alert').filter({ hasText: '请选择是哪一类问题' }).waitFor();
    expect(await page.getByLabel('三、您看到了什么').inputValue()).toBe('太短');
    await context.close();
  });

  test('with scripts: the photo is made smaller, a double press is one report, no barrier, no error', async () => {
    const { page, context, errors } = await openPage(true);
    expect(await faultsOf(page, 'zh')).toEqual([]);
    const description = '有脚本的手机：插座发热有焦味';
    const large = (await picture(3200, 2400)).buffer.length;
    expect(large).toBeGreaterThan(1_500_000);
    const sent: number[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(Number(request.headers()['content-length'] ?? request.postDataBuffer()?.length ?? 0));
    });
    await fillIn(page, description, 3200);
    await page.getByRole('button', { name: '提交' }).dblclick();
    await page.getByText('已收到，谢谢您！').waitFor();
    expect(sent).toHaveLength(1);
    expect(await faultsOf(page, 'zh')).toEqual([]);
    expect(await reported(description)).toHaveLength(1);
    await page.getByRole('link', { name: 'English' }).tap();
    await page.getByRole('heading', { name: 'Received. Thank you!' }).waitFor();
    expect(await faultsOf(page, 'en')).toEqual([]);
    await page.getByRole('link', { name: 'Report something else' }).tap();
    await page.getByRole('heading', { name: 'Report a safety hazard' }).waitFor();
    expect(await faultsOf(page, 'en')).toEqual([]);
    // No service worker, nothing kept on the phone of a passer-by.
    expect(await page.evaluate(async () => (await navigator.serviceWorker?.getRegistrations())?.length ?? 0)).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('with scripts: a line that breaks is told, and pressing again sends the same report', async () => {
    const { page, context } = await openPage(true);
    const description = '断线重试：围墙砖块松动要掉落';
    let broken = 0;
    await context.route('**/r/**', async (route) => {
      if (route.request().method() !== 'POST' || broken > 0) return route.continue();
      broken += 1;
      await route.fetch({ maxRedirects: 0 });
      return route.abort('connectionreset');
    });
    await fillIn(page, description);
    await page.getByRole('button', { name: '提交' }).tap();
    await page.getByRole('alert').filter({ hasText: '重复点击不会重复上报' }).waitFor();
    await page.getByRole('button', { name: '提交' }).tap();
    await page.getByText('已收到，谢谢您！').waitFor();
    expect(broken).toBe(1);
    expect(await reported(description)).toHaveLength(1);
    await context.close();
  });

  test('a code that was tampered with is a plain page', async () => {
    const { page, context } = await openPage(true);
    const answer = await page.goto(`${url.slice(0, -1)}${url.endsWith('x') ? 'y' : 'x'}`);
    expect(answer?.status()).toBe(404);
    await page.getByRole('heading', { name: '这个二维码无效' }).waitFor();
    expect(await faultsOf(page, 'zh')).toEqual([]);
    await context.close();
  });
});
