/** THIRD-PARTY-NOTICES, made from the lock file and the licence texts of the packages that are handed on. */
import fs from 'node:fs';
import path from 'node:path';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Packages whose code is built into the dashboard, with all that they bring. */
const dashboardRoots = [
  'react',
  'react-dom',
  'react-router',
  'antd',
  'echarts',
  'leaflet',
  '@tanstack/react-query',
  '@tanstack/react-virtual',
  'socket.io-client',
  'zod',
  '@fontsource/noto-sans-sc',
];

/** Licences under which something may be handed on with this program; another one is a question for people. */
export const allowedLicences = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'LGPL-3.0-or-later',
  'OFL-1.1',
  'Zlib',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
];

const packages = (): Map<string, Locked> =>
  new Map(
    Object.entries((JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }).packages).filter(
      ([where]) => where !== '',
    ),
  );

const nameOf = (where: string): string => where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Where a package finds another: nested in itself, or in one of the folders above. */
const resolve = (all: ReadonlyMap<string, Locked>, from: string, name: string): string | null => {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const where = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (all.has(where)) return where;
    if (base === '' || !base.includes('node_modules/')) return null;
    if (!base.includes('/node_modules/')) return all.has(`node_modules/${name}`) ? `node_modules/${name}` : null;
  }
};

const closure = (all: ReadonlyMap<string, Locked>, roots: readonly string[]): Set<string> => {
  const reached = new Set<string>();
  const walk = (where: string | null): void => {
    if (where === null || reached.has(where)) return;
    reached.add(where);
    for (const name of Object.keys(all.get(where)?.dependencies ?? {})) walk(resolve(all, where, name));
  };
  for (const root of roots) walk(resolve(all, '', root));
  return reached;
};

export interface HandedOn {
  readonly where: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

const described = (all: ReadonlyMap<string, Locked>, wheres: Iterable<string>): HandedOn[] =>
  [...wheres]
    .map((where) => ({
      where,
      name: nameOf(where),
      version: all.get(where)?.version ?? '',
      licence: all.get(where)?.license ?? licenceOnDisk(where),
    }))
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));

/** Packages that name no licence but carry its text. */
const licenceTexts: Readonly<Record<string, string>> = { 'node_modules/png-js': 'MIT' };

/** For the few packages whose licence the lock file does not carry. */
const licenceOnDisk = (where: string): string => {
  const file = path.join(where, 'package.json');
  const { license, licenses } = (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}) as {
    license?: string;
    licenses?: { type: string }[];
  };
  return license ?? licenses?.[0]?.type ?? licenceTexts[where] ?? 'unknown';
};

export const handedOn = (): { readonly server: HandedOn[]; readonly dashboard: HandedOn[] } => {
  const all = packages();
  return {
    server: described(
      all,
      [...all].filter(([, { dev }]) => dev !== true).map(([where]) => where),
    ),
    dashboard: described(all, closure(all, dashboardRoots)),
  };
};

const once = (list: readonly HandedOn[]): string[] => [
  ...new Set(list.map(({ name, version, licence }) => `  ${name} ${version} (${licence})`)),
];

const textIn = (folder: string): string => {
  const file = fs.existsSync(folder) ? fs.readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name)) : undefined;
  return file === undefined ? '' : fs.readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n');
};

const copyrightOf = (text: string): string => {
  const lines = text.split('\n').map((line) => line.trim());
  return (
    lines.find(
      (line) =>
        /^(\(c\)|©|copyright)\b.*(\d{4}|\(c\)|©|[A-Z])/i.test(line) &&
        !/copyright (notice|holder|owner|license|interest|law|statement)/i.test(line),
    ) ?? ''
  );
};

/** Whose code the built dashboard holds; in the server's packages each carries its own licence file. */
const copyrights = (list: readonly HandedOn[]): string[] => [
  ...new Set(list.map(({ where, name, licence }) => `  ${name} (${licence}): ${copyrightOf(textIn(where)) || `the authors of ${name}`}`)),
];

const quoted = (file: string): string => fs.readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();

export const notices = (): string => {
  const { server, dashboard } = handedOn();
  const rule = `\n${'-'.repeat(100)}\n`;
  return [
    'Campus Watch is licensed under the MIT licence (see LICENSE). It is handed on together with the following work of others.',
    `${rule}libvips, and the libraries in it, in the packages @img/sharp-…\n
LGPL-3.0-or-later: https://github.com/lovell/sharp-libvips (sources and the licence of each library it holds). It is loaded
as a shared library from its own package and may be replaced there by another build.`,
    `${rule}Apache ECharts, in the dashboard (Apache-2.0)\n\n${quoted('node_modules/echarts/NOTICE')}`,
    `${rule}Noto Sans SC, in the dashboard and in the documents (SIL Open Font License 1.1)\n\n${quoted('node_modules/@fontsource/noto-sans-sc/LICENSE')}`,
    `${rule}Leaflet, in the dashboard (BSD-2-Clause)\n\n${quoted('node_modules/leaflet/LICENSE')}`,
    `${rule}Common Alerting Protocol 1.2 schema, in services/cap (OASIS)\n\nCopyright OASIS Open 2010 All Rights Reserved. https://docs.oasis-open.org/emergency/cap/v1.2/\nCopied unchanged under the OASIS IPR policy, to check messages by.`,
    `${rule}libxml2, in the package libxml2-wasm\n\n${quoted('node_modules/libxml2-wasm/LICENSE.libxml2')}`,
    `${rule}Recordings in test/recordings (not part of the running program): see README.md and the licence files there.`,
    `${rule}Built into the dashboard\n\n${copyrights(dashboard).join('\n')}`,
    `${rule}Packages the server runs with (each carries its licence file in node_modules)\n\n${once(server).join('\n')}`,
    `${rule}MIT licence, as used by the packages above that name it\n\n${quoted('LICENSE').split('\n').slice(4).join('\n')}`,
    `${rule}Apache License 2.0, as used by the packages above that name it\n\n${quoted('node_modules/echarts/LICENSE').split('\n').slice(0, 201).join('\n')}`,
    '',
  ].join('\n');
};
