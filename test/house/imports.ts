/** The house's import rules, as one table and a check over a map of files. */
import path from 'node:path';

/** Path from the root (with `/`) → source text. */
export type Files = ReadonlyMap<string, string>;

interface Import {
  readonly from: string;
  /** A file of this house, or a package or `node:` module. */
  readonly to: string;
  readonly inside: boolean;
  readonly typeOnly: boolean;
}

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)|\bnew URL\(\s*['"](\.[^'"]+\.[mc]?[jt]s)['"],\s*import\.meta\.url\)/g;

const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

const importsOf = (file: string, source: string): Import[] => {
  const code = withoutComments(source);
  const found = [
    ...[...code.matchAll(statement)].map((m) => ({ name: m[2] ?? '', typeOnly: m[1] !== undefined })),
    ...[...code.matchAll(dynamic)].map((m) => ({ name: m[1] ?? m[2] ?? '', typeOnly: false })),
  ];
  return found.map(({ name, typeOnly }) => {
    const inside = name.startsWith('.');
    return { from: file, to: inside ? path.posix.join(path.posix.dirname(file), name) : name, inside, typeOnly };
  });
};

export const pureFolders = ['services/core', 'services/contracts'];
export const impureFolders = ['broker', 'store', 'api', 'live', 'notify', 'media', 'flows', 'operator', 'documents', 'sheets'].map(
  (name) => `services/${name}`,
);

/** Where the adapters meet. */
const composition = ['services/app.ts', 'services/office.ts'];

const isIn = (file: string, folder: string): boolean => file.startsWith(`${folder}/`);
const isInAny = (file: string, folders: readonly string[]): boolean => folders.some((folder) => isIn(file, folder));

interface Rule {
  readonly says: string;
  readonly applies: (i: Import) => boolean;
  readonly allows: (i: Import) => boolean;
}

/** Packages that are pure themselves: functions of their arguments. */
const purePackages = ['zod', 'chinese-days/dist/chinese-days.json'];

const rules: readonly Rule[] = [
  {
    says: 'core and contracts are pure: they import each other, types of ports.ts, zod and the calendar',
    applies: (i) => isInAny(i.from, pureFolders),
    allows: (i) => (i.inside ? isInAny(i.to, pureFolders) || (i.to === 'services/ports.ts' && i.typeOnly) : purePackages.includes(i.to)),
  },
  {
    says: 'ports.ts holds types: it imports types of core and contracts',
    applies: (i) => i.from === 'services/ports.ts',
    allows: (i) => i.typeOnly && isInAny(i.to, pureFolders),
  },
  {
    says: 'an impure folder is imported by itself and where the house is put together alone: services/app.ts, app/, office.ts (operator by cli.ts too)',
    applies: (i) => i.inside && isInAny(i.to, impureFolders) && !i.from.startsWith('test/'),
    allows: (i) =>
      composition.includes(i.from) ||
      isIn(i.from, 'services/app') ||
      impureFolders.some((folder) => isIn(i.from, folder) && isIn(i.to, folder)) ||
      (i.from === 'services/cli.ts' && isIn(i.to, 'services/operator')),
  },
  {
    says: 'dashboard and device-sim take from services only contracts and core',
    applies: (i) => i.inside && (isIn(i.from, 'dashboard') || isIn(i.from, 'device-sim')),
    allows: (i) => isInAny(i.to, pureFolders) || i.to.split('/')[0] === i.from.split('/')[0],
  },
  {
    says: 'services import neither the dashboard, nor the simulator, nor tests',
    applies: (i) => i.inside && isIn(i.from, 'services') && i.from !== 'services/demo.ts',
    allows: (i) => isIn(i.to, 'services') || i.to === 'package.json',
  },
  {
    says: 'imports name the file with its extension',
    applies: (i) => i.inside,
    allows: (i) => /\.\w+$/.test(i.to),
  },
];

/** Circles of imports that exist when the program runs; imports of types do not. */
const cyclesOf = (imports: readonly Import[]): string[] => {
  const next = new Map<string, string[]>();
  for (const i of imports) if (i.inside && !i.typeOnly) next.set(i.from, [...(next.get(i.from) ?? []), i.to]);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at !== -1) found.push(`${[...way.slice(at), file].join(' → ')}: a circle`);
    if (at !== -1 || done.has(file)) return;
    for (const to of next.get(file) ?? []) walk(to, [...way, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
};

/** Every violation, as `file imports file: rule`. */
export const violations = (files: Files): string[] => {
  const imports = [...files].flatMap(([file, source]) => importsOf(file, source));
  const broken = imports.flatMap((i) =>
    rules.filter((rule) => rule.applies(i) && !rule.allows(i)).map((rule) => `${i.from} imports ${i.to}: ${rule.says}`),
  );
  return [...broken, ...cyclesOf(imports)];
};

/** Words by which impurity gets in without an import. */
const impureWords = [
  /\bDate\.now\(/,
  /\bnew Date\(\)/,
  /\bMath\.random\(/,
  /\bsetTimeout\(/,
  /\bsetInterval\(/,
  /\bprocess\./,
  /\bfetch\(/,
  /\basync\b/,
  /\bawait\b/,
  /\bcrypto\b/,
  /\bperformance\./,
  /\bconsole\./,
];

/** Pure code that reads a clock, rolls dice, waits or talks to the world. */
export const impurities = (files: Files): string[] =>
  [...files].flatMap(([file, source]) => {
    if (!isInAny(file, pureFolders)) return [];
    const code = withoutComments(source).replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
    return impureWords.filter((word) => word.test(code)).map((word) => `${file} is pure and says ${word.source}`);
  });
