import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMedia, type Media } from '../../services/media/media.ts';

const now = Date.UTC(2026, 10, 30, 17); // 1 December in Shanghai
const picture = (width: number, height: number): Sharp => sharp({ create: { width, height, channels: 3, background: '#884422' } });

describe('evidence pictures', () => {
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let asked = 0;
  let port = 0;
  let folder: string;
  let media: Media;
  let warnings: string[];
  const server = createServer((request, response) => {
    asked++;
    answer(request, response);
  });
  const url = (path = '/snap.jpg', host = '127.0.0.1'): string => `http://${host}:${port}${path}`;
  const send =
    (bytes: Uint8Array, type = 'image/jpeg') =>
    (_: IncomingMessage, response: ServerResponse): void =>
      void response.writeHead(200, { 'content-type': type }).end(bytes);
  const files = (): string[] => (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.includes('.'));

  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = 0;
    warnings = [];
    folder = mkdtempSync(join(tmpdir(), 'media-'));
    media = createMedia({
      folder,
      allowedHosts: [`127.0.0.1:${port}`, `LOCALHOST:${port}`],
      maxBytes: 300_000,
      timeoutMs: 400,
      clock: { now: () => now },
      log: { warn: (fields) => warnings.push(JSON.stringify(fields)) },
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are fetched, freed of everything but pixels, kept under their month and read back', async () => {
    const original = await picture(640, 480)
      .withExif({ IFD0: { Artist: 'a pupil' }, IFD3: { GPSLatitude: '30/1 0/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect(original.includes('a pupil')).toBe(true);
    answer = send(original);
    const taken = await media.take(url());
    if (!taken.ok) throw new Error(taken.detail);
    expect(taken.value).toMatchObject({ width: 640, height: 480, takenAt: now });
    expect(taken.value.file).toMatch(/^2026-12\//);
    const kept = await media.read(taken.value.file, taken.value.sha256);
    expect(kept?.length).toBe(taken.value.bytes);
    expect(kept?.includes('a pupil')).toBe(false);
    expect((await sharp(kept as Buffer).metadata()).exif).toBeUndefined();
    expect(statSync(join(folder, taken.value.file)).mode & 0o777).toBe(0o600);
    expect(files()).toEqual([taken.value.file]);
    await media.delete(taken.value.file);
    await media.delete(taken.value.file);
    expect(await media.read(taken.value.file, taken.value.sha256)).toBeNull();
  });

  it('become a JPEG of at most 1600 pixels, whatever they were', async () => {
    for (const bytes of [
      await picture(2400, 1200).png().toBuffer(),
      await picture(2400, 1200).webp().toBuffer(),
      await picture(2400, 1200).gif().toBuffer(),
    ]) {
      const kept = await media.keep(bytes);
      expect(kept).toMatchObject({ ok: true, value: { width: 1600, height: 800 } });
      if (kept.ok) expect((await sharp((await media.read(kept.value.file, kept.value.sha256)) as Buffer).metadata()).format).toBe('jpeg');
    }
  });

  it('kept twice are two files, so that deleting one leaves the other', async () => {
    const bytes = await picture(10, 10).png().toBuffer();
    const [one, two] = [await media.keep(bytes), await media.keep(bytes)];
    if (!one.ok || !two.ok) throw new Error('not kept');
    await media.delete(one.value.file);
    expect(await media.read(two.value.file, two.value.sha256)).not.toBeNull();
  });

  it('are fetched by a name that is allowed, with the sign-in of its address, which is never logged', async () => {
    const bytes = await picture(10, 10).jpeg().toBuffer();
    let authorization = '';
    answer = (request, response) => {
      authorization = String(request.headers.authorization);
      send(bytes)(request, response);
    };
    expect((await media.take(`http://cam:p%40ss@localhost:${port}/a?token=hush`)).ok).toBe(true);
    expect(Buffer.from(authorization.split(' ')[1] ?? '', 'base64').toString()).toBe('cam:p@ss');
    answer = (_, response) => void response.writeHead(500).end();
    expect(await media.take(`http://cam:p%40ss@localhost:${port}/a?token=hush`)).toMatchObject({ ok: false, code: 'bad_status' });
    expect(warnings.length).toBe(1);
    expect(warnings[0]).not.toMatch(/hush|p%40ss|p@ss/);
  });

  it('are not asked for where that is not allowed', async () => {
    answer = send(await picture(10, 10).jpeg().toBuffer());
    for (const [address, code] of [
      ['nonsense', 'bad_url'],
      ['file:///etc/passwd', 'bad_url'],
      [`ftp://127.0.0.1:${port}/a`, 'bad_url'],
      [`https://127.0.0.1/a`, 'host_not_allowed'],
      [`http://127.0.0.1:${port + 1}/a`, 'host_not_allowed'],
      [`http://127.0.0.2:${port}/a`, 'host_not_allowed'],
      [`http://[::1]:${port}/a`, 'host_not_allowed'],
      [`http://127.0.0.1:${port}@169.254.169.254/a`, 'host_not_allowed'],
    ] as const) {
      expect(await media.take(address), address).toMatchObject({ ok: false, code });
    }
    expect(asked).toBe(0);
    expect(files()).toEqual([]);
  });

  it('are refused, with a reason, when what comes is not one', async () => {
    const jpeg = await picture(64, 64).jpeg().toBuffer();
    const bomb = await picture(64, 64).png().toBuffer();
    bomb.writeUInt32BE(30_000, 16);
    bomb.writeUInt32BE(30_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    const cases: [string, (request: IncomingMessage, response: ServerResponse) => void, string][] = [
      ['text', send(Buffer.from('<html>sign in</html>')), 'not_an_image'],
      ['nothing', send(Buffer.alloc(0)), 'not_an_image'],
      ['half a picture', send(jpeg.subarray(0, jpeg.length / 2)), 'not_an_image'],
      ['SVG', send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image/svg+xml'), 'not_an_image'],
      ['a picture that says it has 900 megapixels', send(bomb), 'not_an_image'],
      ['a redirect', (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(), 'redirect'],
      ['not found', (_, response) => void response.writeHead(404).end(), 'bad_status'],
      ['a long announced body', (_, response) => void response.writeHead(200, { 'content-length': 300_001 }).write('x'), 'too_large'],
      ['a long unannounced body', send(Buffer.alloc(400_000)), 'too_large'],
      ['a reset', (request) => request.socket.resetAndDestroy(), 'unreachable'],
      ['silence', () => {}, 'timeout'],
      ['a picture that never ends', (_, response) => void response.writeHead(200).write(jpeg), 'timeout'],
    ];
    for (const [name, behave, code] of cases) {
      answer = behave;
      const started = Date.now();
      expect(await media.take(url()), name).toMatchObject({ ok: false, code });
      expect(Date.now() - started, name).toBeLessThan(2_000);
    }
    expect(warnings.length).toBe(cases.length);
    expect(files()).toEqual([]);
  });

  it('are not given out when the file was changed or its name leads elsewhere', async () => {
    const kept = await media.keep(await picture(10, 10).png().toBuffer());
    if (!kept.ok) throw new Error(kept.detail);
    writeFileSync(join(folder, 'secret.jpg'), 'x');
    expect(await media.read('../secret.jpg', kept.value.sha256)).toBeNull();
    expect(await media.read(`2026-12/../secret.jpg`, kept.value.sha256)).toBeNull();
    await media.delete('secret.jpg');
    expect(files()).toContain('secret.jpg');
    writeFileSync(join(folder, kept.value.file), 'other');
    expect(await media.read(kept.value.file, kept.value.sha256)).toBeNull();
  });

  it('make it known when the disk fails', async () => {
    writeFileSync(join(folder, '2026-12'), 'in the way');
    await expect(media.keep(await picture(10, 10).png().toBuffer())).rejects.toThrow();
  });
});
