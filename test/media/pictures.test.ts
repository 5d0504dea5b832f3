import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomOf } from '../../device-sim/random.ts';
import type { Pictures, SeenPicture } from '../../services/acts/evidence.ts';
import { nonceLifeMs } from '../../services/core/evidence/flags.ts';
import { createMedia } from '../../services/media/media.ts';
import { openPictures } from '../../services/office.ts';
import { migrate } from '../../services/store/migrations.ts';
import { openSqlite, type Sql } from '../../services/store/sqlite.ts';
import { cropped, recompressed, screenshot } from '../bench/pictures/camera.ts';
import { photo, withExif } from './photos.ts';

const now = Date.UTC(2026, 10, 22, 4);

/** A PNG that says it is larger than it is: a few bytes that would fill the memory. */
const bomb = (side: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (name: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), content]);
    const out = Buffer.alloc(8 + body.length);
    out.writeUInt32BE(content.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body) >>> 0, 4 + body.length);
    return out;
  };
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(20)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

describe('pictures that people send', { timeout: 60_000 }, () => {
  let folder: string;
  let sql: Sql;
  let pictures: Pictures;
  let close: () => Promise<void>;
  const open = (): void => {
    const media = createMedia({
      folder: join(folder, 'evidence'),
      allowedHosts: [],
      clock: { now: () => now },
      log: { warn: () => undefined },
    });
    ({ pictures, close } = openPictures({ media, sql, database: join(folder, 'facts.db'), key: Buffer.alloc(32, 1) }));
  };
  const files = (): string[] => (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.jpg'));
  const see = async (id: string, bytes: Uint8Array): Promise<SeenPicture> => {
    const seen = await pictures.see(id, bytes);
    if (!seen.ok) throw new Error(`${seen.code}: ${seen.detail}`);
    return seen.value;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pictures-'));
    sql = openSqlite(join(folder, 'facts.db'));
    migrate(sql);
    open();
  });
  afterAll(async () => {
    await close();
    sql.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are freed of everything but pixels, with what the camera wrote noted before', async () => {
    const sent = await withExif(await photo('exif'), {
      taken: '2026:11:20 10:00:00',
      artist: 'a pupil of class 3',
      software: 'HUAWEI P60',
    });
    const seen = await see('evi-exif-000001', sent);
    expect(seen).toMatchObject({ exifAt: Date.UTC(2026, 10, 20, 2), editor: null, screenshot: null, sameFile: [], alike: [] });
    expect(seen.original).toMatchObject({ bytes: sent.length, type: 'image/jpeg', width: 1024, height: 768 });
    const kept = await sharp(join(folder, 'evidence', seen.file)).toBuffer();
    expect(kept.includes('class 3')).toBe(false);
    const edited = await see('evi-exif-000002', await withExif(await photo('edited'), { software: 'Adobe Photoshop 25.1' }));
    expect(edited.editor).toBe('Adobe Photoshop 25.1');
  });

  it('are found again re-encoded, cropped and as a screenshot, also after a restart; another room is not', async () => {
    const original = await photo('recycled');
    await see('evi-original-01', original);
    const random = randomOf(5, 'attacks');
    const alike = async (id: string, bytes: Uint8Array): Promise<string[]> => (await see(id, bytes)).alike.map((match) => match.id);
    expect(await alike('evi-other-room1', await photo('another'))).toEqual([]);
    expect(await alike('evi-same-later1', await photo('recycled', true))).toEqual([]);
    await close();
    open();
    expect(await alike('evi-recoded-001', await recompressed(original, random))).toContain('evi-original-01');
    expect(await alike('evi-cropped-001', await cropped(original, random))).toContain('evi-original-01');
    const shot = await see('evi-screen-0001', await screenshot(original, random));
    expect(shot.alike.map((match) => match.id)).toContain('evi-original-01');
    expect(shot.screenshot).toBe('bars');
    expect((await see('evi-the-same-01', original)).sameFile).toEqual(['evi-original-01']);
    const { file } = await see('evi-original-01', original);
    await pictures.forget('evi-original-01', file);
    expect(await alike('evi-recoded-002', await recompressed(original, random))).not.toContain('evi-original-01');
    expect(files().some((name) => name.endsWith(file))).toBe(false);
  });

  it('are the same file when the same is looked at twice', async () => {
    const bytes = await photo('twice');
    const [one, two] = [await see('evi-twice-0001', bytes), await see('evi-twice-0001', bytes)];
    expect([two.file, two.sameFile, two.alike]).toEqual([one.file, [], []]);
    expect(files().filter((name) => name.endsWith(one.file))).toHaveLength(1);
  });

  it('are refused with a reason: no picture, two things at once, too many pixels, cut off', async () => {
    const jpeg = await photo('refused');
    const before = files();
    const cases: [string, Uint8Array][] = [
      ['not_an_image', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
      ['not_an_image', Buffer.from('GIF89a..............')],
      ['not_an_image', new Uint8Array(0)],
      ['hidden_content', Buffer.concat([jpeg, Buffer.from('PK\x05\x06'), Buffer.alloc(18)])],
      ['hidden_content', Buffer.concat([jpeg.subarray(0, 20), Buffer.from('%PDF-1.7'), jpeg.subarray(20)])],
      ['hidden_content', Buffer.concat([jpeg.subarray(0, 20), Buffer.from('<script>alert(1)</script>'), jpeg.subarray(20)])],
      ['too_large', bomb(20_000)],
      ['not_an_image', jpeg.subarray(0, jpeg.length / 2)],
      ['not_an_image', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500)])],
    ];
    for (const [code, bytes] of cases) expect(await pictures.see('evi-refused-01', bytes)).toMatchObject({ ok: false, status: 400, code });
    expect(files()).toEqual(before);
  });

  it('prove when and by whom they were taken by a nonce nobody else can use', () => {
    const { nonce, expiresAt } = pictures.newNonce('teacher-1', now);
    expect(expiresAt).toBe(now + nonceLifeMs);
    expect(pictures.nonceGivenAt('teacher-1', nonce)).toBe(now);
    expect(pictures.nonceGivenAt('teacher-2', nonce)).toBeNull();
    expect(pictures.nonceGivenAt('teacher-1', `0${nonce.slice(1, -1)}x`)).toBeNull();
    expect(pictures.nonceGivenAt('teacher-1', '')).toBeNull();
    expect([
      pictures.useNonce(nonce, 'evi-a', now),
      pictures.useNonce(nonce, 'evi-b', now),
      pictures.useNonce(nonce, 'evi-a', now),
    ]).toEqual(['evi-a', 'evi-a', 'evi-a']);
  });
});
