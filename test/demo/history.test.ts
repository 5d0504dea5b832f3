/** The demo county's year, lived on a real store through the real flows: nothing refused, every screen has something to show. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { App } from '../../services/app.ts';
import { createApp } from '../../services/app.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import { joinOrganisation, organisationPartSchema, organisationSchema } from '../../services/contracts/organisation.ts';
import { measureHeadings } from '../../services/contracts/risk.ts';
import { hazardStates } from '../../services/contracts/values.ts';
import { verifyChain } from '../../services/core/audit.ts';
import { dayMs } from '../../services/core/calendar.ts';
import { endStates } from '../../services/core/hazards/transitions.ts';
import { importOrganisation } from '../../services/core/import-organisation.ts';
import { newTurn } from '../../services/core/turn.ts';
import type { HistoryOutcome } from '../../services/demo-history.ts';
import { liveYear } from '../../services/demo-history.ts';
import { historyDays } from '../../services/demo-plan.ts';
import type { Noun, NounTypes } from '../../services/ports.ts';
import { sha256 } from '../../services/store/ledger.ts';
import { ownConfig } from '../bench/ground.ts';

// A Sunday night in the spring festival's week: the hardest moment for working days.
const now = Date.UTC(2026, 1, 22, 15);
const folder = mkdtempSync(join(tmpdir(), 'campus-demo-year-'));
let app: App;
let lived: HistoryOutcome;
let hazards: Hazard[];

beforeAll(async () => {
  let turned = now;
  const config = { ...ownConfig(folder), demo: true };
  const failStop = (error: unknown): void => {
    throw error;
  };
  const started = await createApp({ config, log: pino({ level: 'silent' }), clock: { now: () => turned }, failStop });
  if (!started.ok) throw new Error(started.detail);
  ({ app } = started);
  const county = join(import.meta.dirname, '../../config/demo');
  const parts = readdirSync(county).filter((name) => name.endsWith('.yaml'));
  const read = parts.map((name) => organisationPartSchema.parse(parse(readFileSync(join(county, name), 'utf8'))));
  turned = now - historyDays * dayMs;
  const turn = newTurn(turned);
  const { gridCells, ...whole } = organisationSchema.parse(joinOrganisation(read));
  const organisation = { ...whole, gridCells: [] };
  const outcome = importOrganisation(app.store.world(), turn, 'operator', organisation, (id) => app.store.facts.get('dutySheet', id));
  if (!outcome.ok) throw new Error(outcome.faults.join());
  app.store.commit(turn);
  app.store.sql.exec('PRAGMA synchronous=OFF');
  const { store, flows } = app;
  lived = await liveYear(
    {
      acts: flows.acts,
      tick: flows.tick,
      take: flows.take,
      gridCells,
      facts: store.facts,
      world: store.world,
      commit: store.commit,
      turnClock: (at) => (turned = at),
      keepPicture: (bytes, at) => {
        const hash = createHash('sha256').update(bytes).digest('hex');
        const file = join(String(at), `${hash}.jpg`);
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), bytes);
        return { file, sha256: hash };
      },
    },
    now,
  );
  hazards = store.facts.list('hazard', { schools: null, limit: 500 }).items;
}, 240_000);

afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const listed = <N extends Noun>(noun: N): NounTypes[N][] => app.store.facts.list(noun, { schools: null, limit: 500 }).items;

describe("the demo's year", () => {
  it('was lived by the rules: no step refused, the chain whole', () => {
    expect(lived.refused).toEqual([]);
    expect(hazards.length).toBeGreaterThanOrEqual(lived.cases);
    expect(verifyChain(app.store.facts.chain(), sha256)).toMatchObject({ ok: true });
  });

  it('leaves a case in every state', () => {
    const states = new Set(hazards.map(({ state }) => state));
    expect(hazardStates.filter((state) => !states.has(state))).toEqual([]);
    for (const state of endStates) expect(hazards.filter((hazard) => hazard.state === state).length, state).toBeGreaterThan(0);
  });

  it('leaves something overdue, listed, to be looked at again, to be read and to be signed', () => {
    expect(hazards.filter(({ overdue }) => overdue).length).toBeGreaterThanOrEqual(2);
    expect(hazards.filter(({ listed }) => listed).length).toBeGreaterThanOrEqual(1);
    expect(hazards.some(({ rechecks }) => rechecks.some(({ dueAt, doneAt }) => doneAt === null && dueAt <= now))).toBe(true);
    expect(hazards.some(({ onTime }) => onTime === true) && hazards.some(({ onTime }) => onTime === false)).toBe(true);
    const { facts } = app.store;
    const documents = facts.list('document', { where: { school: 'shiyan' }, schools: null, limit: 100 }).items;
    expect(documents.some(({ kind, deliveredAt }) => kind === 'rectification_notice' && deliveredAt === null)).toBe(true);
    const told = facts.list('inboxItem', { where: { person: 'shiyan-safety' }, schools: null, limit: 200 }).items;
    expect(told.some(({ readAt }) => readAt === null) && told.some(({ readAt }) => readAt !== null)).toBe(true);
  });

  it('has a report of the public that nobody has looked at yet', () => {
    expect(hazards.some(({ origin, state, school }) => origin === 'public' && state === 'reported' && school === 'shiyan')).toBe(true);
  });

  it('is told of one missed control among many that were checked, and of measures that answer hazards', () => {
    const controls = listed('risk').flatMap((risk) => risk.controls);
    expect(controls.length).toBeGreaterThan(30);
    expect(controls.filter(({ missedSince }) => missedSince !== null)).toHaveLength(1);
    expect(controls.filter(({ lastCheckedAt }) => lastCheckedAt === null)).toEqual([]);
    expect(hazards.filter(({ category }) => category === 'control_missed')).toHaveLength(1);
    expect(hazards.filter(({ category }) => category === 'supply_expired').map(({ facts }) => facts['supply'])).toEqual([
      '过滤式消防自救呼吸器',
    ]);
    expect(hazards.filter(({ category }) => category === 'drill_missed').map(({ school }) => school)).toEqual(['baihe-ms']);
    const measures = listed('measure');
    expect(new Set(measures.map(({ heading }) => heading)).size).toBe(measureHeadings.length);
    expect(measures.filter(({ hazards: linked }) => linked.length > 0).length).toBeGreaterThanOrEqual(4);
  });

  it('has most cells patrolled in time, most duties read, and a task force with a task done and one overdue', () => {
    const cells = listed('gridCell');
    const overdue = cells.filter(({ lastPatrolAt, everyDays }) => (lastPatrolAt ?? 0) + everyDays * dayMs < now).map(({ id }) => id);
    expect(cells.length).toBeGreaterThan(50);
    expect(overdue.sort()).toEqual(['longtan-ns-pump-cell', 'mingde-ta-cell', 'shiyan-gate-cell', 'yizhong-ct-cell']);
    const posts = listed('post');
    const sheets = listed('dutySheet').filter(({ supersededAt }) => supersededAt === null);
    const unread = sheets.flatMap((sheet) => {
      const holders = posts.find(({ id }) => id === sheet.post)?.holders ?? [];
      return holders.filter((person) => !sheet.receipts.some((receipt) => receipt.person === person));
    });
    expect(unread.sort()).toEqual(['longtan-ns-duty1', 'mingde-duty2', 'shiyan-duty2', 'sun-kg-duty2']);
    expect(sheets.some(({ performed }) => performed.length > 0)).toBe(true);
    const tasks = listed('taskForce').flatMap((force) => force.tasks);
    expect(tasks.some(({ doneAt }) => doneAt !== null)).toBe(true);
    expect(tasks.some(({ doneAt, dueAt }) => doneAt === null && dueAt < now)).toBe(true);
  });

  it('has fires reported in time and too late, with what followed', () => {
    const incidents = listed('incident');
    expect(incidents.map(({ school, state }) => `${school} ${state}`).sort()).toEqual([
      'longtan-ns closed',
      'mingde closed',
      'zhiji closed',
    ]);
    const clocks = (school: string): boolean[] =>
      incidents.filter((one) => one.school === school).flatMap(({ id }) => app.flows.acts.reportClocks(id).map(({ late }) => late));
    expect(clocks('zhiji')).toEqual([false, false, false, false, false]);
    expect(clocks('longtan-ns').slice(0, 2)).toEqual([true, true]);
    const findings = listed('finding').map(({ school, reason, state }) => `${school} ${reason} ${state}`);
    expect(findings.sort()).toEqual(['longtan-ns late_oral dismissed', 'longtan-ns late_written case', 'mingde late_oral open']);
    expect(listed('accountability').map(({ person, state }) => [person, state])).toEqual([['longtan-ns-principal', 'closed']]);
  });

  it('leaves no device alarm standing', () => {
    expect(listed('alarm').filter(({ open }) => open)).toEqual([]);
  });

  it('has pictures of its own, of which those of the public and one that was sent twice are doubted', () => {
    const pictures = listed('evidence');
    expect(pictures).toHaveLength(lived.pictures);
    const twice = pictures.filter((one) => pictures.some((other) => other.id !== one.id && other.sha256 === one.sha256));
    expect(twice.map(({ stage, flagged }) => ({ stage, flagged })).sort((a, b) => Number(a.flagged) - Number(b.flagged))).toEqual([
      { stage: 'found', flagged: false },
      { stage: 'after', flagged: true },
    ]);
    const doubted = pictures.filter(({ capture, flags }) => capture?.by !== 'public' && flags.length > 0);
    expect(doubted.map(({ stage, school }) => `${school} ${stage}`)).toEqual(['shiyan after']);
  });
});
