import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newTurn } from '../../services/core/turn.ts';
import { readTar } from '../../services/operator/tar.ts';
import type { Store } from '../../services/store/open.ts';
import { bench } from './bench.ts';

let b: ReturnType<typeof bench>;
beforeEach(() => {
  b = bench();
});
afterEach(() => b.clear());

const picture = randomBytes(70_000);
const start = Date.UTC(2026, 8, 1);

const readings = (store: Store, values: readonly number[]): void => {
  const turn = newTurn(start);
  const series = store.series.seriesOf('d1', 'temperature');
  values.forEach((value, i) => {
    turn.points.series.push(series);
    turn.points.at.push(start + i * 60_000);
    turn.points.value.push(value);
  });
  turn.events.push({
    device: 'd1',
    school: 'no1',
    at: start,
    receivedAt: start,
    event: 'tamper',
    state: 'active',
    late: false,
    detail: {},
  });
  turn.audit.push({ at: start, actor: 'd1', act: 'test.happened', subject: 'device', subjectId: 'd1', school: 'no1', detail: { n: 1 } });
  store.commit(turn);
};

/** A school with a device, 2500 readings and a picture; the device's secret. */
const furnish = async (): Promise<string> => {
  await b.json('school', 'add', '--id', 'no1', '--name', '第一小学');
  const { secret } = await b.json('device', 'add', '--school', 'no1', '--id', 'd1');
  const store = b.store();
  readings(
    store,
    Array.from({ length: 2500 }, (_, i) => i / 100),
  );
  store.close();
  const evidence = path.join(b.config().dataFolder, 'evidence', '2026');
  fs.mkdirSync(evidence, { recursive: true });
  fs.writeFileSync(path.join(evidence, 'e1.jpg'), picture);
  fs.writeFileSync(path.join(evidence, 'e2.jpg.part'), 'half');
  return String(secret);
};

const membersOf = async (archive: string): Promise<Map<string, Buffer>> => {
  const members = new Map<string, Buffer>();
  await readTar(Readable.from([gunzipSync(fs.readFileSync(archive))]), async ({ name }, content) => {
    const parts: Buffer[] = [];
    for await (const part of content) parts.push(part);
    members.set(name, Buffer.concat(parts));
  });
  return members;
};

describe('a backup', () => {
  it('taken beside a running server brings back facts, series and evidence', async () => {
    const secret = await furnish();
    fs.writeFileSync(b.file('passphrase'), 'correct horse battery\n');
    const running = b.store();
    const made = await b.json('backup', b.file('b.tar.gz'), '--passphrase-file', b.file('passphrase'));
    expect(made).toMatchObject({ withDeviceKey: true, bytes: fs.statSync(b.file('b.tar.gz')).size });
    expect(fs.statSync(b.file('b.tar.gz')).mode & 0o077).toBe(0);
    running.close();

    b.useData('restored');
    const restored = await b.json('restore', b.file('b.tar.gz'), '--passphrase-file', b.file('passphrase'));
    expect(restored).toMatchObject({ needNewSecrets: 0, version: '0.0.0-test' });
    const store = b.store();
    expect(store.world().orgs.get('no1')?.name).toBe('第一小学');
    expect(store.series.recent('d1', 'temperature', 0, Number.MAX_SAFE_INTEGER).value).toHaveLength(2500);
    expect(store.credentials.verify('d1', Buffer.from(secret))).toBe(true);
    store.close();
    expect(fs.readFileSync(path.join(b.config().dataFolder, 'evidence', '2026', 'e1.jpg')).equals(picture)).toBe(true);
    expect(fs.existsSync(path.join(String(restored['config']), 'rules.yaml'))).toBe(true);
    expect(await b.json('verify')).toMatchObject({ ok: true, entries: 4 });
  });

  it('holds no secret in clear, no session and nothing half-written', async () => {
    await furnish();
    const store = b.store();
    const person = { id: 'wang', name: 'x', role: 'viewer' as const, org: 'no1', phone: null, active: true };
    store.world().people.set('wang', person);
    const session = store.accounts.openSession('wang', false).secret;
    const key = store.key;
    store.close();
    fs.mkdirSync(path.join(b.config().dataFolder, 'tls'), { recursive: true });
    fs.writeFileSync(path.join(b.config().dataFolder, 'tls', 'server.key'), 'PRIVATE KEY');
    await b.json('backup', b.file('b.tar.gz'));
    const members = await membersOf(b.file('b.tar.gz'));
    expect([...members.keys()].filter((name) => !name.startsWith('config/')).sort()).toEqual([
      'campus.db',
      'evidence/2026/e1.jpg',
      'manifest.json',
      'sums.json',
    ]);
    const everything = Buffer.concat([...members.values()]);
    for (const secret of [key, Buffer.from(key.toString('hex')), Buffer.from(session), Buffer.from('PRIVATE KEY')])
      expect(everything.includes(secret)).toBe(false);
  });

  it('without the key says how many devices need new secrets', async () => {
    await furnish();
    await b.json('backup', b.file('b.tar.gz'));
    b.useData('restored');
    expect(await b.json('restore', b.file('b.tar.gz'))).toMatchObject({ needNewSecrets: 1 });
  });

  it('can be opened by any tar', async () => {
    await furnish();
    await b.json('backup', b.file('b.tar.gz'));
    const listed = execFileSync('tar', ['-tzf', b.file('b.tar.gz')], { encoding: 'utf8' });
    expect(listed.split('\n')).toEqual(
      expect.arrayContaining(['manifest.json', 'campus.db', 'evidence/2026/e1.jpg', 'config/settings.yaml']),
    );
  });
});

