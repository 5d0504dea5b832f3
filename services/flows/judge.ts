/** Readings before the rules: in order of event time, or late into a gap behind what was judged already. */
import { judgeReading, newRuleState } from '../core/rules/index.ts';
import type { Turn } from '../core/turn.ts';
import type { Said } from './message.ts';
import type { Occasion } from './raise.ts';
import { takeOwnSignal } from './raise.ts';
import { pastBefore, storedReadings } from './runtime.ts';
import type { Runtime, Service } from './service.ts';

type Values = readonly (readonly [metric: string, value: number])[];

export const judgeInOrder = (
  service: Service,
  turn: Turn,
  said: Said,
  runtime: Runtime,
  values: Values,
  placed: { readonly at: number; readonly late: boolean },
): void => {
  const { at, late } = placed;
  if (at > runtime.judgedAt) runtime.judgedAt = at;
  for (const [metric, value] of values) {
    runtime.judged.set(metric, at);
    const signals = judgeReading(runtime.rules, runtime.state, { metric, value, at });
    if (signals.length === 0) continue;
    const occasion: Occasion = { receivedAt: said.message.receivedAt, late, text: null, media: [], goneSince: null, exercise: null };
    for (const signal of signals) takeOwnSignal(service, turn, said.device, signal, occasion);
  }
};

/** A state as it stood just before `at`: the running one of the same backlog, or one rebuilt from what is stored. */
const stateBehind = (service: Service, said: Said, runtime: Runtime, at: number): NonNullable<Runtime['late']> => {
  const running = runtime.late;
  if (running && running.at <= at && storedReadings(service, said.device.id, running.at + 1, at).length === 0) return running;
  const state = newRuleState();
  for (const reading of pastBefore(service, said.device.id, runtime.rules, at)) judgeReading(runtime.rules, state, reading);
  return { state, at };
};

/**
 * A late reading opens what it should have opened. Newer readings have been judged already and decide whether it is
 * still so; nothing newer is closed or hidden by it.
 */
export const judgeLate = (service: Service, turn: Turn, said: Said, runtime: Runtime, values: Values, at: number): void => {
  const behind = stateBehind(service, said, runtime, at);
  behind.at = at;
  runtime.late = behind;
  for (const [metric, value] of values) {
    const goneSince = runtime.judged.get(metric) ?? null;
    const occasion: Occasion = { receivedAt: said.message.receivedAt, late: true, text: null, media: [], goneSince, exercise: null };
    for (const signal of judgeReading(runtime.rules, behind.state, { metric, value, at })) {
      if (signal.state === 'active') takeOwnSignal(service, turn, said.device, signal, occasion);
    }
  }
};
