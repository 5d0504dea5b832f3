/** 两个清单 held against each other: causes that keep coming back and that no measure answers. */
import type { Measure, MeasureGap, MeasureList } from '../../contracts/risk.ts';
import { measureHeadings } from '../../contracts/risk.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';
import type { Recurring } from './facts.ts';

/** A measure of the school or of anybody above it answers a cause of the school, unless it was dropped. */
export const gapsIn = (world: World, recurring: readonly Recurring[], measures: readonly Measure[]): MeasureGap[] =>
  recurring
    .filter(({ school, cause }) => {
      const above = branchAbove(world, school);
      return !measures.some((measure) => measure.state !== 'dropped' && measure.causes.includes(cause) && above.includes(measure.org));
    })
    .map(({ school, cause, count }) => ({ school, cause, hazards: count }));

/** All six headings of the 六类制度成果, those without any measure too. */
export const headingsOf = (measures: readonly Measure[]): MeasureList['headings'] =>
  measureHeadings.map((heading) => {
    const under = measures.filter((measure) => measure.heading === heading && measure.state !== 'dropped');
    return { heading, count: under.length, done: under.filter(({ state }) => state === 'done').length };
  });
