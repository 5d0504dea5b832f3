/** Moments in, MQTT messages out. A new device family is one file beside this one and one line here. */
import type { FleetIdentity } from '../fleet.ts';
import type { Moment } from '../moments.ts';
import type { Encoder, EncoderOf } from './encoder.ts';
import { frigateEncoder } from './frigate.ts';
import { nativeEncoder } from './native.ts';
import { zigbee2mqttEncoder } from './zigbee2mqtt.ts';

const encoders: Readonly<Record<string, EncoderOf>> = {
  native: nativeEncoder,
  zigbee2mqtt: zigbee2mqttEncoder,
  frigate: frigateEncoder,
};
export const encodable = Object.keys(encoders);

/** One thing for the player to do. */
export type Wire =
  | { readonly atMs: number; readonly identity: string; readonly topic: string; readonly payload: string | Uint8Array }
  | { readonly atMs: number; readonly identity: string; readonly up: boolean };

/** @param boot the devices' boot counter: a new simulation is a new boot */
export function* encode(moments: Iterable<Moment>, timeOf: (atMs: number) => number, boot: number): Generator<Wire> {
  const made = new Map<string, Encoder>();
  const encoderOf = (identity: FleetIdentity): Encoder => {
    const known = made.get(identity.id);
    if (known) return known;
    const encoder = (encoders[identity.codec] ?? nativeEncoder)(identity, boot);
    made.set(identity.id, encoder);
    return encoder;
  };
  for (const moment of moments) {
    const { atMs, identity } = moment;
    if (moment.act === 'link') yield { atMs, identity: identity.id, up: moment.up };
    else if (moment.act === 'raw') yield { atMs, identity: identity.id, topic: moment.topic, payload: moment.payload };
    else {
      const encoder = encoderOf(identity);
      const messages =
        moment.act === 'say'
          ? encoder.say(moment.device, { ts: timeOf(atMs), say: moment.say })
          : encoder.backlog(
              moment.device,
              moment.items.map((item) => ({ ts: timeOf(item.atMs), say: item.say })),
            );
      for (const message of messages) yield { atMs, identity: identity.id, ...message };
    }
  }
}
