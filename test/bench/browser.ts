/** The dashboard in a real browser, signed in, telling when it has painted which alarm. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { root } from './ground.ts';

export interface Wall {
  readonly page: Page;
  /** Alarm id → epoch ms at which the browser says it was on the screen. */
  readonly painted: ReadonlyMap<string, number>;
  onPainted(listener: (alarm: string, at: number) => void): void;
  /** Long tasks of the page's main thread since it was opened or last asked, milliseconds, longest first. */
  longTasks(): Promise<number[]>;
  close(): Promise<void>;
}

/** Socket.IO's own frame of an event: `42/live,["painted",{…}]`. */
const paintFrame = /^42\/live,(?:\d+)?(\["painted",.*)$/s;

const watchLongTasks = `
  globalThis.__longTasks = [];
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.__longTasks.push(entry.duration); })
    .observe({ type: 'longtask', buffered: true });
`;

/** The set-up script is not part of the build; it is asked where it stands. */
const browserHere = async (): Promise<string | null> => {
  const setup = (await import(pathToFileURL(join(root, 'services', 'setup.mjs')).href)) as typeof import('../../services/setup.mjs');
  return setup.findBrowser();
};

const openPage = async (browser: Browser, port: number, person: string, password: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const answer = await context.request.post(`http://127.0.0.1:${port}/api/v1/session`, { data: { id: person, password } });
  if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
  const page = await context.newPage();
  await page.addInitScript(watchLongTasks);
  return page;
};

/** Null where there is no browser on this machine. */
export const openWall = async (port: number, person: string, password: string): Promise<Wall | null> => {
  const executablePath = await browserHere();
  if (executablePath === null) return null;
  const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
  const page = await openPage(browser, port, person, password);
  const painted = new Map<string, number>();
  const listeners: ((alarm: string, at: number) => void)[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const event = paintFrame.exec(payload.toString())?.[1];
      if (event === undefined) return;
      const [, { alarm, at }] = JSON.parse(event) as [string, { alarm: string; at: number }];
      painted.set(alarm, at);
      for (const listener of listeners) listener(alarm, at);
    }),
  );
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.locator('.board').waitFor();
  return {
    page,
    painted,
    onPainted: (listener) => void listeners.push(listener),
    longTasks: async () => (await page.evaluate<number[]>('globalThis.__longTasks.splice(0)')).sort((a, b) => b - a),
    close: () => browser.close(),
  };
};
