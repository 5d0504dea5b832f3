/** A million hazards of 200 schools behind the real server: lists, boards and steps, beside the same server with a thousand. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hazard } from '../../services/contracts/hazard.ts';
import { hazardCategories, hazardOrigins, rootCauses } from '../../services/contracts/hazard.ts';
import type { Role } from '../../services/contracts/values.ts';
import { hazardStates } from '../../services/contracts/values.ts';
import type { Benchmark } from './benchmark.ts';
import { pause, progress, say } from './benchmark.ts';
import { layOutHazards, picturesOf, randomOf, schoolCount, schoolOf, township } from './hazard-ground.ts';
import { openScreen } from './live.ts';
import type { ServerChild } from './server.ts';
import { startServer } from './server.ts';
import { fixed, quantile, table, thousands, verdict } from './table.ts';

const sizes = { reference: 5, full: 5000 };
const targets = { listP95Ms: 200, actionP95Ms: 50, startMs: 2000 };
/** Hazards taken through all their steps, eight each. */
const walked = 40;
const combinations = 150;
/** As many as the screens ask for, and as many as may be asked for. */
const limits = [50, 500];

type Times = Map<string, number[]>;

const note = (times: Times, name: string, ms: number): void => void times.set(name, [...(times.get(name) ?? []), ms]);

