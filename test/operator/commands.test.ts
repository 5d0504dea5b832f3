import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveOperator } from '../../services/operator/socket.ts';
import { bench } from './bench.ts';

let b: ReturnType<typeof bench>;
beforeEach(() => {
  b = bench();
});
afterEach(() => b.clear());

const school = () => b.json('school', 'add', '--id', 'no1', '--name', '第一小学');

describe('the operator’s commands', () => {
  it('answer as scripts expect them', async () => {
    expect(await school()).toEqual({ id: 'no1' });
    expect(await b.json('token', 'create', '--role', 'bureau-admin')).toMatchObject({ token: expect.stringMatching(/^[\w-]{40,}$/) });
    const gateway = await b.json('device', 'add', '--school', 'no1', '--id', 'gw1', '--codec', 'zigbee2mqtt');
    expect(gateway).toEqual({ id: 'gw1', secret: expect.stringMatching(/^[\w-]{22,}$/) });
    const child = await b.json(
      'device',
      'add',
      '--school',
      'no1',
      '--id',
      'd1',
      '--gateway',
      'gw1',
      '--report-interval',
      '60',
      '--source',
      '厨房 smoke',
    );
    expect(child).toEqual({ id: 'd1', secret: null });
    expect(await b.json('verify')).toEqual({ ok: true, entries: 5, head: expect.any(String) });
  });

  it('register what they say, durably', async () => {
    await school();
    const { secret } = await b.json('device', 'add', '--school', 'no1', '--id', 'gw1', '--prefix', 'z2m/a/', 'z2m/b', '--name', '网关');
    await b.json('device', 'add', '--school', 'no1', '--id', 'd1', '--gateway', 'gw1');
    const store = b.store();
    const device = store.world().devices.get('gw1');
    expect(device).toMatchObject({
      prefixes: ['z2m/a', 'z2m/b'],
      type: 'gateway',
      name: '网关',
      reportIntervalSeconds: 300,
      availability: 'unknown',
    });
    expect(store.world().devices.get('d1')).toMatchObject({ gateway: 'gw1', source: 'd1', codec: 'native' });
    expect(store.credentials.verify('gw1', Buffer.from(String(secret)))).toBe(true);
    expect(
      store.facts
        .due(Number.MAX_SAFE_INTEGER, 10)
        .map((row) => row.key)
        .sort(),
    ).toEqual(['drills_watch', 'lease:d1', 'lease:gw1']);
    store.close();
  });

  it('refuse what cannot be, saying why, on stderr with exit code 1', async () => {
    await school();
    await b.json('device', 'add', '--school', 'no1', '--id', 'd1');
    const cases: [string[], RegExp][] = [
      [['school', 'add', '--id', 'no1', '--name', 'x'], /no1 exists already/],
      [['school', 'add', '--id', 'no2', '--name', 'x', '--township', 'nowhere'], /no organisation nowhere/],
      [['school', 'add', '--id', 'bad id', '--name', 'x'], /letters, digits/],
      [['school', 'add', '--name', 'x'], /--id/],
      [['device', 'add', '--school', 'no9', '--id', 'd2'], /no school no9/],
      [['device', 'add', '--school', 'no1', '--id', 'd2', '--gateway', 'gw9'], /no gateway gw9/],
      [['device', 'add', '--school', 'no1', '--id', 'd2', '--codec', 'morse'], /no codec morse; there are: native/],
      [['device', 'add', '--school', 'no1', '--id', 'd2', '--prefix', 'a/#'], /no wildcards/],
      [['device', 'add', '--school', 'no1', '--id', 'd2', '--report-interval', 'often'], /number/],
      [['token', 'create', '--role', 'king'], /role/],
      [['user', 'reset', '--id', 'nobody'], /no person nobody/],
      [['fly'], /fly/],
    ];
    for (const [argv, why] of cases) {
      const said = await b.campus(...argv, '--json');
      expect([said.code, argv.join(' ')]).toEqual([1, argv.join(' ')]);
      expect(said.err).toMatch(why);
      expect(JSON.parse(said.out)).toEqual({ error: expect.stringMatching(why) });
    }
    expect((await b.json('verify'))['entries']).toBe(3);
  });

  it('give people a password that works, and end it with a reset', async () => {
    const { id, password } = await b.json('user', 'add', '--id', 'wang', '--name', '王老师', '--role', 'duty-officer');
    expect(id).toBe('wang');
    const again = await b.json('user', 'reset', '--id', 'wang');
    const store = b.store();
    expect(await store.accounts.checkPassword('wang', String(password))).toBe(false);
    expect(await store.accounts.checkPassword('wang', String(again['password']))).toBe(true);
    store.close();
  });

  it('take a device out of service', async () => {
    await school();
    const { secret } = await b.json('device', 'add', '--school', 'no1', '--id', 'd1');
    await b.json('device', 'revoke', '--id', 'd1');
    expect(await b.json('device', 'list')).toMatchObject({ items: [{ id: 'd1', availability: 'out_of_service' }] });
    const store = b.store();
    expect(store.credentials.verify('d1', Buffer.from(String(secret)))).toBe(false);
    expect(b.disconnected).toEqual(['d1']);
    store.close();
  });

  it('speak to people too, and explain themselves', async () => {
    await school();
    expect((await b.campus('device', 'add', '--school', 'no1', '--id', 'd1')).out).toMatch(
      /^id: d1\nsecret: [\w-]+ {3}\(shown this once\)\n$/,
    );
    expect((await b.campus('device', 'list')).out).toMatch(/^id .*availability.*\nd1 .*unknown/);
    const help = await b.campus('device', 'add', '--help');
    expect([help.code, help.out]).toEqual([0, expect.stringMatching(/--report-interval <value>\s+how often it reports, seconds \(300\)/)]);
  });
});

