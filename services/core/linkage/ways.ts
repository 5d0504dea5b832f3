/** By which channel a responder is reached next. The first of two barriers before a real responder in a drill is here. */
import type { AssistanceRequest, Responder, ResponderChannel } from '../../contracts/responder.ts';
import type { LinkageRules } from './policy.ts';

export interface Way {
  readonly channel: ResponderChannel;
  readonly address: string;
}

/** Where a request may go: a drill's to the sandbox and nowhere else (none = it is sealed), a real one never there. */
export const waysOf = (responder: Responder, exercise: string | null): readonly Way[] => {
  if (exercise !== null) return responder.sandbox ? [responder.sandbox] : [];
  return responder.channels;
};

/** `phone` is dialled by a person. */
const bySystem = ({ channel }: Way): boolean => channel !== 'phone';

export type NextTry =
  /** `way` now. */
  | { readonly kind: 'try'; readonly way: Way }
  /** Look again at `at`. */
  | { readonly kind: 'wait'; readonly at: number }
  /** No way for a machine: a person dials. */
  | { readonly kind: 'nothing' };

type Attempt = AssistanceRequest['attempts'][number];

const lastOf = (attempts: readonly Attempt[], channel: ResponderChannel): Attempt | undefined =>
  attempts.findLast((attempt) => attempt.channel === channel);

/** 1, 2, 4 … seconds after the n-th failure of a channel, never more than the cap. */
export const backOffMs = (failures: number, capMs: number): number => Math.min(capMs, 1000 * 2 ** Math.min(failures, 20));

/**
 * The next way out. Channels are tried in the responder's order: a failed one is followed at once, one that says nothing
 * after a while; when all were tried the failed ones are asked again, further and further apart.
 */
export const nextTry = (
  request: Pick<AssistanceRequest, 'attempts'>,
  ways: readonly Way[],
  rules: LinkageRules['channels'],
  now: number,
): NextTry => {
  const own = ways.filter(bySystem);
  if (own.length === 0) return { kind: 'nothing' };
  const newest = request.attempts.at(-1);
  // Nobody knows what became of it (the process ended): the same way once more, under the same id.
  if (newest?.outcome === 'sending') {
    const way = own.find(({ channel }) => channel === newest.channel);
    const lostAt = newest.at + rules.tryMs + 1000;
    if (way) return lostAt > now ? { kind: 'wait', at: lostAt } : { kind: 'try', way };
  }
  const untried = own.find(({ channel }) => !lastOf(request.attempts, channel));
  if (untried) {
    const silentUntil = newest?.outcome === 'sent' ? newest.at + rules.silentMs : now;
    return silentUntil > now ? { kind: 'wait', at: silentUntil } : { kind: 'try', way: untried };
  }
  return retryOf(request.attempts, own, rules.retryCapMs, now);
};

const retryOf = (attempts: readonly Attempt[], own: readonly Way[], capMs: number, now: number): NextTry => {
  const failed = own
    .map((way) => ({ way, last: lastOf(attempts, way.channel) }))
    .filter(({ last }) => last?.outcome === 'failed')
    .map(({ way, last }) => ({
      way,
      at:
        (last?.at ?? now) +
        backOffMs(attempts.filter(({ channel, outcome }) => channel === way.channel && outcome === 'failed').length - 1, capMs),
    }))
    .sort((a, b) => a.at - b.at);
  const first = failed[0];
  // Nothing failed: everything was handed over and nobody has said anything. The answer's own clock goes on.
  if (!first) return { kind: 'nothing' };
  return first.at > now ? { kind: 'wait', at: first.at } : { kind: 'try', way: first.way };
};

/** Has every machine's way failed (rather than been handed over and left unanswered)? */
export const allFailed = (request: Pick<AssistanceRequest, 'attempts'>, ways: readonly Way[]): boolean =>
  ways.filter(bySystem).every(({ channel }) => lastOf(request.attempts, channel)?.outcome === 'failed');

/** The number a person dials; null = none is known. */
export const numberOf = (responder: Responder): string | null =>
  (['phone', 'voice', 'sms'] as const)
    .map((wanted) => responder.channels.find(({ channel }) => channel === wanted)?.address)
    .find((address) => address !== undefined) ?? null;

/** Tries of a whole incident are kept in short: the first ones tell what happened, the last ones what is. */
export const keptAttempts = (attempts: readonly Attempt[]): Attempt[] =>
  attempts.length <= 40 ? [...attempts] : [...attempts.slice(0, 20), ...attempts.slice(-20)];
