/**
 * What becomes of readings whatever a 2.x server answers to /api/v2/write. Answers after the API documentation of
 * InfluxDB 2.7 (https://docs.influxdata.com/influxdb/v2/api/#operation/PostWrite); a real one is asked in influx2.test.ts.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInfluxSeries, type InfluxSeries } from '../../../services/store/series/influx.ts';
import { closeAndRemove, newFolder, type Opened, openIn, write } from './rig.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, lines: string[]) => void;

const t0 = 1_760_000_000_000;
const problem =
  (status: number, code: string, message = code, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ code, message }));

describe('readings on their way to InfluxDB 2', () => {
  const stored = new Set<string>();
  /** Answers to come; when they are used up the server stores everything. */
  let answers: Answer[] = [];
  let requests: { url: string; authorization: string; lines: string[]; at: number }[] = [];
  let opened: Opened;
  let store: InfluxSeries;
  let now = t0;
  const accept: Answer = (_, response, lines) => {
    for (const line of lines) stored.add(line);
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const lines = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString().split('\n');
      requests.push({ url: request.url ?? '', authorization: String(request.headers.authorization), lines, at: Date.now() });
      (answers.shift() ?? accept)(request, response, lines);
    });
  });

  const create = (bucket = 'watch'): InfluxSeries => {
    const { port } = server.address() as AddressInfo;
    const options = {
      url: `http://127.0.0.1:${port}`,
      token: 'secret',
      org: 'campus',
      bucket,
      now: () => now,
      intervalMs: 5,
      timeoutMs: 300,
    };
    return createInfluxSeries(opened.store, opened.sql, options);
  };
  const put = (n: number, from = 0): void =>
    write(
      opened.sql,
      opened.store,
      Array.from({ length: n }, (_, i) => ({ device: 'd1', metric: 'co', at: t0 + (from + i) * 1000, value: from + i })),
      now,
    );
  const line = (i: number): string => `reading,device=d1,metric=co value=${i} ${t0 + i * 1000}`;
  const settled = async (): Promise<void> => {
    await expect.poll(() => store.status(), { timeout: 5_000 }).toMatchObject({ lagMs: 0, writeError: null });
  };
  const sentRow = (): number => Number(opened.sql.prepare('SELECT max(row) AS row FROM influx').get()?.['row']);
  const arrived = async (): Promise<void> => {
    await expect.poll(sentRow, { timeout: 5_000 }).toBe(opened.store.journalRange().last);
    await settled();
  };

  beforeEach(async () => {
    answers = [];
    requests = [];
    stored.clear();
    now = t0;
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    opened = openIn(newFolder(), { chunkPoints: 16, budgetMs: 1e4 });
    store = create();
  });
  afterEach(async () => {
    store.stop();
    closeAndRemove(opened);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('go as lines in milliseconds with token, bucket and organisation; internal ones stay here', async () => {
    write(opened.sql, opened.store, [{ device: 'd1', metric: '#msg', at: t0, value: 7 }], t0);
    put(2);
    store.start();
    await arrived();
    expect([...stored]).toEqual([line(0), line(1)]);
    expect(requests[0]).toMatchObject({ url: '/api/v2/write?org=campus&bucket=watch&precision=ms', authorization: 'Token secret' });
  });

  const hang: Answer = () => {};
  const reset: Answer = (request) => request.socket.resetAndDestroy();
  const half: Answer = (_, response, lines) => {
    for (const one of lines.slice(0, 3)) stored.add(one);
    response.socket?.resetAndDestroy();
  };
  for (const [name, answer, told] of [
    ['401 unauthorized', problem(401, 'unauthorized', 'unauthorized access'), 'unauthorized access'],
    ['404 bucket not found', problem(404, 'not found', 'bucket "watch" not found'), 'not found'],
    ['500 internal error', problem(500, 'internal error'), 'internal error'],
    ['503 unavailable', problem(503, 'unavailable'), 'unavailable'],
    ['no answer at all', hang, 'timed out'],
    ['a reset connection', reset, ''],
    ['a reset after part of it was stored', half, ''],
  ] as const) {
    it(`wait and go again after ${name}`, async () => {
      answers = Array.from({ length: 500 }, () => answer);
      put(10);
      store.start();
      await expect.poll(() => store.status().writeError, { timeout: 5_000 }).not.toBeNull();
      expect(store.status().writeError).toContain(told);
      expect(sentRow()).toBe(0);
      answers = [];
      await arrived();
      expect(stored.size).toBe(10);
      expect(store.status()).toMatchObject({ sent: 10, refused: 0, lost: 0 });
    });
  }

  it('wait as long as a 429 asks for', async () => {
    answers = [problem(429, 'too many requests', 'limit', { 'retry-after': '1' })];
    put(1);
    store.start();
    await arrived();
    const [first, second] = requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(950);
  });

  const picky =
    (status: number, isBad: (line: string) => boolean): Answer =>
    (request, response, lines) => {
      const good = lines.filter((one) => !isBad(one));
      if (good.length === lines.length) return accept(request, response, lines);
      for (const one of good) stored.add(one);
      problem(status, 'invalid', 'partial write: field type conflict: dropped=1')(request, response, lines);
    };

  for (const status of [400, 422]) {
    it(`go but for the one line that the server refuses with ${status}, which is kept aside with its reason`, async () => {
      answers = Array.from({ length: 100 }, () => picky(status, (one) => one.includes('value=37 ')));
      put(100);
      store.start();
      await arrived();
      expect(stored.size).toBe(99);
      expect(store.status()).toMatchObject({ refused: 1 });
      expect(opened.sql.prepare('SELECT line, reason FROM influx_refused').all()).toEqual([
        { line: line(37), reason: 'HttpError: partial write: field type conflict: dropped=1' },
      ]);
      expect(requests.length).toBeLessThan(20);
    });
  }

  it('go in smaller portions when the server finds them too large', async () => {
    answers = Array.from(
      { length: 100 },
      (): Answer => (request, response, lines) =>
        lines.length > 10 ? problem(413, 'request too large')(request, response, lines) : accept(request, response, lines),
    );
    put(64);
    store.start();
    await arrived();
    expect(stored.size).toBe(64);
    expect(store.status().refused).toBe(0);
  });

  it('are not sent one by one when the bucket itself no longer takes such old ones', async () => {
    answers = [
      problem(
        422,
        'unprocessable entity',
        'failure writing points to database: partial write: dropped 50 points outside retention policy of duration 72h0m0s',
      ),
    ];
    put(50);
    store.start();
    await arrived();
    expect(requests.length).toBe(1);
  });

  it('go on after a restart where they stood, and from the beginning to another bucket', async () => {
    put(5);
    store.start();
    await arrived();
    store.stop();
    put(5, 5);
    store = create();
    store.start();
    await arrived();
    expect(requests.map((request) => request.lines.length)).toEqual([5, 5]);
    store.stop();
    store = create('other');
    store.start();
    await expect.poll(() => requests.slice(2).flatMap((request) => request.lines).length).toBe(10);
  });

  it('come from the chunks when the journal was trimmed in a long outage, none missing', async () => {
    answers = Array.from({ length: 3 }, () => problem(503, 'unavailable'));
    put(3);
    store.start();
    await expect.poll(() => requests.length).toBeGreaterThan(0);
    store.stop();
    for (let i = 0; i < 40; i++) {
      put(7, 3 + i * 7);
      now += 60_000;
      store.tend(now);
    }
    expect(opened.store.journalRange().first).toBeGreaterThan(1);
    store = create();
    store.start();
    await arrived();
    expect(stored.size).toBe(283);
    put(1, 283);
    await arrived();
    expect(stored.size).toBe(284);
    expect(store.status()).toMatchObject({ lost: 0, refused: 0 });
  });

  it('are counted as lost when they grow too old here before they can be sent', async () => {
    closeAndRemove(opened);
    opened = openIn(newFolder(), { chunkPoints: 16, budgetMs: 1e4, days: 2 });
    store = create();
    put(32);
    for (now = t0 + 20 * 60_000; now < t0 + 3 * 86_400_000; now += 3_600_000) store.tend(now);
    put(1, 250_000);
    store.start();
    await arrived();
    expect(store.status()).toMatchObject({ lost: 32, sent: 1 });
  });

  it('do not go from here while they are not there, however old', async () => {
    put(64);
    now = t0 + 30 * 86_400_000;
    for (let i = 0; i < 5; i++) store.tend(now);
    expect(opened.store.recent('d1', 'co', t0, now).at.length).toBe(64);
    store.start();
    await arrived();
    put(1, 3_000_000);
    await arrived();
    for (let i = 0; i < 5; i++) store.tend(now);
    expect(opened.store.recent('d1', 'co', t0, now).at.length).toBeLessThan(2);
  });

  it('do not go from here unsent when they come late, during an outage, from before what is kept here', async () => {
    now = t0 + 30 * 86_400_000;
    put(1, 2_590_000);
    store.start();
    await expect.poll(() => Number(opened.sql.prepare('SELECT at FROM influx_horizon').get()?.['at'])).toBeGreaterThan(t0 + 86_400_000);
    answers = Array.from({ length: 500 }, () => problem(503, 'unavailable'));
    put(20);
    for (let i = 0; i < 40; i++) {
      now += 60_000;
      store.tend(now);
    }
    answers = [];
    await arrived();
    expect(stored.size).toBe(21);
    expect(store.status()).toMatchObject({ lost: 0 });
  });

  it('hold no one up at the end: stopping does not wait for the server', async () => {
    answers = [hang];
    put(1);
    store.start();
    await expect.poll(() => requests.length).toBe(1);
    const started = Date.now();
    store.stop();
    expect(Date.now() - started).toBeLessThan(50);
  });
});
