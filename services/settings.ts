/** `config/settings.yaml`: what an installation decides about itself. Strict: an unknown or misspelt key is an error. */
import { z } from 'zod';
import { roles, severities } from './contracts/values.ts';

const days = z.number().int().min(1).max(36_500);

const host = z
  .string()
  .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:]+\](:\d{1,5})?$/, 'a host name or address, with a port where it is not the usual one');

export const settingsSchema = z.strictObject({
  media: z.strictObject({
    /** Hosts from which snapshots may be fetched; a device cannot make the server ask any other. */
    allowedHosts: z.array(host),
    /** Page of the site's media server that shows a camera live, e.g. `https://media.school.lan/{source}`; null = there is none. */
    streamUrl: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    /** Pictures of pupils are personal data: deleted after this long, with the log of who looked at them kept. */
    retentionDays: days,
    /** Pictures of a hazard: kept until it has been closed for so long. */
    hazardYears: z.number().min(0).max(100).default(3),
  }),
  series: z.strictObject({
    /** Readings older than this are dropped; alarms, hazards and their audit entries are kept. */
    retentionDays: days,
  }),
  alarms: z.strictObject({
    /** Early warnings and faults that have cleared put themselves away after this. */
    quietCloseMinutes: z.number().int().min(1).max(10_080),
    /** A gateway whose connection ended is lost after this. */
    gatewayGraceSeconds: z.number().int().min(0).max(3600),
  }),
  hazards: z.strictObject({
    /** A device silent for this long is a hazard of its own. */
    silentHours: z.number().int().min(1).max(720),
    /** This many false alarms of one device in this time are a hazard of their own. */
    falseAlarms: z.strictObject({ count: z.number().int().min(2).max(100), days }),
  }),
  duties: z
    .strictObject({
      /** A duty sheet its holder has not signed after this is told to the safety officer. */
      unreadDays: z.number().int().min(1).max(90),
    })
    // Files of 0.1.0 do not have it.
    .prefault({ unreadDays: 7 }),
  /** Severities each role is told of; a role that is missing is told of none. */
  notices: z.partialRecord(z.enum(roles), z.array(z.enum(severities))),
});
export type Settings = z.infer<typeof settingsSchema>;
