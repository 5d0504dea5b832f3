/** 核实时限: in rooms where people sleep and in kindergartens an alarm that nobody verifies in time is treated as real. */
import type { Alarm } from '../../contracts/alarm.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';
import { isNews } from './hold.ts';
import type { EscalationPolicy } from './policy.ts';

/** A room of such a use, or one inside such a building. */
export const isLifeSafetyRoom = (world: World, space: string | null, policy: EscalationPolicy['verify']): boolean =>
  spacesAbove(world, space).some((id) => {
    const use = world.spaces.get(id)?.use;
    return use !== undefined && policy.uses.includes(use);
  });

const undecided = ({ verification }: Alarm): boolean => verification === 'unverified' || verification === 'verifying';

/** Is anybody's word still awaited? A fault or an early warning is no alarm yet; a backlog's clock ran out long ago. */
export const awaitsVerification = (alarm: Alarm): boolean =>
  alarm.open && alarm.level === 'alarm' && alarm.severity === 'life_safety' && undecided(alarm);

/** When the alarm must be verified by; null = nobody waits for it. Only what is new to everybody begins the clock anew. */
export const verifyByOf = (
  world: World,
  policy: EscalationPolicy['verify'],
  before: Alarm | null,
  alarm: Alarm,
  at: number,
): number | null => {
  if (alarm.verification === 'unresolved') return alarm.verifyBy;
  if (!awaitsVerification(alarm) || !isLifeSafetyRoom(world, alarm.space, policy)) return null;
  const running = alarm.verifyBy !== null && before !== null && awaitsVerification(before) && !isNews(before, alarm);
  return running ? alarm.verifyBy : at + policy.seconds.value * 1000;
};
