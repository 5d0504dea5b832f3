/** Socket.IO namespace `/live`: a snapshot, then numbered changes; gauges are lossy. */
import { z } from 'zod';
import { alarmViewSchema } from './alarm.ts';
import { drillSchema, runnerTaskSchema } from './drill.ts';
import { hazardViewSchema } from './hazard.ts';
import { incidentViewSchema } from './incident.ts';
import { deviceViewSchema } from './place.ts';
import { assistanceRequestSchema, capMessageSchema, phoneTaskSchema } from './responder.ts';
import { musterSchema } from './response.ts';
import { consoleSchema, dutyCheckSchema } from './rota.ts';
import { maintenanceSchema, stormSchema } from './storm.ts';
import { idSchema, timeSchema } from './values.ts';

/** A `notice` is a call (`call.ts`): what was sent to whom, and what became of it. */
export const changeTypes = [
  'alarm',
  'incident',
  'hazard',
  'device',
  'notice',
  'console',
  'storm',
  'maintenance',
  'drill',
  'request',
  'phoneTask',
  'runnerTask',
  'muster',
  'dutyCheck',
  'capMessage',
] as const;
export type ChangeType = (typeof changeTypes)[number];

/** `prev` is the number of the last change this audience was sent; a client that holds another number resyncs. */
export const changeSchema = z.object({
  prev: z.number().int(),
  seq: z.number().int(),
  at: timeSchema,
  type: z.enum(changeTypes),
  id: z.string(),
  school: idSchema,
  value: z.unknown(),
});
export type Change = z.infer<typeof changeSchema>;

export const schoolCountsSchema = z.object({
  id: idSchema,
  name: z.string(),
  township: idSchema.nullable(),
  devices: z.object({ in_service: z.number(), silent: z.number(), unknown: z.number(), out_of_service: z.number() }),
});

export const boardSchema = z.object({
  alarms: z.array(alarmViewSchema),
  incidents: z.array(incidentViewSchema),
  /** Those that press most, at most 200. */
  hazards: z.array(hazardViewSchema),
  /** All that are open. */
  hazardCounts: z.object({ open: z.number().int(), overdue: z.number().int(), major: z.number().int(), listed: z.number().int() }),
  schools: z.array(schoolCountsSchema),
  /** Devices not in service, so that blindness is on the first screen. */
  blind: z.array(deviceViewSchema),
  /** Every console there is: a lost one is the first thing to see. */
  consoles: z.array(consoleSchema),
  storms: z.array(stormSchema),
  /** Planned and running windows. */
  maintenances: z.array(maintenanceSchema),
  /** Running drills. */
  drills: z.array(drillSchema),
  /** Of open incidents. */
  requests: z.array(assistanceRequestSchema),
  phoneTasks: z.array(phoneTaskSchema),
  runnerTasks: z.array(runnerTaskSchema),
  musters: z.array(musterSchema),
  /** Presence checks that wait for an answer. */
  dutyChecks: z.array(dutyCheckSchema),
  /** Warnings received from others that have not expired. */
  warnings: z.array(capMessageSchema),
});
export type Board = z.infer<typeof boardSchema>;
export const snapshotSchema = z.object({ seq: z.number().int(), at: timeSchema, board: boardSchema });
export type Snapshot = z.infer<typeof snapshotSchema>;

/** `gauge`: newest readings of the devices a client said it watches (`watch`, list of device ids). */
export const gaugeSchema = z.array(z.object({ device: idSchema, metric: z.string(), value: z.number(), at: timeSchema }));
export type Gauge = z.infer<typeof gaugeSchema>;
