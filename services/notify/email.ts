/** E-mail by the site's own SMTP server; both languages, no attachments, nothing fetched from outside. */
import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import type { ChannelOf } from '../core/notices/channels.ts';
import type { Outgoing, Sent } from '../ports.ts';
import { type Carrier, failed, sent } from './carrier.ts';
import type { Reach } from './reach.ts';

type Smtp = ChannelOf<'email', 'smtp'>;

/** From the connection to the last answer; as for the other channels. */
const timeoutMs = 5_000;

/** `address` was checked; the certificate must still be the name's. */
const optionsOf = ({ settings }: Smtp, secret: string, address: string): SMTPTransport.Options => ({
  host: address,
  port: settings.port,
  secure: settings.security === 'tls',
  requireTLS: settings.security === 'starttls',
  ignoreTLS: settings.security === 'none',
  tls: { ...(isIP(settings.host) === 0 ? { servername: settings.host } : {}), rejectUnauthorized: true, minVersion: 'TLSv1.2' },
  ...(settings.user === null ? {} : { auth: { user: settings.user, pass: secret } }),
  connectionTimeout: timeoutMs,
  greetingTimeout: timeoutMs,
  socketTimeout: timeoutMs,
  disableFileAccess: true,
  disableUrlAccess: true,
});

const mailOf = ({ id, title, text, link }: Outgoing, from: string, to: string) => ({
  from,
  to,
  subject: `${title.zh} / ${title.en}`,
  textEncoding: 'base64' as const,
  text: [text.zh, text.en, ...(link === null ? [] : [link])].join('\n\n'),
  // The same notice sent again is the same message to whoever sorts them out (RFC 5322 §3.6.4).
  messageId: `<${id}@campus-watch>`,
  headers: { 'auto-submitted': 'auto-generated' },
});

const verdictOn = (error: unknown): Sent => {
  const said = error instanceof Error ? (error as Error & { code?: string; responseCode?: number }) : null;
  if (said?.code === 'EAUTH') return failed('credentials_refused');
  if (said?.code === 'EENVELOPE') return failed('recipient_refused', (said.responseCode ?? 500) < 500);
  if (said?.code === 'ETLS' || /certificate|self.signed|altnames|TLS/i.test(said?.message ?? '')) return failed('tls_failed');
  if (said?.code === 'ETIMEDOUT') return failed('timed_out', true);
  return said?.responseCode !== undefined && said.responseCode >= 500 ? failed('provider_refused') : failed('unreachable', true);
};

export const emailCarrier =
  (channel: Smtp, secret: string, reach: Reach): Carrier =>
  async (outgoing) => {
    const to = outgoing.person?.email;
    if (!to) return failed('no_email');
    const found = await reach(channel.settings.host);
    if (!found.ok) return failed(found.code, found.code !== 'address_refused');
    const transport = createTransport(optionsOf(channel, secret, found.addresses[0]?.address ?? ''));
    try {
      const answer = await transport.sendMail(mailOf(outgoing, channel.settings.from, to));
      return sent(answer.messageId);
    } catch (error) {
      return verdictOn(error);
    } finally {
      transport.close();
    }
  };
