/** Codes of the channels in English; Chinese in zh-channel-codes.ts. */
import type { zhChannelActs, zhChannelProblems, zhChannelReasons } from './zh-channel-codes.ts';

export const enChannelReasons: Record<keyof typeof zhChannelReasons, string> = {
  no_channel: 'no channel of this kind is configured',
  no_phone: 'no usable telephone number is registered',
  no_email: 'no e-mail address is registered',
  no_siren: 'this device cannot sound an alarm',
  channel_down: 'the channel failed several times; it rests before the next try',
  timed_out: 'the channel did not answer in time',
  unreachable: 'the channel’s server cannot be reached',
  name_unknown: 'the channel’s server has no known address',
  tls_failed: 'the certificate of the channel’s server is not trusted',
  bad_address: 'the channel’s address is wrong',
  not_https: 'the channel’s address is not encrypted',
  address_refused: 'the channel’s address lies in a network that may not be asked',
  redirect_refused: 'the channel’s server sent us elsewhere; refused',
  answer_too_large: 'the answer of the channel’s server is too large',
  credentials_refused: 'the channel’s secret is not accepted',
  rate_limited: 'the channel limits how often it may be used',
  provider_refused: 'the provider refused the content or the template',
  provider_error: 'the provider’s service failed',
  recipient_refused: 'the number or address is not accepted',
  not_delivered: 'the provider reports that it was not delivered',
  exercise_unmarked: 'a drill’s notice without the drill’s mark; held back',
  exercise_sealed: 'drills stay inside: no place is named for them, or the school does not let them sound',
  device_offline: 'the device is offline',
  device_refused: 'the device did not do it',
  no_answer: 'the device did not answer',
  expired: 'too late; not sent any more',
  superseded: 'replaced by a newer command',
};

export const enChannelActs: Record<keyof typeof zhChannelActs, string> = {
  'channel.tried': 'Notice channel tried',
  'siren.sounded': 'Sirens sounded',
  'siren.silenced': 'Sirens silenced',
  'siren.failed': 'Siren command not carried out',
};

export const enChannelProblems: Record<keyof typeof zhChannelProblems, string> = {
  bad_signature: 'The signature is not right.',
  stale_signature: 'The signature is too old.',
  replayed: 'This receipt was taken before.',
  bad_request: 'The content is not of the expected form.',
};
