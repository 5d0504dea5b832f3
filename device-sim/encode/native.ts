/** The native form of the contract: `campus/v1/{school}/{device}/{telemetry|event|status}`. */
import type { z } from 'zod';
import { type eventSchema, nativeTopic, type statusSchema, type telemetrySchema } from '../../services/contracts/uplink.ts';
import type { FleetDevice } from '../fleet.ts';
import type { Dated, EncoderOf, Message } from './encoder.ts';

type Telemetry = z.input<typeof telemetrySchema>;
type Event = z.input<typeof eventSchema>;
type Status = z.input<typeof statusSchema>;

export const nativeEncoder: EncoderOf = (_identity, boot) => {
  const counters = new Map<string, number>();
  const marks = (device: FleetDevice, ts: number): { ts: number; seq: number; boot: number } => {
    const seq = (counters.get(device.id) ?? 0) + 1;
    counters.set(device.id, seq);
    return { ts, seq, boot };
  };
  const body = (device: FleetDevice, { ts, say }: Dated): { leaf: 'telemetry' | 'event' | 'status'; body: Telemetry | Event | Status } => {
    switch (say.type) {
      case 'readings':
        return { leaf: 'telemetry', body: { ...marks(device, ts), values: say.values } satisfies Telemetry };
      case 'event': {
        const { type: _, event, media, ...rest } = say;
        return {
          leaf: 'event',
          body: { ...marks(device, ts), type: event, ...rest, ...(media ? { media: [...media] } : {}) } satisfies Event,
        };
      }
      case 'status': {
        const { type: _, ...rest } = say;
        return { leaf: 'status', body: rest satisfies Status };
      }
    }
  };
  return {
    say: (device, dated) => {
      const made = body(device, dated);
      return [{ topic: nativeTopic(device.school, device.id, made.leaf), payload: JSON.stringify(made.body) }];
    },
    backlog: (device, items) => {
      const arrays = new Map<'telemetry' | 'event' | 'status', unknown[]>();
      for (const item of items) {
        const made = body(device, item);
        arrays.set(made.leaf, [...(arrays.get(made.leaf) ?? []), made.body]);
      }
      return [...arrays].map(
        ([leaf, bodies]): Message => ({ topic: nativeTopic(device.school, device.id, leaf), payload: JSON.stringify(bodies) }),
      );
    },
  };
};
