/** 通知通道: how each configured channel stands. */
import { z } from 'zod';
import { channelIds } from './call.ts';
import { idSchema, timeSchema } from './values.ts';

export const channelViewSchema = z.object({
  id: z.string(),
  channel: z.enum(channelIds),
  /** Which provider or protocol: `smtp`, `http`, `aliyun`, `tencent`, `wecom`, `dingtalk`, `feishu`, `standard`. */
  form: z.string(),
  /** The part of the organisation it serves; null = all. */
  org: idSchema.nullable(),
  /** null = nothing was sent by it since the start: nobody knows whether it works. */
  ok: z.boolean().nullable(),
  since: timeSchema,
  /** Stable code of the last fault; null = none. */
  detail: z.string().nullable(),
});
export type ChannelView = z.infer<typeof channelViewSchema>;

/** `POST /channels/{id}/test`: sent to whoever asks. */
export const channelTrialSchema = z.object({ ok: z.boolean(), code: z.string().nullable() });