describe('beside a running server', () => {
  it('they ask it, over a socket only its owner may open', async () => {
    const store = b.store();
    const door = await serveOperator(b.config().dataFolder, b.serving(store));
    const socket = path.join(b.config().dataFolder, 'operator.sock');
    expect(fs.statSync(socket).mode & 0o777).toBe(0o600);
    expect(await school()).toEqual({ id: 'no1' });
    expect(store.world().orgs.get('no1')?.name).toBe('第一小学');
    expect((await b.campus('school', 'add', '--id', 'no1', '--name', 'x')).err).toMatch(/no1 exists already/);
    await door.stop();
    store.close();
    expect((await b.json('verify'))['ok']).toBe(true);
  });

  it('they wait for a folder that is held by one that is just starting or stopping', async () => {
    const store = b.store();
    setTimeout(() => store.close(), 500);
    expect(await school()).toEqual({ id: 'no1' });
  });
});

describe('an organisation', () => {
  const text = `
orgs:
  - { id: county, kind: bureau, parent: null, name: 县教体局 }
  - { id: no1, kind: school, parent: county, name: 第一小学, schoolKind: primary, ownership: public }
spaces:
  - { id: no1-campus, school: no1, kind: campus, name: 校园 }
people:
  - { id: wang, name: 王老师, role: duty-officer, org: no1 }
devices:
  - { id: gw1, school: no1, name: 网关, type: gateway, codec: zigbee2mqtt, prefixes: [zigbee2mqtt] }
  - { id: d1, school: no1, name: 烟感, type: detector, gateway: gw1, source: kitchen }
`;

  it('comes in from a file, goes out to one, and comes in again unchanged', async () => {
    fs.writeFileSync(b.file('in.yaml'), text);
    const first = await b.json('org', 'import', b.file('in.yaml'));
    expect(first).toMatchObject({ added: { orgs: 2, spaces: 1, people: 1, devices: 2 }, secrets: [{ id: 'gw1' }] });
    await b.json('org', 'export', b.file('out.yaml'));
    expect(await b.json('org', 'import', b.file('out.yaml'))).toMatchObject({
      added: { orgs: 0, spaces: 0, people: 0, devices: 0 },
      changed: { orgs: 0, spaces: 0, people: 0, devices: 0 },
      secrets: [],
    });
  });

  it('can be changed in part, and is refused whole with every error named', async () => {
    fs.writeFileSync(b.file('in.yaml'), text);
    await b.json('org', 'import', b.file('in.yaml'));
    fs.writeFileSync(b.file('more.yaml'), 'people:\n  - { id: wang, name: 王主任, role: duty-leader, org: no1 }\n');
    expect(await b.json('org', 'import', b.file('more.yaml'))).toMatchObject({ added: { people: 0 }, changed: { people: 1 } });
    const bad = `devices:
  - { id: d2, school: no1, name: x, type: sensor, gateway: gw9 }
  - { id: d3, school: no1, name: x, type: sensor, gateway: gw1, source: kitchen }
  - { id: d4, school: no1, name: x, type: sensor, codec: morse }
`;
    fs.writeFileSync(b.file('bad.yaml'), bad);
    const { err, code } = await b.campus('org', 'import', b.file('bad.yaml'));
    expect(code).toBe(1);
    for (const part of ['devices d2: gateway', 'devices d3: source: gw1 calls d1 so already', 'devices d4: codec'])
      expect(err).toContain(part);
    expect(await b.json('device', 'list')).toMatchObject({ items: [{ id: 'd1' }, { id: 'gw1' }] });
  });
});

describe('checks without a server', () => {
  it('print the configuration without its secrets', async () => {
    Object.assign(b.env, {
      CAMPUS_INFLUX_URL: 'http://i:8086',
      CAMPUS_INFLUX_TOKEN: 'hush-hush',
      CAMPUS_INFLUX_ORG: 'o',
      CAMPUS_INFLUX_BUCKET: 'b',
    });
    const said = await b.campus('config', 'check');
    expect(said.code).toBe(0);
    expect(said.out).not.toContain('hush');
    b.env['CAMPUS_HTTP_PROT'] = '1';
    expect(await b.campus('config', 'check')).toMatchObject({ code: 1, err: expect.stringContaining('did you mean CAMPUS_HTTP_PORT?') });
  });

  it('say what the rules make of a file of readings', async () => {
    const minutes = Array.from({ length: 40 }, (_, i) => ({
      ts: Date.UTC(2026, 8, 1) + i * 60_000,
      values: { temperature: i < 20 ? 22 : 75 },
    }));
    fs.writeFileSync(b.file('readings.jsonl'), minutes.map((line) => JSON.stringify(line)).join('\n'));
    const { readings, signals } = await b.json('rules', 'test', b.file('readings.jsonl'));
    expect(readings).toBe(40);
    expect(signals).toContainEqual(expect.objectContaining({ kind: 'temperature', level: 'alarm', state: 'active' }));
    fs.writeFileSync(b.file('bad.jsonl'), '{"ts": 1, "values": {"temperature": 22}}\nnonsense\n');
    expect((await b.campus('rules', 'test', b.file('bad.jsonl'))).err).toContain('bad.jsonl, line 2');
  });
});
