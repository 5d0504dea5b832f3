/** Every form a channel can have: one line each. */
import type { Channel } from '../core/notices/channels.ts';
import { aliyunCarrier } from './aliyun.ts';
import type { Carrier, Tools } from './carrier.ts';
import { emailCarrier } from './email.ts';
import { gatewayCarrier } from './gateway-http.ts';
import type { Reach } from './reach.ts';
import { dingtalkCarrier } from './robot-dingtalk.ts';
import { feishuCarrier } from './robot-feishu.ts';
import { wecomCarrier } from './robot-wecom.ts';
import { tencentCarrier } from './tencent.ts';
import { webhookCarrier } from './webhook.ts';

export const carrierOf = (channel: Channel, secret: string, tools: Tools, reach: Reach): Carrier => {
  switch (channel.form) {
    case 'smtp':
      return emailCarrier(channel, secret, reach);
    case 'http':
      return gatewayCarrier(channel, secret, tools);
    case 'aliyun':
      return aliyunCarrier(channel, secret, tools);
    case 'tencent':
      return tencentCarrier(channel, secret, tools);
    case 'wecom':
      return wecomCarrier(channel, secret, tools);
    case 'dingtalk':
      return dingtalkCarrier(channel, secret, tools);
    case 'feishu':
      return feishuCarrier(channel, secret, tools);
    case 'standard':
      return webhookCarrier(channel, secret, tools);
  }
};