/** Asks and times until the whole answer is read; a caller that asks too fast waits and asks again. */
const ask = async <T>(server: ServerChild, token: string, path: string, body?: unknown): Promise<{ ms: number; body: T }> => {
  for (;;) {
    const started = performance.now();
    const answer = await fetch(`http://127.0.0.1:${server.ports.http}/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const read = await answer.text();
    const ms = performance.now() - started;
    if (answer.ok) return { ms, body: JSON.parse(read) as T };
    if (answer.status !== 429) throw new Error(`${path} ${JSON.stringify(body)}: ${answer.status} ${read}`);
    await pause(200);
  }
};

const values: Readonly<Record<string, readonly string[]>> = {
  category: hazardCategories,
  grade: ['general', 'major'],
  state: hazardStates,
  origin: hazardOrigins,
  cause: rootCauses,
  open: ['true', 'false'],
  overdue: ['true', 'false'],
  listed: ['true', 'false'],
  watched: ['true', 'false'],
  responsible: Array.from({ length: schoolCount }, (_, i) => `${schoolOf(i)}-repairer`),
  school: Array.from({ length: schoolCount }, (_, i) => schoolOf(i)),
};

/** Each filter alone with each of its values (of many, some), then filters together at random; the same every run. */
const queries = (): string[] => {
  const alone = Object.entries(values).flatMap(([name, all]) => all.slice(0, 20).map((value) => `${name}=${value}`));
  const random = randomOf(2);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const together = Array.from({ length: combinations }, () => {
    const names = new Set(Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(Object.keys(values))));
    return [...names].map((name) => `${name}=${pick(values[name] ?? [])}`).join('&');
  });
  return ['', ...alone, ...together];
};

const scopes = {
  county: ['bureau-inspector', 'bureau'],
  township: ['bureau-inspector', township],
  school: ['principal', schoolOf(7)],
} as const;

const timeLists = async (server: ServerChild, times: Times, slowest: Map<string, string>): Promise<void> => {
  for (const [scope, [role, org]] of Object.entries(scopes)) {
    const token = await server.token(role, org);
    for (const limit of limits) {
      const name = `list, ${scope}, ${limit} a page`;
      for (const query of queries()) {
        const { ms } = await ask(server, token, `/hazards?limit=${limit}&${query}`);
        if (ms > Math.max(0, ...(times.get(name) ?? []))) slowest.set(name, query);
        note(times, name, ms);
      }
    }
    for (const by of ['school', 'township']) {
      for (let i = 0; i < 20; i++) note(times, `board, ${scope}, tally by ${by}`, (await ask(server, token, `/hazards/tally?by=${by}`)).ms);
    }
    for (let i = 0; i < 10; i++) {
      const started = performance.now();
      const screen = await openScreen(server.ports.http, token);
      note(times, `board, ${scope}, opened live`, performance.now() - started);
      screen.close();
    }
  }
};

/** Every step of an ordinary hazard, by whom the table says. */
const stepsOf = ({ id, school }: Hazard): readonly [Role, Readonly<Record<string, unknown>>][] => {
  const responsible = `${school}-safety-officer`;
  const deadline = Date.now() + 5 * 24 * 3600_000;
  const pictures = picturesOf(id);
  const protection = [{ measure: '设置警戒线并专人看护', responsible, everyHours: 24 }];
  return [
    ['safety-officer', { action: 'grade', grade: 'general', reason: '器材失效', cause: 'maintenance' }],
    ['bureau-inspector', { action: 'issue_notice', requirements: '更换并复查同层器材', days: 7 }],
    ['safety-officer', { action: 'require_plan', protection, photos_protection: [pictures.protection] }],
    ['principal', { action: 'approve_plan', responsible, measures: '更换灭火器', funds: 800, deadline, contingency: '就近取用备用器材' }],
    ['repairer', { action: 'start' }],
    ['repairer', { action: 'submit', description: '已全部更换', photos_after: [pictures.after], cost: 760 }],
    ['bureau-inspector', { action: 'begin_check' }],
    [
      'bureau-inspector',
      { action: 'close', finding: '压力正常，合格', photos_site: [pictures.site], signature: { strokes: [[10, 10, 200, 120]] } },
    ],
  ];
};

const timeSteps = async (server: ServerChild, times: Times): Promise<void> => {
  const tokens = new Map<Role, string>();
  for (const role of ['safety-officer', 'bureau-inspector', 'principal', 'repairer'] as const) tokens.set(role, await server.token(role));
  const { body } = await ask<{ items: Hazard[] }>(server, tokens.get('principal') ?? '', `/hazards?state=reported&limit=${walked}`);
  for (const hazard of body.items)
    for (const [role, step] of stepsOf(hazard))
      note(times, 'step', (await ask(server, tokens.get(role) ?? '', `/hazards/${hazard.id}/actions`, step)).ms);
};

const residentMiB = (pid: number): number | null => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return null;
  }
};

interface Measured {
  readonly times: Times;
  readonly slowest: ReadonlyMap<string, string>;
  readonly startMs: number;
  readonly residentMiB: number | null;
}

const measure = async (perSchool: number): Promise<Measured> => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-workflow-'));
  try {
    progress(`workflow: writing ${thousands(perSchool * schoolCount)} hazards`);
    const builtMs = layOutHazards(folder, perSchool, walked);
    const bytes = statSync(join(folder, 'campus.db')).size;
    progress(
      `workflow: ${thousands(perSchool * schoolCount)} hazards written in ${fixed(builtMs / 1000, 0)} s, ${fixed(bytes / 2 ** 20, 0)} MiB`,
    );
    // The first start reads a folder it has never seen; a restart is what a duty room waits for.
    await (await startServer(folder)).stop();
    const server = await startServer(folder);
    const times: Times = new Map();
    const slowest = new Map<string, string>();
    await timeLists(server, times, slowest);
    await timeSteps(server, times);
    const resident = residentMiB(server.pid);
    for (const complaint of server.complaints) say(`the server complained: ${complaint}`);
    await server.stop();
    return { times, slowest, startMs: server.readyMs, residentMiB: resident };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const run = async (): Promise<void> => {
  const reference = await measure(sizes.reference);
  const full = await measure(sizes.full);
  const rows = [...full.times].map(([name, ms]) => {
    const before = reference.times.get(name) ?? [];
    const target = name === 'step' ? targets.actionP95Ms : targets.listP95Ms;
    const p95 = quantile(ms, 0.95);
    const shown = [quantile(before, 0.5), quantile(before, 0.95), quantile(ms, 0.5), p95, Math.max(...ms)].map((value) => fixed(value, 1));
    return [name, String(ms.length), ...shown, `≤ ${target}`, verdict(p95 <= target)];
  });
  const [few, many] = [sizes.reference, sizes.full].map((perSchool) => thousands(perSchool * schoolCount));
  say(`${schoolCount} schools, ms from the request to the last byte of the answer; histories are not filled in`);
  say(table(['', 'asked', `${few}: p50`, 'p95', `${many}: p50`, 'p95', 'slowest', 'p95', ''], rows));
  for (const [name, query] of full.slowest) progress(`slowest ${name}: ${query}`);
  const start = [fixed(reference.startMs, 0), fixed(full.startMs, 0), `≤ ${targets.startMs}`, verdict(full.startMs <= targets.startMs)];
  say(
    table(
      ['', few ?? '', many ?? '', 'target', ''],
      [
        ['start to ready, ms', ...start],
        ['resident after all that, MiB', fixed(reference.residentMiB, 0), fixed(full.residentMiB, 0), '', ''],
      ],
    ),
  );
};

export const workflow: Benchmark = {
  name: 'workflow',
  summary: `lists, boards and steps with ${thousands(sizes.full * schoolCount)} hazards of ${schoolCount} schools`,
  run,
};
