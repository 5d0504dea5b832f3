/** A siren on its own line that does what it is told, says so, and notes when it was told what. */
import type { MqttClient } from 'mqtt';
import { nativeTopic } from '../../../services/contracts/uplink.ts';

export interface Heard {
  /** By this process's own clock (`performance.now()`). */
  readonly at: number;
  readonly id: string;
  readonly on: boolean;
  readonly exercise: boolean;
}

export const listenAsSiren = async (line: MqttClient, school: string, device: string): Promise<Heard[]> => {
  const heard: Heard[] = [];
  line.on('message', (_, payload) => {
    const { id, args } = JSON.parse(payload.toString()) as { id: string; args: { on: boolean; exercise?: boolean } };
    heard.push({ at: performance.now(), id, on: args.on, exercise: args.exercise === true });
    line.publish(nativeTopic(school, device, 'reply'), JSON.stringify({ ts: Date.now(), id, ok: true }), { qos: 1 });
  });
  await line.subscribeAsync(nativeTopic(school, device, 'command'), { qos: 1 });
  return heard;
};
