/** What a screen may say: one table of events, each with its shape and the permission it needs. */
import { z } from 'zod';
import { attendSchema, proofSchema } from '../contracts/console.ts';
import { idSchema, timeSchema } from '../contracts/values.ts';
import type { Permission } from '../core/access/policy.ts';
import { may, sees } from '../core/access/policy.ts';
import type { ClientEvents, LiveClient } from './client.ts';
import type { Consoles } from './consoles.ts';
import type { LiveDeps } from './deps.ts';

/** A storm of 500 alarms makes 500 paint reports at once; ten times that is no screen any more. */
const eventsPerWindow = 5000;
const windowMs = 10_000;

interface EventRow<T> {
  readonly permission: Permission;
  readonly shape: z.ZodType<T>;
  /** Returns why not; nothing = done. */
  readonly run: (client: LiveClient, said: T) => string | null;
}

export interface EventEffects {
  readonly consoles: Consoles;
  resync(client: LiveClient): void;
  watch(client: LiveClient, devices: ReadonlySet<string>): void;
  tooMany(client: LiveClient): void;
}

const row = <T>(spec: EventRow<T>): EventRow<unknown> => spec as EventRow<unknown>;

export const eventTable = (deps: LiveDeps, effects: EventEffects): Readonly<Record<keyof ClientEvents, EventRow<unknown>>> => ({
  watch: row({
    permission: 'device.read',
    shape: z.array(idSchema).max(500),
    run: (client, devices) => {
      const world = deps.world();
      const { org } = client.principal.actor;
      const mine = devices.filter((id) => {
        const device = world.devices.get(id);
        return device !== undefined && sees(world, org, device.school);
      });
      effects.watch(client, new Set(mine));
      return null;
    },
  }),
  resync: row({
    permission: 'place.read',
    shape: z.unknown(),
    run: (client) => {
      effects.resync(client);
      return null;
    },
  }),
  painted: row({
    permission: 'alarm.read',
    shape: z.object({ alarm: z.string().min(1).max(64), at: timeSchema }),
    run: (client, { alarm, at }) => {
      const shown = deps.facts.get('alarm', alarm);
      if (shown === null || !sees(deps.world(), client.principal.actor.org, shown.school)) return null;
      const reportedAt = deps.clock.now();
      deps.painted({ alarm, paintedAt: at, reportedAt, by: client.principal });
      effects.consoles.painted(client, alarm, reportedAt - shown.committedAt);
      return null;
    },
  }),
  shown: row({
    permission: 'alarm.read',
    shape: z.object({ alarm: z.string().min(1).max(64) }),
    run: (client, { alarm }) => {
      const stands = deps.facts.get('alarm', alarm);
      if (stands !== null && sees(deps.world(), client.principal.actor.org, stands.school)) deps.shown(alarm, client.principal);
      return null;
    },
  }),
  attend: row({ permission: 'duty.hold', shape: attendSchema, run: (client, request) => effects.consoles.attend(client, request) }),
  proof: row({
    permission: 'duty.hold',
    shape: proofSchema,
    run: (client, proof) => {
      effects.consoles.answer(client, proof);
      return null;
    },
  }),
});

const admitted = (client: LiveClient, now: number): boolean => {
  if (now - client.events.windowStart >= windowMs) client.events = { count: 0, windowStart: now };
  client.events.count += 1;
  return client.events.count <= eventsPerWindow;
};

/** Every event of a screen goes through here: rate, permission, shape, then its row. */
export const takeEvent = (row: EventRow<unknown>, client: LiveClient, said: unknown, now: number, effects: EventEffects): string | null => {
  if (!admitted(client, now)) {
    effects.tooMany(client);
    return 'too_many_events';
  }
  if (!may(client.principal.actor.role, row.permission)) return 'role';
  const parsed = row.shape.safeParse(said);
  if (!parsed.success) return 'invalid_event';
  return row.run(client, parsed.data);
};
