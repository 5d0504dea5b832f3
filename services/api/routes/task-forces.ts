/** 工作专班: members and tasks. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { taskForceFormSchema, taskForceSchema } from '../../contracts/responsibility.ts';
import { idSchema } from '../../contracts/values.ts';
import { sees } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { pageById } from '../listing.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { placeIn } from './posts.ts';

export const taskForceRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/task-forces',
    noun: 'task-forces',
    summary: 'Task forces at and below my place, and those I am a member of',
    policy: { kind: 'branch', permission: 'duty.read' },
    query: pageQuerySchema.extend({ org: idSchema.optional() }),
    answer: pageOf(taskForceSchema),
    run: ({ actor, query: { limit, cursor, org } }) => {
      const world = deps.world();
      return ok(
        pageById(
          world.taskForces.values(),
          limit,
          cursor,
          (force) => (org === undefined || force.org === org) && (sees(world, actor.org, force.org) || force.members.includes(actor.id)),
        ),
      );
    },
  }),
  route({
    method: 'PUT',
    url: '/api/v1/task-forces/:id',
    noun: 'task-forces',
    summary: 'Add or change a task force; the first member is its contact; If-Match carries the version seen, 0 for a new one',
    policy: {
      kind: 'object',
      permission: 'duty.manage',
      schoolOf: (find, ask) => find.world().taskForces.get(String(ask.params['id']))?.org ?? placeIn(ask.body, 'org'),
    },
    params: z.object({ id: idSchema }),
    body: taskForceFormSchema,
    answer: taskForceSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putTaskForce(actor, id, body, seen.value) : seen;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/task-forces/:id/tasks/:task/done',
    noun: 'task-forces',
    summary: 'A task of mine is done',
    // Members may stand below the force: whose it is, is the act's to say.
    policy: { kind: 'branch', permission: 'control.check' },
    params: z.object({ id: idSchema, task: z.string().min(1).max(64) }),
    answer: taskForceSchema,
    run: ({ params: { id, task }, actor }) => deps.acts.finishTask(actor, id, task),
  }),
];
