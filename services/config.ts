/** Everything a start needs to know before anything is opened: the environment, then the files of the config folder. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import type { z } from 'zod';
import { withSecrets } from './channel-secrets.ts';
import { type ConsolePolicy, consolePolicySchema } from './core/consoles/policy.ts';
import { type EscalationPolicy, escalationPolicySchema } from './core/escalation/policy.ts';
import { type HazardRules, hazardRulesSchema } from './core/hazards/policy.ts';
import { type LinkageRules, linkageRulesSchema } from './core/linkage/policy.ts';
import { type ConfiguredChannel, channelsSchema } from './core/notices/channels.ts';
import { type ReportingTables, reportingSchema } from './core/reporting/table.ts';
import { type ResponseRules, responseRulesSchema } from './core/response/policy.ts';
import { type RiskRules, riskRulesSchema } from './core/risk/policy.ts';
import { type DutyPolicy, dutyPolicySchema } from './core/rota/policy.ts';
import { parseRules, type RuleSet } from './core/rules/index.ts';
import { type StormPolicy, stormPolicySchema } from './core/storms/policy.ts';
import { type Environment, type Outcome, readEnvironment } from './environment.ts';
import { packageFolder } from './root.ts';
import { type Settings, settingsSchema } from './settings.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface InfluxTarget {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly bucket: string;
}

export interface Config {
  readonly demo: boolean;
  readonly dataFolder: string;
  readonly configFolder: string;
  readonly http: ListenAddress;
  readonly https: ListenAddress;
  readonly mqtt: ListenAddress;
  readonly mqtts: ListenAddress;
  /** Given certificate and key (PEM files); null = made at first start. */
  readonly tlsFiles: { readonly cert: string; readonly key: string } | null;
  /** Without a slash at its end; null = not known. */
  readonly publicUrl: string | null;
  readonly trustProxy: boolean;
  readonly logLevel: string;
  readonly influx: InfluxTarget | null;
  readonly settings: Settings;
  readonly rules: RuleSet;
  readonly hazardRules: HazardRules;
  readonly reporting: ReportingTables;
  readonly riskRules: RiskRules;
  readonly linkage: LinkageRules;
  readonly consoles: ConsolePolicy;
  /** `config/channels.yaml`, each with its secret from the environment. */
  readonly channels: readonly ConfiguredChannel[];
  readonly response: ResponseRules;
  readonly duty: DutyPolicy;
  readonly escalation: EscalationPolicy;
  readonly storm: StormPolicy;
  readonly environment: Environment;
}

const loopback = '127.0.0.1';

/** Both address families where the machine has IPv6, else IPv4 alone. */
const everyInterface = (): string =>
  Object.values(os.networkInterfaces()).some((list) => list?.some((address) => address.family === 'IPv6')) ? '::' : '0.0.0.0';

const influxOf = (env: Environment): InfluxTarget | null => {
  const { CAMPUS_INFLUX_URL: url, CAMPUS_INFLUX_TOKEN: token, CAMPUS_INFLUX_ORG: org, CAMPUS_INFLUX_BUCKET: bucket } = env;
  return url && token && org && bucket ? { url, token, org, bucket } : null;
};

const readText = (file: string): Outcome<string> => {
  try {
    return { ok: true, value: fs.readFileSync(file, 'utf8') };
  } catch (error) {
    return { ok: false, errors: [`${file}: cannot be read (${error instanceof Error ? error.message : String(error)})`] };
  }
};

const readYaml = (file: string): Outcome<unknown> => {
  const text = readText(file);
  if (!text.ok) return text;
  try {
    return { ok: true, value: parse(text.value) as unknown };
  } catch (error) {
    return { ok: false, errors: [`${file}: not readable as YAML: ${error instanceof Error ? error.message : String(error)}`] };
  }
};

/** Reads a YAML file of this shape; each error names the key's path. */
const readShape = <T>(file: string, schema: z.ZodType<T>): Outcome<T> => {
  const document = readYaml(file);
  if (!document.ok) return document;
  const parsed = schema.safeParse(document.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, errors: parsed.error.issues.map((issue) => `${file}: ${issue.path.join('.') || '(whole file)'}: ${issue.message}`) };
};

export const readSettings = (file: string): Outcome<Settings> => readShape(file, settingsSchema);

export const readHazardRules = (file: string): Outcome<HazardRules> => readShape(file, hazardRulesSchema);

/** Reads `rules.yaml`; each error names the rule's path. */
export const readRules = (file: string): Outcome<RuleSet> => {
  const document = readYaml(file);
  if (!document.ok) return document;
  const parsed = parseRules(document.value);
  if (parsed.ok) return { ok: true, value: parsed.ruleSet };
  return { ok: false, errors: parsed.errors.map(({ path: where, message }) => `${file}: ${where || '(whole file)'}: ${message}`) };
};

