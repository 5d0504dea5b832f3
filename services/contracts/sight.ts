/** 视频复核: what can be seen and read around an alarm. */
import { z } from 'zod';
import { bilingualSchema, deviceAvailabilities, idSchema, timeSchema } from './values.ts';

/** A picture older than this shows the past, not the room (our proposal; a refresh takes about a second). */
export const staleAfterMs = 10_000;

export const sightSchema = z.object({
  at: timeSchema,
  cameras: z.array(
    z.object({
      device: idSchema,
      name: z.string(),
      availability: z.enum(deviceAvailabilities),
      /** The newest picture kept of it about this alarm; shown by a link that lives a minute. */
      picture: z.string().nullable(),
      pictureAt: timeSchema.nullable(),
      /** Too old, never there, or of a camera that is not in service: not to be taken for the present. */
      stale: z.boolean(),
      /** Being fetched now. */
      pending: z.boolean(),
      /** Why the last try gave none. */
      failure: z.string().nullable(),
      /** By the site's own media server and recorder. */
      streamUrl: z.string().nullable(),
      clipUrl: z.string().nullable(),
    }),
  ),
  neighbours: z.array(
    z.object({
      device: idSchema,
      name: z.string(),
      space: idSchema.nullable(),
      availability: z.enum(deviceAvailabilities),
      latest: z.record(z.string(), z.object({ value: z.number(), at: timeSchema })),
      /** Open alarms of it. */
      alarms: z.array(z.string()),
    }),
  ),
  script: z.array(bilingualSchema),
});
export type Sight = z.infer<typeof sightSchema>;
