import { describe, expect, it } from 'vitest';
import { impurities, violations } from './imports.ts';
import { sources } from './tree.ts';

describe('the import rules', () => {
  it('hold in this house', () => {
    const files = sources();
    expect(files.size).toBeGreaterThan(50);
    expect(violations(files)).toEqual([]);
  });

  it('keep the core free of clocks, dice, promises and the world', () => {
    expect(impurities(sources())).toEqual([]);
  });

  // Each planted alone into the real house: the check must find it, and nothing else.
  const planted: readonly [string, string, RegExp][] = [
    ['services/core/rules/planted.ts', "import fs from 'node:fs';", /pure/],
    ['services/core/planted.ts', "import { createFacts } from '../store/facts.ts';", /pure[\s\S]*impure folder/],
    ['services/core/planted.ts', "import type { Store } from '../store/open.ts';", /pure[\s\S]*impure folder/],
    ['services/contracts/planted.ts', "import { Facts } from '../ports.ts';", /pure/],
    ['services/contracts/planted.ts', "export * from 'ws';", /pure/],
    ['services/api/routes/planted.ts', "import { openStore } from '../../store/open.ts';", /impure folder/],
    ['services/api/routes/planted.ts', "export { ingest } from '../../flows/ingest.ts';", /impure folder/],
    ['services/live/planted.ts', "const x = await import('../store/open.ts');", /impure folder/],
    ['services/flows/planted.ts', "import {\n  openStore,\n} from '../store/open.ts';", /impure folder/],
    ['services/main-planted.ts', "import '../services/broker/broker.ts';", /impure folder/],
    ['services/flows/planted.ts', "import { x } from '../../device-sim/fleet.ts';", /neither the dashboard/],
    ['dashboard/planted.tsx', "import { tls } from '../services/tls.ts';", /only contracts and core/],
    ['device-sim/planted.ts', "import { openSqlite } from '../services/store/sqlite.ts';", /impure folder[\s\S]*only contracts and core/],
    ['services/store/planted.ts', "import { openStore } from './open';", /extension/],
    ['services/core/planted.ts', "import { planted } from './planted.ts';", /circle/],
  ];

  it.each(planted)('find a violation planted in %s: %s', (file, code, says) => {
    const before = sources();
    const found = violations(new Map([...before, [file, code]])).filter((violation) => !violations(before).includes(violation));
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toMatch(says);
    expect(found.every((violation) => violation.startsWith(file))).toBe(true);
  });

  it('find a circle over several files', () => {
    const circle = new Map([
      ['services/core/a.ts', "import { b } from './b.ts';"],
      ['services/core/b.ts', "import { c } from './c.ts';"],
      ['services/core/c.ts', "import { a } from './a.ts';"],
    ]);
    expect(violations(circle)).toEqual(['services/core/a.ts → services/core/b.ts → services/core/c.ts → services/core/a.ts: a circle']);
    const onlyTypes = new Map([...circle, ['services/core/c.ts', "import type { A } from './a.ts';"]]);
    expect(violations(onlyTypes)).toEqual([]);
  });

  it('let what is allowed pass, and do not read comments', () => {
    const fine = new Map([
      ['services/app.ts', "import { openStore } from './store/open.ts';"],
      ['services/core/planted.ts', "import type { Clock } from '../ports.ts';\n/* import fs from 'node:fs'; */\n// import 'ws'"],
      ['dashboard/live/planted.ts', "import { z } from 'zod';\nimport { boardSchema } from '../../services/contracts/live.ts';"],
    ]);
    expect(violations(fine)).toEqual([]);
  });

  it.each(['const at = Date.now();', 'const x = Math.random();', 'export const f = async () => 1;', 'setTimeout(() => 1, 1);'])(
    'find impurity without an import: %s',
    (code) => {
      expect(impurities(new Map([['services/core/planted.ts', code]]))).toHaveLength(1);
      expect(impurities(new Map([['services/flows/planted.ts', code]]))).toEqual([]);
    },
  );
});
