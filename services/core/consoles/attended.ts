/** Does anybody see and hear the alarms of a school on a duty console? */
import type { World } from '../world.ts';

/**
 * True where the school has no console: its people are called by the ladder alone. One proven console is enough; the
 * loss of another is told by its own ladder. Outside the hours of its seats nobody is there to see, so it is not
 * attended, though nothing is lost.
 */
export const isAttended = (world: World, school: string): boolean => {
  const seats = [...world.seats.values()].filter((seat) => seat.school === school && seat.console && seat.active);
  return seats.length === 0 || seats.some((seat) => world.consoles.get(seat.id)?.state === 'attended');
};
