import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTar, tarWriter } from '../../services/operator/tar.ts';

const pack = async (members: readonly (readonly [string, Uint8Array])[]): Promise<Buffer> => {
  const out = new PassThrough();
  const whole = buffer(out);
  const tar = tarWriter(out, 0);
  for (const [name, bytes] of members) await tar.addText(name, bytes);
  tar.end();
  return whole;
};

const unpack = async (archive: Buffer, partBytes: number): Promise<[string, Buffer][]> => {
  const parts = Array.from({ length: Math.ceil(archive.length / partBytes) }, (_, i) =>
    archive.subarray(i * partBytes, (i + 1) * partBytes),
  );
  const members: [string, Buffer][] = [];
  await readTar(Readable.from(parts), async ({ name }, content) => {
    members.push([name, await buffer(content)]);
  });
  return members;
};

it('what goes in comes out, however the bytes arrive', async () => {
  const name = fc.array(fc.stringMatching(/^[a-z0-9._-]{1,60}$/), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const member = fc.tuple(
    name,
    fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.constantFrom(0, 512, 1024).map((n) => new Uint8Array(n).fill(7)),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(member, { maxLength: 5 }), fc.integer({ min: 1, max: 3000 }), async (members, partBytes) => {
      const seen = await unpack(await pack(members), partBytes);
      expect(seen.map(([n, bytes]) => [n, bytes.toString('hex')])).toEqual(
        members.map(([n, bytes]) => [n, Buffer.from(bytes).toString('hex')]),
      );
    }),
    { numRuns: 60 },
  );
});

it('other programs read it, long paths too', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tar-'));
  const long = `${'a'.repeat(90)}/${'b'.repeat(60)}/${'c'.repeat(95)}.jpg`;
  fs.writeFileSync(path.join(folder, 'x.tar'), await pack([[long, Buffer.from('picture')]]));
  execFileSync('tar', ['-xf', 'x.tar'], { cwd: folder });
  expect(fs.readFileSync(path.join(folder, long), 'utf8')).toBe('picture');
  fs.rmSync(folder, { recursive: true });
});

it('a cut or damaged archive is refused', async () => {
  const archive = await pack([['a', Buffer.from('hello')]]);
  await expect(unpack(archive.subarray(0, 700), 512)).rejects.toThrow('cut off');
  const damaged = Buffer.from(archive);
  damaged[0] = 0x62;
  await expect(unpack(damaged, 512)).rejects.toThrow('damaged');
});
