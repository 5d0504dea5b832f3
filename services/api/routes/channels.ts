/** 通知通道: how each stands, and a trial of one. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ChannelView } from '../../contracts/channel.ts';
import { channelTrialSchema, channelViewSchema } from '../../contracts/channel.ts';
import { sees } from '../../core/access/policy.ts';
import type { Actor, Outgoing } from '../../ports.ts';
import type { ApiDeps } from '../deps.ts';
import { notFound } from '../problems.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

const params = z.object({ id: z.string().max(40) });

/** A channel is shown to whom it serves and to who supervises them; one for all, to all. */
const concerns = (deps: ApiDeps, { org: place }: Actor, { org }: ChannelView): boolean =>
  org === null || sees(deps.world(), place, org) || sees(deps.world(), org, place);

const trialOf = (deps: ApiDeps, actor: Actor, channel: ChannelView): Outgoing => {
  const person = deps.world().people.get(actor.id);
  return {
    id: `trial-${randomUUID()}`,
    channel: channel.channel,
    school: actor.org,
    exercise: false,
    person: person ? { id: person.id, name: person.name, phone: person.phone, email: person.email ?? null } : null,
    title: { zh: '【测试】通知通道', en: '[TEST] Notice channel' },
    text: { zh: '这是一条测试通知，无需处置。', en: 'This is a test. Nothing has to be done.' },
    link: null,
    subject: 'channel',
    subjectId: channel.id,
    at: deps.clock.now(),
  };
};

export const channelRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/channels',
    noun: 'channels',
    summary: 'Channels by which people are reached, and how each stands; a broken one is shown as broken',
    policy: { kind: 'branch', permission: 'notice.read' },
    answer: z.object({ items: z.array(channelViewSchema) }),
    run: ({ actor }) => ok({ items: deps.channels.views().filter((view) => concerns(deps, actor, view)) }),
  }),
  route({
    method: 'POST',
    url: '/api/v1/channels/:id/test',
    noun: 'channels',
    summary: 'Sends a test by this channel to whoever asks',
    policy: { kind: 'branch', permission: 'rota.manage' },
    params,
    answer: channelTrialSchema,
    run: async ({ params: { id }, actor }) => {
      const channel = deps.channels.views().find((view) => view.id === id && concerns(deps, actor, view));
      if (!channel) return notFound;
      const outcome = await deps.channels.trial(id, trialOf(deps, actor, channel));
      if (outcome === null) return notFound;
      deps.acts.channelTried(actor, id, deps.world().orgs.get(actor.org)?.kind === 'school' ? actor.org : null, outcome);
      return ok({ ok: outcome.ok, code: outcome.ok ? null : outcome.code });
    },
  }),
];
