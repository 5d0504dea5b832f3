/**
 * What a device senses, by the first word of its model. The words follow the Chinese type designations of fire
 * products (JTY-GD point photoelectric smoke, JTW heat, JT gas, J-SAP manual call point); the rest is trade usage.
 */
import type { EventType } from '../services/contracts/values.ts';
import type { FleetDevice } from './fleet.ts';

export interface Senses {
  readonly metrics: readonly string[];
  /** The device's own event when it finds what it is made to find. */
  readonly event: EventType | null;
}

const byModel: Readonly<Record<string, Senses>> = {
  'JTY-GD': { metrics: ['smoke', 'temperature', 'battery'], event: 'smoke_alarm' },
  JTW: { metrics: ['temperature', 'battery'], event: 'heat_alarm' },
  'JT-T': { metrics: ['gas'], event: 'gas_alarm' },
  WSD: { metrics: ['temperature', 'humidity', 'battery'], event: null },
  'J-SAP': { metrics: ['battery'], event: 'manual_call' },
  SOS: { metrics: ['battery'], event: 'panic' },
  IPC: { metrics: [], event: 'video_smoke' },
  'IPC-C': { metrics: ['crowd_density'], event: 'video_crowd' },
  SY: { metrics: ['water_pressure', 'battery'], event: null },
  DQ: { metrics: ['current_leakage', 'temperature'], event: null },
};

const byType: Readonly<Record<FleetDevice['type'], Senses>> = {
  detector: { metrics: ['smoke', 'temperature', 'battery'], event: 'smoke_alarm' },
  sensor: { metrics: ['temperature', 'humidity', 'battery'], event: null },
  button: { metrics: ['battery'], event: 'manual_call' },
  camera: { metrics: [], event: 'video_smoke' },
  gateway: { metrics: [], event: null },
  other: { metrics: ['temperature'], event: null },
};

export const sensesOf = (device: Pick<FleetDevice, 'model' | 'type'>): Senses =>
  byModel[device.model?.split(' ')[0] ?? ''] ?? byType[device.type];
