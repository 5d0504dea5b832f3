import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { variables } from '../../services/environment.ts';
import { allowedLicences, handedOn, notices } from './notices.ts';
import { codeFiles, filesBelow, sources } from './tree.ts';

const packageJson = JSON.parse(fs.readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;

describe('package.json', () => {
  it('has the commands of the contract, each doing its own set-up first', () => {
    const scripts = packageJson['scripts'] ?? {};
    for (const name of ['demo', 'test', 'start', 'sim', 'bench', 'campus', 'check']) {
      expect(scripts).toHaveProperty(name);
      expect(scripts[`pre${name}`]).toMatch(/^node services\/setup\.mjs (install|build)/);
    }
  });

  it('pins every version, so that what was tested is what runs', () => {
    const pinned = { ...packageJson['dependencies'], ...packageJson['devDependencies'] };
    expect(Object.entries(pinned).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe('the lock file', () => {
  interface Locked {
    readonly optionalDependencies?: Record<string, string>;
    readonly resolved?: string;
  }
  const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

  it('resolves every optional dependency: `npm ci` fails on another platform where one is missing', () => {
    const missing = Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => {
        const folders = where.split('/node_modules/').map((_, i, parts) => parts.slice(0, i + 1).join('/node_modules/'));
        return ![...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`].some((place) => place in packages);
      }),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry but the public one', () => {
    const elsewhere = Object.values(packages).filter(
      ({ resolved }) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere).toEqual([]);
  });
});

describe('docker-compose.yml', () => {
  const text = fs.readFileSync('docker-compose.yml', 'utf8');
  const service = z.strictObject({
    image: z.string().regex(/^[a-z0-9./-]+:\d+\.\d+\.\d+$/, 'a pinned tag'),
    build: z.literal('.').optional(),
    init: z.boolean().optional(),
    restart: z.enum(['unless-stopped', 'on-failure:3']),
    read_only: z.boolean().optional(),
    tmpfs: z.array(z.string()).optional(),
    cap_drop: z.array(z.string()).optional(),
    security_opt: z.array(z.string()).optional(),
    ports: z.array(z.string().regex(/^(127\.0\.0\.1:)?\d+:\d+$/)).optional(),
    profiles: z.array(z.string()).optional(),
    volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w/-]+(:ro)?$/)),
    environment: z.record(z.string().regex(/^[A-Z0-9_]+$/), z.string()),
    entrypoint: z.array(z.string()).optional(),
    healthcheck: z.strictObject({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.number() }).optional(),
    stop_grace_period: z.string().optional(),
  });
  const compose = z.strictObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) }).parse(parse(text));

  it('starts one container by default, and InfluxDB when asked', () => {
    const byDefault = Object.entries(compose.services).filter(([, { profiles }]) => profiles === undefined);
    expect(byDefault.map(([name]) => name)).toEqual(['campus-watch']);
    expect(compose.services['influx']?.profiles).toEqual(['influx']);
  });

  it('publishes what is not encrypted to this machine alone', () => {
    const open = compose.services['campus-watch']?.ports?.filter((port) => !port.startsWith('127.0.0.1:'));
    expect(open).toEqual(['3443:3443', '8883:8883']);
  });

  it('has no default for any secret, and hands on only settings that exist', () => {
    for (const { environment } of Object.values(compose.services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|TOKEN|SECRET/.test(name)) expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{[A-Z_]+:-\}$/)]);
        if (name.startsWith('CAMPUS_')) expect(Object.keys(variables)).toContain(name);
      }
    }
    const guard = compose.services['influx']?.entrypoint?.join('\n') ?? '';
    for (const name of ['PASSWORD', 'ADMIN_TOKEN', 'ORG', 'BUCKET']) expect(guard).toContain(`$\${DOCKER_INFLUXDB_INIT_${name}:?`);
  });

  it('names the version that package.json has, and only volumes that are declared', () => {
    expect(compose.services['campus-watch']?.image).toBe(`campus-watch:${String(packageJson['version'])}`);
    const named = Object.values(compose.services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0] ?? '').filter((name) => !name.startsWith('.')),
    );
    expect(new Set(named)).toEqual(new Set(Object.keys(compose.volumes)));
  });
});

describe('the systemd unit', () => {
  it('sets only settings that exist', () => {
    const unit = fs.readFileSync('config/systemd/campus-watch.service', 'utf8');
    const names = [...unit.matchAll(/^Environment=(CAMPUS_\w+)=/gm)].map((match) => match[1]);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !(String(name) in variables))).toEqual([]);
  });
});

describe('the source', () => {
  const forbidden = /(^|[-._])(manager|helpers?|utils?|common|handlers?|processors?|data|info|misc|stuff)([-._]|$)/i;

  it('has no file named after nothing', () => {
    expect(
      codeFiles().filter((file) =>
        path
          .dirname(file)
          .split('/')
          .concat(path.basename(file))
          .some((part) => forbidden.test(part)),
      ),
    ).toEqual([]);
  });

  it('has no class or function named after nothing', () => {
    const declared = /\b(?:class|interface|type|function|const)\s+(\w*(?:Manager|Helper|Utils?|Handler|Processor))\b/g;
    const found = [...sources()].flatMap(([file, text]) =>
      file.startsWith('test/house/') ? [] : [...text.matchAll(declared)].map((match) => `${file}: ${match[1]}`),
    );
    expect(found).toEqual([]);
  });

  it('has files that can be read in one sitting', () => {
    // Dictionaries are tables, not something to be followed.
    const read = [...sources()].filter(([file]) => !file.startsWith('dashboard/i18n/'));
    const long = read.map(([file, text]) => [file, text.trimEnd().split('\n').length] as const).filter(([, lines]) => lines > 300);
    expect(long).toEqual([]);
  });

  it('is finished: nothing is left to be done later', () => {
    const word = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`);
    expect([...sources()].filter(([, text]) => word.test(text)).map(([file]) => file)).toEqual([]);
  });

  it('is formatted the same on every machine', () => {
    const withReturns = [...codeFiles(), ...filesBelow('config')].filter((file) => fs.readFileSync(file).includes('\r\n'));
    expect(withReturns).toEqual([]);
  });
});

describe('licences', () => {
  /** Of licences to choose from one suffices, of those that go together each is needed. */
  const isAllowed = (licence: string): boolean =>
    licence
      .replace(/[()]/g, '')
      .split(' OR ')
      .some((choice) => choice.split(' AND ').every((part) => allowedLicences.includes(part)));

  it('of everything handed on are known and allowed', () => {
    const { server, dashboard } = handedOn();
    expect(dashboard.length).toBeGreaterThan(20);
    expect([...server, ...dashboard].filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });

  it('are told in THIRD-PARTY-NOTICES (after a change of packages: npx vitest run test/house -u)', async () => {
    await expect(notices()).toMatchFileSnapshot('../../THIRD-PARTY-NOTICES');
  });
});
