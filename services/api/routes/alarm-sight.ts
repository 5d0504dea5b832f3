/** 视频复核: cameras, sensors and the call-back script beside an alarm. */
import { z } from 'zod';
import { sightSchema } from '../../contracts/sight.ts';
import type { ApiDeps } from '../deps.ts';
import { notFound } from '../problems.ts';
import type { Policy, Route } from '../route.ts';
import { ok, route } from '../route.ts';

const params = z.object({ id: z.string().min(1).max(64) });

/** Pictures of cameras are for those who judge alarms; looking at one goes by its own link and is recorded. */
const oneAlarm: Policy = {
  kind: 'object',
  permission: 'evidence.read',
  schoolOf: (find, { params: { id } }) => find.facts.get('alarm', String(id))?.school ?? null,
};

export const alarmSightRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/alarms/:id/sight',
    noun: 'alarms',
    summary: 'The cameras and sensors around an alarm, and what to say on the telephone',
    policy: oneAlarm,
    params,
    answer: sightSchema,
    run: ({ params: { id } }) => {
      const sight = deps.acts.sightOf(id);
      return sight ? ok(sight) : notFound;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/alarms/:id/snapshots',
    noun: 'alarms',
    summary: 'Asks the cameras around an alarm for fresh pictures',
    policy: oneAlarm,
    params,
    answer: sightSchema,
    run: ({ params: { id }, actor }) => deps.acts.lookAgain(actor, id),
  }),
];
