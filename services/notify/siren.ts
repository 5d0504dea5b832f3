/** A siren or a broadcast by a command over MQTT: the house's own channel, no provider between. */
import { nativeTopic } from '../contracts/uplink.ts';
import type { World } from '../core/world.ts';
import type { Carrier } from './carrier.ts';
import { failed, sent } from './carrier.ts';

export interface SirenDoor {
  readonly world: () => World;
  readonly now: () => number;
  /** Is a client of this identity connected now? */
  readonly connected: (identity: string) => boolean;
  /** Publishes with QoS 1 to whoever may listen. */
  readonly publish: (topic: string, payload: string) => void;
}

/**
 * The command of the contract (MQTT, `…/command`). In a drill a siren sounds only where the school decided that it may
 * (`mapping.exercise` says `yes`), and its command says that it is one; else it is sealed.
 */
export const sirenCarrier =
  ({ world, now, connected, publish }: SirenDoor): Carrier =>
  async ({ id, school, exercise, command }) => {
    const device = command ? world().devices.get(command.device) : undefined;
    if (!command || device?.school !== school || !device.mapping['commands']?.includes(command.command)) return failed('no_siren');
    const sealed = exercise && !(device.mapping['exercise']?.includes('yes') && command.args['exercise'] === true);
    if (sealed) return failed('exercise_sealed');
    if (now() >= command.expiresAt) return failed('expired');
    if (device.codec !== 'native') return failed('no_siren');
    if (device.availability === 'out_of_service' || !connected(device.gateway ?? device.id)) return failed('device_offline', true);
    const { command: name, args, expiresAt } = command;
    publish(nativeTopic(school, device.id, 'command'), JSON.stringify({ id, command: name, args, expiresAt }));
    return sent(null);
  };
