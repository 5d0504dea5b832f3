/** Time limits whatever the order and number of reports. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Incident } from '../../../services/contracts/incident.ts';
import type { IncidentReport } from '../../../services/contracts/reporting.ts';
import { clocksOf, nextReportMoment } from '../../../services/core/reporting/clocks.ts';
import { judgeReporting } from '../../../services/core/reporting/judge.ts';
import { reportingSchema } from '../../../services/core/reporting/table.ts';

const [table] = reportingSchema.parse(parse(readFileSync('config/reporting.yaml', 'utf8'))).tables;
if (!table) throw new Error('no table');
const minute = 60_000;

const incident = (closedAfter: number | null): Incident => ({
  id: 'i',
  version: 1,
  school: 's',
  space: null,
  level: 'IV',
  state: closedAfter === null ? 'open' : 'closed',
  kind: 'smoke',
  eventAt: 0,
  openedAt: 0,
  closedAt: closedAfter === null ? null : closedAfter * minute,
  alarms: [],
  exercise: null,
  commandRole: 'duty-leader',
  commander: null,
  plan: null,
  levels: [],
  casualties: [],
  controlledAt: null,
  tasks: [],
  hazard: null,
});

const reportArb = fc.record({
  after: fc.integer({ min: 0, max: 12_000 }),
  kind: fc.constantFrom('initial' as const, 'follow_up' as const, 'final' as const),
  channel: fc.constantFrom('oral' as const, 'written' as const),
  injured: fc.constantFrom(0, null),
});
const caseArb = fc.record({
  reports: fc.array(reportArb, { maxLength: 8 }),
  closedAfter: fc.option(fc.integer({ min: 0, max: 12_000 })),
});
type Case = typeof caseArb extends fc.Arbitrary<infer T> ? T : never;

const reportsIn = ({ reports }: Case, until: number): IncidentReport[] =>
  reports
    .map(({ after, kind, channel, injured }, i) => ({
      id: `r${i}`,
      school: 's',
      incident: 'i',
      kind,
      channel,
      by: 'p',
      at: after * minute,
      happenedAt: 0,
      nature: 'fire' as const,
      deaths: 0,
      injured,
      text: 'x',
      measures: 'y',
    }))
    .filter((report) => report.at <= until)
    .sort((a, b) => a.at - b.at);

describe('clocks', () => {
  it('late is exactly: not met by its time; and what was found once is not unfound by later reports', () => {
    fc.assert(
      fc.property(caseArb, fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: 12_000 }), (made, a, b) => {
        const [sooner, later] = [Math.min(a, b) * minute, Math.max(a, b) * minute];
        const open = incident(null);
        for (const now of [sooner, later]) {
          for (const clock of clocksOf(open, reportsIn(made, now), table, now)) {
            expect(clock.late).toBe((clock.doneAt ?? now) > clock.dueAt);
            if (clock.doneAt !== null) expect(clock.missing).toEqual([]);
          }
        }
        const lateAt = (now: number) =>
          judgeReporting({ incident: open, alarms: [], reports: reportsIn(made, now), table }, now).filter(({ kind }) => kind === 'late');
        const found = new Set(lateAt(later).map(({ reason }) => reason));
        // An incomplete report turns a letter that is late into one that is incomplete; nothing else may vanish.
        for (const { reason } of lateAt(sooner)) if (reason === 'late_oral' || reason === 'late_follow_up') expect(found).toContain(reason);
      }),
    );
  });

  it('the moments awaited are enough: looking only at them finds what looking every minute finds', () => {
    fc.assert(
      fc.property(caseArb, (made) => {
        const end = 12_000 * minute;
        const closedAt = made.closedAfter === null ? null : made.closedAfter * minute;
        const at = (now: number) => ({
          incident: closedAt !== null && closedAt <= now ? incident(made.closedAfter) : incident(null),
          alarms: [],
          reports: reportsIn(made, now),
          table,
        });
        const look = (now: number): string[] => judgeReporting(at(now), now).map(({ reason }) => reason);
        // Looked at when something happens, and at the moments awaited then.
        const happened = [0, ...made.reports.map(({ after }) => after * minute), ...(closedAt === null ? [] : [closedAt])].sort(
          (x, y) => x - y,
        );
        const found = new Set<string>();
        happened.forEach((from, i) => {
          const until = happened[i + 1] ?? end;
          for (let now: number | null = from; now !== null && now < until; ) {
            for (const reason of look(now)) found.add(reason);
            const state = at(now);
            now = nextReportMoment(state.incident, state.reports, table, now);
          }
        });
        for (const reason of look(end)) found.add(reason);
        const every = new Set<string>();
        for (let now = 0; now <= end; now += 37 * minute) for (const reason of look(now)) every.add(reason);
        for (const reason of every) expect(found).toContain(reason);
      }),
      { numRuns: 20 },
    );
  });
});
