/** Storms and load, out of the counted triggers (`arrival`). */
import { dayMs } from '../core/calendar.ts';
import type { Fate, Tallied } from '../core/storms/balance.ts';
import type { HeardCounts, MemberGroup, StormFacts } from '../core/storms/facts.ts';
import type { Sql } from './sqlite.ts';

/** ISA-18.2 counts in windows of ten minutes. */
const windowMs = 600_000;

const fateOf = `CASE WHEN reason <> '' THEN reason WHEN alarm IN (SELECT id FROM alarm WHERE storm = ?) THEN 'member' ELSE 'single' END AS fate`;
const arrived = 'FROM arrival WHERE school = ? AND at >= ? AND at < ?';

export const createStormFacts = (sql: Sql): StormFacts => ({
  heardSince: (school, from) =>
    sql
      .prepare('SELECT alarm, max(at) AS at FROM arrival WHERE school = ? AND at > ? AND heard > 0 GROUP BY alarm ORDER BY 2')
      .all(school, from)
      .map(({ alarm, at }) => ({ alarm: String(alarm), at: Number(at) })),
  members: (storm) =>
    sql
      .prepare('SELECT space, kind, device, count(*) AS count FROM alarm WHERE storm = ? GROUP BY space, kind, device')
      .all(storm) as unknown as MemberGroup[],
  fates: (storm, school, from, to) =>
    sql
      .prepare(`SELECT ${fateOf}, sum(count) AS count ${arrived} GROUP BY fate HAVING sum(count) > 0`)
      .all(storm, school, from, to) as unknown as Fate[],
  tallied: (storm, school, from, to) =>
    sql
      .prepare(`SELECT device, kind, ${fateOf}, sum(count) AS count ${arrived} GROUP BY device, kind, fate HAVING sum(count) > 0`)
      .all(storm, school, from, to) as unknown as Tallied[],
  heard: (school, from, to, { activations, withinSeconds }) => {
    const within = 'school = ? AND at >= ? AND at < ? AND heard > 0';
    return {
      windows: sql
        .prepare(`SELECT sum(heard) AS count FROM arrival INDEXED BY arrival_heard WHERE ${within} GROUP BY at / ${windowMs}`)
        .all(school, from, to)
        .map(({ count }) => Number(count)),
      sources: sql
        .prepare(
          `SELECT device, kind, severity, sum(heard) AS count FROM arrival INDEXED BY arrival_heard_of WHERE ${within} GROUP BY device, kind, severity`,
        )
        .all(school, from, to) as unknown as HeardCounts['sources'],
      chattering: Number(
        sql
          .prepare(
            `SELECT count(*) AS count FROM (SELECT DISTINCT device, kind FROM (SELECT device, kind, sum(heard) OVER
             (PARTITION BY device, kind ORDER BY at RANGE BETWEEN ? PRECEDING AND CURRENT ROW) AS close FROM arrival WHERE ${within}) WHERE close >= ?)`,
          )
          .get(withinSeconds * 1000 - 1, school, Math.max(from, to - dayMs), to, activations)?.['count'] ?? 0,
      ),
    };
  },
});
