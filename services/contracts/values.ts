/**
 * The words both sides of every wire use, as closed lists. The Chinese terms and their English identifiers follow the
 * field's glossary; one word stands for one thing everywhere.
 */
import { z } from 'zod';

/** Ids of schools, spaces, devices, people: unique in the installation. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dot, underscore or hyphen; 1–64 characters');

/** What people read, in both languages: neither may be left out. */
export const bilingualSchema = z.strictObject({ zh: z.string().trim().min(1), en: z.string().trim().min(1) });
export type Bilingual = z.infer<typeof bilingualSchema>;

/** Epoch milliseconds, UTC. */
export const timeSchema = z.number().int();

export const levels = ['early_warning', 'alarm', 'fault'] as const;
export type Level = (typeof levels)[number];

export const severities = ['life_safety', 'urgent', 'advisory'] as const;
export type Severity = (typeof severities)[number];

export const conditions = ['active', 'cleared', 'latched'] as const;
export type Condition = (typeof conditions)[number];

export const verifications = ['unverified', 'verifying', 'confirmed', 'false', 'test', 'unresolved'] as const;
export type Verification = (typeof verifications)[number];

/** ISA-18.2: how an alarm is presented. Not to be confused with a device's availability. */
export const alarmAvailabilities = ['in_service', 'shelved', 'suppressed_by_design', 'out_of_service'] as const;
export type AlarmAvailability = (typeof alarmAvailabilities)[number];

export const deviceAvailabilities = ['in_service', 'silent', 'unknown', 'out_of_service'] as const;
export type DeviceAvailability = (typeof deviceAvailabilities)[number];

export const alarmKinds = [
  'smoke',
  'heat',
  'gas',
  'manual_call',
  'panic',
  'video_fire',
  'video_smoke',
  'video_intrusion',
  'video_crowd',
  'temperature',
  'humidity',
  'co',
  'current_leakage',
  'water_pressure',
  'silent',
  'gateway_lost',
  'camera_blind',
  'fault',
  'tamper',
  'low_battery',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** What a device may say happened. `video_object` is an observation no built-in rule judges (a person in a yard). */
export const eventTypes = [
  'smoke_alarm',
  'heat_alarm',
  'gas_alarm',
  'manual_call',
  'panic',
  'video_fire',
  'video_smoke',
  'video_intrusion',
  'video_crowd',
  'video_loss',
  'video_object',
  'tamper',
  'fault',
  'low_battery',
  'test',
] as const;
export type EventType = (typeof eventTypes)[number];

/** Metrics with their units. Others are stored and shown, judged by no built-in rule. */
export const metricUnits: Readonly<Record<string, string>> = {
  temperature: '°C',
  humidity: '%RH',
  smoke: 'dB/m',
  co: 'ppm',
  gas: '%LEL',
  battery: '%',
  current_leakage: 'mA',
  crowd_density: 'persons/m²',
  water_pressure: 'MPa',
};

export const roles = [
  'bureau-admin',
  'bureau-leader',
  'bureau-inspector',
  'principal',
  'safety-officer',
  'school-admin',
  'duty-leader',
  'duty-officer',
  'grid-person',
  'repairer',
  'teacher',
  'viewer',
] as const;
export type Role = (typeof roles)[number];

export const hazardStates = [
  'draft',
  'reported',
  'graded',
  'fixed_on_spot',
  'plan_required',
  'plan_approved',
  'listed',
  'rectifying',
  'extension_pending',
  'escalated',
  'submitted',
  'verifying',
  'rework',
  'closed',
  'rejected',
  'transferred',
  'reopened',
] as const;
export type HazardState = (typeof hazardStates)[number];
