/** What a device itself says happened: detectors, call points, cameras. Its own judgement, taken as it stands. */
import { z } from 'zod';
import { type EventType, eventTypes } from '../../contracts/values.ts';
import { ruleKind } from './kind.ts';

/** A test button is no alarm, and an object seen is no event of safety: neither may be given an alarm kind. */
const alarming = eventTypes.filter(
  (type): type is Exclude<EventType, 'test' | 'video_object'> => type !== 'test' && type !== 'video_object',
);

const params = z.strictObject({
  events: z.array(z.enum(alarming)).min(1),
  /** A device that gives no confidence is believed. */
  minimumConfidence: z.number().min(0).max(1),
  belowConfidence: z.number().min(0).max(1).optional(),
});

export const event = ruleKind('event', params, {
  flaws: (head, p) => [
    ...(head.metric === null ? [] : [{ path: ['metric'], message: 'an event rule has no metric' }]),
    ...(p.belowConfidence !== undefined && p.belowConfidence <= p.minimumConfidence
      ? [{ path: ['params', 'belowConfidence'], message: 'must be more than minimumConfidence' }]
      : []),
  ],
  prepare: (head, p) => ({
    role: 'event',
    head,
    events: p.events,
    admits: ({ confidence }) =>
      confidence === null
        ? p.belowConfidence === undefined
        : confidence >= p.minimumConfidence && (p.belowConfidence === undefined || confidence < p.belowConfidence),
  }),
});
