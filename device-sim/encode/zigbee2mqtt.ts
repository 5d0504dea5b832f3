/**
 * Zigbee2MQTT in its default settings: one JSON state per device (every known value each time, no time stamp),
 * availability, bridge state. Shape: zigbee2mqtt.io, guide/usage/mqtt_topics_and_messages.
 */
import type { EventType } from '../../services/contracts/values.ts';
import type { FleetDevice } from '../fleet.ts';
import { type Dated, type EncoderOf, type Message, sourceOf } from './encoder.ts';

/** Exposes of detectors (zigbee2mqtt.io, guide/usage/exposes). */
const flagOf: Partial<Record<EventType, string>> = {
  smoke_alarm: 'smoke',
  gas_alarm: 'gas',
  tamper: 'tamper',
  low_battery: 'battery_low',
  test: 'test',
  panic: 'sos',
};

/** Numeric exposes by contract metric; absorbance as detectors like JY-GZ-01AQ name it. */
const exposes: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  humidity: 'humidity',
  battery: 'battery',
  co: 'co',
  smoke: 'smoke_density_dbm',
};

const numbersOf = (values: Readonly<Record<string, number | null>>): Record<string, number | null> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([metric, value]) => {
      const name = exposes[metric];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );

export const zigbee2mqttEncoder: EncoderOf = (identity) => {
  const prefix = identity.prefixes[0] ?? 'zigbee2mqtt';
  const states = new Map<string, Record<string, unknown>>();
  const stateOf = (device: FleetDevice): Record<string, unknown> => {
    const known = states.get(device.id);
    if (known) return known;
    const fresh = device.type === 'detector' ? { smoke: false, tamper: false, battery_low: false, linkquality: 112 } : { linkquality: 96 };
    states.set(device.id, fresh);
    return fresh;
  };
  const publishState = (device: FleetDevice, changes: Record<string, unknown>): Message => ({
    topic: `${prefix}/${sourceOf(device)}`,
    payload: JSON.stringify(Object.assign(stateOf(device), changes)),
  });
  const say = (device: FleetDevice, { say }: Dated): Message[] => {
    switch (say.type) {
      case 'readings':
        return [publishState(device, numbersOf(say.values))];
      case 'event': {
        const flag = flagOf[say.event];
        return flag ? [publishState(device, { [flag]: say.state === 'active' })] : [];
      }
      case 'status': {
        const topic = device.id === identity.id ? `${prefix}/bridge/state` : `${prefix}/${sourceOf(device)}/availability`;
        return [{ topic, payload: JSON.stringify({ state: say.online ? 'online' : 'offline' }) }];
      }
    }
  };
  return { say, backlog: (device, items) => items.flatMap((item) => say(device, item)) };
};
