import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { environmentWithFile, loadConfig, readSettings } from '../../services/config.ts';
import { maskEnvironment, readEnvironment, type VariableName, variables } from '../../services/environment.ts';

const noFiles = (): string => {
  throw new Error('no such file');
};
const errorsOf = (env: Record<string, string>, readFile = noFiles): readonly string[] => {
  const outcome = readEnvironment(env, readFile);
  return outcome.ok ? [] : outcome.errors;
};

describe('the environment', () => {
  it('needs nothing', () => {
    const outcome = readEnvironment({ PATH: '/bin' }, noFiles);
    expect(outcome).toMatchObject({ ok: true, value: { CAMPUS_HTTP_PORT: 3000, CAMPUS_MQTT_PORT: 1883, CAMPUS_TRUST_PROXY: false } });
  });

  it('tells every error at once', () => {
    const errors = errorsOf({ CAMPUS_HTTP_PORT: '70000', CAMPUS_MQTT_PORT: 'mqtt', CAMPUS_TRUST_PROXY: 'yes', CAMPUS_TLS_CERT: 'a.pem' });
    expect(errors.map((error) => error.split(':')[0])).toEqual([
      'CAMPUS_TLS_KEY',
      'CAMPUS_HTTP_PORT',
      'CAMPUS_MQTT_PORT',
      'CAMPUS_TRUST_PROXY',
    ]);
  });

  it('refuses a misspelt name and says what was meant', () => {
    expect(errorsOf({ CAMPUS_HTTP_PROT: '3000' })).toEqual(['CAMPUS_HTTP_PROT: there is no such setting; did you mean CAMPUS_HTTP_PORT?']);
    expect(errorsOf({ CAMPUS_DATA_FILE: '/x' })).toHaveLength(1);
  });

  it('refuses what this version cannot do instead of ignoring it', () => {
    expect(errorsOf({ CAMPUS_DATABASE_URL: 'postgres://secret@db/campus' })).toEqual([
      'CAMPUS_DATABASE_URL: not available in this version; leave it empty',
    ]);
  });

  it('reads secrets from files, and never prints them', () => {
    const env = {
      CAMPUS_INFLUX_URL: 'http://influx:8086',
      CAMPUS_INFLUX_TOKEN_FILE: '/run/token',
      CAMPUS_INFLUX_ORG: 'o',
      CAMPUS_INFLUX_BUCKET: 'b',
    };
    const outcome = readEnvironment(env, (file) => (file === '/run/token' ? 'hush\n' : noFiles()));
    if (!outcome.ok) throw new Error(outcome.errors.join());
    expect(outcome.value.CAMPUS_INFLUX_TOKEN).toBe('hush');
    expect(JSON.stringify(maskEnvironment(outcome.value))).not.toContain('hush');
    expect(errorsOf(env)).toContainEqual(expect.stringContaining('CAMPUS_INFLUX_TOKEN_FILE: cannot read'));
    expect(errorsOf({ ...env, CAMPUS_INFLUX_TOKEN: 'x' })).toContain('CAMPUS_INFLUX_TOKEN: set it or CAMPUS_INFLUX_TOKEN_FILE, not both');
  });
});

describe('.env.example', () => {
  const text = fs.readFileSync('.env.example', 'utf8');
  const shown = parseEnv(text);

  it('shows every variable with what it is when unset, and no other', () => {
    const fallbacks = Object.fromEntries(Object.entries(variables).map(([name, { fallback }]) => [name, fallback]));
    expect(shown).toEqual(fallbacks);
  });

  it('mentions the file form of every secret', () => {
    const secrets = Object.keys(variables).filter((name) => 'secret' in variables[name as VariableName]);
    expect(secrets.filter((name) => !text.includes(`# ${name}_FILE=`))).toEqual([]);
  });

  it('is itself a good environment', () => {
    expect(errorsOf(shown as Record<string, string>)).toEqual([]);
  });
});

describe('the configuration', () => {
  it('of this repository is good', () => {
    expect(readSettings('config/settings.yaml').ok).toBe(true);
  });

  it('binds what is not encrypted to this machine, and all of the demo', () => {
    const real = loadConfig({});
    if (!real.ok) throw new Error(real.errors.join('\n'));
    expect([real.value.http.host, real.value.mqtt.host]).toEqual(['127.0.0.1', '127.0.0.1']);
    expect(real.value.https.host).toMatch(/^(::|0\.0\.0\.0)$/);
    const demo = loadConfig({ CAMPUS_HOST: '0.0.0.0' }, { demo: true });
    if (!demo.ok) throw new Error(demo.errors.join('\n'));
    expect([demo.value.http, demo.value.https, demo.value.mqtt, demo.value.mqtts].map((a) => a.host)).toEqual(Array(4).fill('127.0.0.1'));
    expect(path.basename(demo.value.dataFolder)).toBe('data-demo');
  });

  it('names file and key of every error in the settings', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'config-'));
    const settings =
      'media:\n  allowedHosts: ["http://x/"]\n  retentionDays: 30\n  hazardYears: 3\n  retention: 3\nseries:\n  retentionDays: 0\n';
    fs.writeFileSync(path.join(folder, 'settings.yaml'), settings);
    const outcome = loadConfig({ CAMPUS_CONFIG: folder, CAMPUS_MQTT_PORT: 'x' });
    const errors = outcome.ok ? [] : outcome.errors.join('\n');
    for (const part of [
      'CAMPUS_MQTT_PORT',
      'media.allowedHosts.0',
      'series.retentionDays',
      'Unrecognized key',
      'rules.yaml: cannot be read',
    ]) {
      expect(errors).toContain(part);
    }
    fs.rmSync(folder, { recursive: true });
  });

  it('takes a .env file where there is one, under the environment itself', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'env-'));
    fs.writeFileSync(path.join(folder, '.env'), 'CAMPUS_HTTP_PORT=1\nCAMPUS_MQTT_PORT=2\n');
    expect(environmentWithFile({ CAMPUS_HTTP_PORT: '3' }, folder)).toMatchObject({ CAMPUS_HTTP_PORT: '3', CAMPUS_MQTT_PORT: '2' });
    fs.rmSync(folder, { recursive: true });
  });
});