/** A file that came with a later version than the installation's config folder is the shipped one, until it has its own. */
const ownOrShipped = (configFolder: string, name: string): string => {
  const own = path.join(configFolder, name);
  return fs.existsSync(own) ? own : path.join(packageFolder, 'config', name);
};

/** The process's environment over the `.env` file of the working folder, where there is one. */
export const environmentWithFile = (env: NodeJS.ProcessEnv, folder = process.cwd()): Record<string, string | undefined> => {
  const text = readText(path.join(folder, '.env'));
  return text.ok ? { ...parseEnv(text.value), ...env } : env;
};

/**
 * Checks environment and files together and answers all errors at once. The demo keeps to itself: its own folder,
 * loopback only.
 */
export const loadConfig = (
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly demo: boolean } = { demo: false },
): Outcome<Config> => {
  const withDefaults = options.demo ? { CAMPUS_DATA: './data-demo', ...env } : env;
  const readFile = (file: string): string => fs.readFileSync(file, 'utf8');
  const environment = readEnvironment(withDefaults, readFile);
  const configFolder = path.resolve((environment.ok ? environment.value.CAMPUS_CONFIG : env['CAMPUS_CONFIG']) || './config');
  const settings = readSettings(path.join(configFolder, 'settings.yaml'));
  const rules = readRules(path.join(configFolder, 'rules.yaml'));
  const hazardRules = readHazardRules(ownOrShipped(configFolder, 'hazards.yaml'));
  const riskRules = readShape(ownOrShipped(configFolder, 'risks.yaml'), riskRulesSchema);
  const linkage = readShape(ownOrShipped(configFolder, 'linkage.yaml'), linkageRulesSchema);
  const response = readShape(ownOrShipped(configFolder, 'response.yaml'), responseRulesSchema);
  const consoles = readShape(ownOrShipped(configFolder, 'console.yaml'), consolePolicySchema);
  const named = readShape(ownOrShipped(configFolder, 'channels.yaml'), channelsSchema);
  const channels = named.ok ? withSecrets(named.value.channels, withDefaults, readFile) : named;
  const escalation = readShape(ownOrShipped(configFolder, 'escalation.yaml'), escalationPolicySchema);
  const duty = readShape(ownOrShipped(configFolder, 'duty.yaml'), dutyPolicySchema);
  const storm = readShape(ownOrShipped(configFolder, 'storm.yaml'), stormPolicySchema);
  const reporting = readShape(ownOrShipped(configFolder, 'reporting.yaml'), reportingSchema);
  if (
    !environment.ok ||
    !linkage.ok ||
    !channels.ok ||
    !consoles.ok ||
    !duty.ok ||
    !escalation.ok ||
    !storm.ok ||
    !settings.ok ||
    !rules.ok ||
    !hazardRules.ok ||
    !riskRules.ok ||
    !reporting.ok ||
    !response.ok
  ) {
    return {
      ok: false,
      errors: [
        environment,
        linkage,
        channels,
        consoles,
        duty,
        escalation,
        storm,
        settings,
        rules,
        hazardRules,
        riskRules,
        reporting,
        response,
      ].flatMap((part) => (part.ok ? [] : part.errors)),
    };
  }
  const e = environment.value;
  const listen = (port: number | undefined, given: string | undefined, usual: string): ListenAddress => ({
    host: options.demo ? loopback : (given ?? usual),
    port: port ?? 0,
  });
  return {
    ok: true,
    value: {
      demo: options.demo,
      dataFolder: path.resolve(e.CAMPUS_DATA ?? './data'),
      configFolder,
      http: listen(e.CAMPUS_HTTP_PORT, e.CAMPUS_HOST, loopback),
      https: listen(e.CAMPUS_HTTPS_PORT, e.CAMPUS_HOST, everyInterface()),
      mqtt: listen(e.CAMPUS_MQTT_PORT, e.CAMPUS_MQTT_HOST, loopback),
      mqtts: listen(e.CAMPUS_MQTTS_PORT, e.CAMPUS_MQTT_HOST, everyInterface()),
      tlsFiles:
        e.CAMPUS_TLS_CERT && e.CAMPUS_TLS_KEY ? { cert: path.resolve(e.CAMPUS_TLS_CERT), key: path.resolve(e.CAMPUS_TLS_KEY) } : null,
      publicUrl: e.CAMPUS_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      trustProxy: e.CAMPUS_TRUST_PROXY ?? false,
      logLevel: e.CAMPUS_LOG_LEVEL ?? 'info',
      influx: influxOf(e),
      settings: settings.value,
      rules: rules.value,
      hazardRules: hazardRules.value,
      reporting: reporting.value.tables,
      riskRules: riskRules.value,
      linkage: linkage.value,
      response: response.value,
      duty: duty.value,
      escalation: escalation.value,
      storm: storm.value,
      consoles: consoles.value,
      channels: channels.value,
      environment: e,
    },
  };
};
