/** Every device family the server understands: one line each. */
import type { Codec } from './codec.ts';
import { frigate } from './frigate.ts';
import { native } from './native.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

export const codecs: readonly Codec[] = [native, zigbee2mqtt, frigate];

const byId: ReadonlyMap<string, Codec> = new Map(codecs.map((codec) => [codec.id, codec]));

/** The codec a device or a gateway's prefix is enrolled with; undefined when there is none of that name. */
export const codecById = (id: string): Codec | undefined => byId.get(id);