describe('a restore', () => {
  const backedUp = async (): Promise<string> => {
    await furnish();
    fs.writeFileSync(b.file('passphrase'), 'correct horse battery\n');
    await b.json('backup', b.file('b.tar.gz'), '--passphrase-file', b.file('passphrase'));
    return b.file('b.tar.gz');
  };

  it('refuses a folder that is in use or not empty, and touches nothing', async () => {
    const archive = await backedUp();
    expect((await b.campus('restore', archive)).err).toMatch(/is not empty \(campus\.db\)/);
    b.useData('other');
    const running = b.store();
    expect((await b.campus('restore', archive)).err).toMatch(/in use by another running server/);
    running.close();
  });

  it('refuses a wrong passphrase, a damaged and a foreign archive, and leaves no folder behind', async () => {
    const archive = await backedUp();
    b.useData('restored');
    fs.writeFileSync(b.file('wrong'), 'incorrect horse battery');
    expect((await b.campus('restore', archive, '--passphrase-file', b.file('wrong'))).err).toMatch(/not the passphrase/);
    const tar = gunzipSync(fs.readFileSync(archive));
    const at = tar.indexOf(picture.subarray(100, 200));
    tar[at] = (tar[at] ?? 0) ^ 1;
    fs.writeFileSync(b.file('damaged.tar.gz'), gzipSync(tar));
    expect((await b.campus('restore', b.file('damaged.tar.gz'))).err).toMatch(/damaged: evidence\/2026\/e1\.jpg/);
    fs.writeFileSync(b.file('cut.tar.gz'), fs.readFileSync(archive).subarray(0, 5000));
    expect((await b.campus('restore', b.file('cut.tar.gz'))).code).toBe(1);
    fs.writeFileSync(b.file('evil'), 'x');
    execFileSync('tar', ['-czf', b.file('evil.tar.gz'), '-C', b.file(''), '--transform', 's,^evil$,evidence/../../evil,', 'evil']);
    expect((await b.campus('restore', b.file('evil.tar.gz'))).err).toMatch(/no backup of Campus Watch: it holds/);
    expect(fs.existsSync(b.config().dataFolder)).toBe(false);
  });
});

describe('an export', () => {
  const lines = (file: string): Record<string, unknown>[] =>
    fs
      .readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('holds what was recorded between two moments, and proves itself', async () => {
    await furnish();
    const said = await b.json('export', '--from', '2026-09-01T08:10', '--to', '2026-09-01T09:00', b.file('e.jsonl'));
    expect(said).toMatchObject({ from: start + 10 * 60_000, to: start + 60 * 60_000 });
    const all = lines(b.file('e.jsonl'));
    expect(all.find((line) => line['type'] === 'readings')?.['points']).toHaveLength(50);
    expect(all.filter((line) => line['type'] === 'event')).toHaveLength(0);
    await b.json('export', b.file('all.jsonl'));
    expect(lines(b.file('all.jsonl')).filter((line) => line['type'] === 'event')).toHaveLength(1);
    expect(await b.json('verify', b.file('all.jsonl'))).toMatchObject({ ok: true, entries: 4 });
    expect(await b.json('verify', b.file('e.jsonl'))).toMatchObject({ ok: true });
  });

  it('shows any change to it', async () => {
    await furnish();
    await b.json('export', b.file('all.jsonl'));
    const text = fs.readFileSync(b.file('all.jsonl'), 'utf8');
    const rows = text.split('\n');
    const auditAt = rows.findIndex((row) => row.includes('test.happened'));
    const verdict = async (changed: string) => {
      fs.writeFileSync(b.file('x.jsonl'), changed);
      const { code, out } = await b.campus('verify', b.file('x.jsonl'), '--json');
      return { code, ...(JSON.parse(out) as { ok: boolean; brokenAt: number; why: string }) };
    };
    expect(await verdict(text.replace('test.happened', 'test.hushed'))).toMatchObject({
      code: 1,
      ok: false,
      brokenAt: 4,
      why: expect.stringContaining('changed'),
    });
    expect(await verdict(rows.filter((_, i) => i !== auditAt - 1).join('\n'))).toMatchObject({
      code: 1,
      brokenAt: 4,
      why: 'entry 3 is missing: found 4',
    });
    expect(await verdict(rows.filter((_, i) => i !== auditAt).join('\n'))).toMatchObject({ code: 1, why: expect.stringContaining('cut') });
    expect(await verdict(text.replace('0.02]', '0.03]'))).toMatchObject({ code: 1, why: expect.stringContaining('another line') });
    expect(await verdict(rows.slice(0, -2).join('\n'))).toMatchObject({ code: 1, why: expect.stringContaining('cut off') });
    fs.writeFileSync(b.file('y.jsonl'), 'hello\n');
    expect((await b.campus('verify', b.file('y.jsonl'))).err).toMatch(/no export of Campus Watch/);
  });
});

it('a changed audit entry in the database is found where it is', async () => {
  await furnish();
  const store = b.store();
  store.sql.exec("DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'someone' WHERE seq = 2");
  store.close();
  const { code, out } = await b.campus('verify', '--json');
  expect([code, JSON.parse(out)]).toEqual([1, { ok: false, entries: 1, brokenAt: 2, why: 'was changed after it was written' }]);
});
