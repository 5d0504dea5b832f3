/** Sirens of a simulation: they do what they are told, once, and say so. */
import type { MqttClient } from 'mqtt';
import { z } from 'zod';
import { nativeTopic } from '../services/contracts/uplink.ts';
import type { FleetIdentity } from './fleet.ts';

const commandSchema = z.object({
  id: z.string(),
  command: z.literal('siren'),
  args: z.object({ on: z.boolean(), exercise: z.boolean().optional() }),
  expiresAt: z.number(),
});

/** Listens for each of the identity's sirens. The same command again is answered again and changes nothing; a late one is refused. */
export const answerCommands = (client: MqttClient, { codec, devices }: Pick<FleetIdentity, 'codec' | 'devices'>): void => {
  const sirens = codec === 'native' ? devices.filter(({ mapping }) => mapping['commands']?.includes('siren')) : [];
  if (sirens.length === 0) return;
  const replyTopic = new Map(sirens.map(({ id, school }) => [nativeTopic(school, id, 'command'), nativeTopic(school, id, 'reply')]));
  client.on('connect', () => client.subscribe([...replyTopic.keys()], { qos: 1 }, () => undefined));
  client.on('message', (topic, payload) => {
    const reply = replyTopic.get(topic);
    const command = commandSchema.safeParse(JSON.parse(payload.toString()));
    if (reply === undefined || !command.success) return;
    const { id, expiresAt } = command.data;
    client.publish(reply, JSON.stringify({ ts: Date.now(), id, ok: Date.now() < expiresAt }), { qos: 1 });
  });
};
