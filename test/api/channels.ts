/** The tests' county's channels: one gateway a school. */
import type { Channel } from '../../services/core/notices/channels.ts';
import type { World } from '../../services/core/world.ts';
import type { Sender } from '../../services/notify/send.ts';
import { createSender } from '../../services/notify/send.ts';
import { other, own } from './documents.ts';

/** What the county's gateways sign with. */
export const receiptSecret = 'a secret of sixteen letters';
/** Its address is refused before anything is asked: it is inside, and the channel may not ask there. */
const channelOf = (school: string): Channel => ({
  id: `${school}-channel`,
  kind: 'sms',
  form: 'http',
  org: school,
  allowPrivate: false,
  language: 'zh',
  settings: { url: 'https://127.0.0.1:1/sms' },
});

export const senderOf = (world: () => World, now: () => number): Sender =>
  createSender({
    channels: [own.school, other.school].map((school) => ({ channel: channelOf(school), secret: receiptSecret })),
    world,
    now,
    connected: () => false,
    publish: () => undefined,
  });
