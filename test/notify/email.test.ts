/** E-mail against a real, tiny SMTP server on a socket. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { channelSchema } from '../../services/core/notices/channels.ts';
import { emptyWorld } from '../../services/core/world.ts';
import { createSender } from '../../services/notify/send.ts';
import type { Sent } from '../../services/ports.ts';
import { drillOf, listen, outgoingOf } from './stub.ts';

/** RFC 5321 as far as one message needs it. */
const speak = (socket: Socket, mails: string[], refuse: string | null): void => {
  let mail: string | null = null;
  let rest = '';
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  say('220 stub ESMTP');
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    const lines = (rest + bytes.toString()).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (mail !== null) {
        if (line !== '.') mail += `${line}\n`;
        else {
          mails.push(mail);
          mail = null;
          say('250 taken');
        }
      } else if (refuse !== null && line.startsWith('RCPT')) say(refuse);
      else if (line === 'STARTTLS') say('502 not here');
      else if (line.startsWith('EHLO')) say('250-stub\r\n250 8BITMIME');
      else if (line === 'DATA') {
        mail = '';
        say('354 go on');
      } else if (line === 'QUIT') socket.end('221 bye\r\n');
      else say('250 ok');
    }
  });
};

let server: Server | null = null;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

const mailTo = async (refuse: string | null, outgoing = outgoingOf({ channel: 'email' }), settings: object = {}) => {
  const mails: string[] = [];
  server = createServer((socket) => speak(socket, mails, refuse));
  const port = await listen(server);
  const channel = channelSchema.parse({
    id: 'mail',
    kind: 'email',
    form: 'smtp',
    allowPrivate: true,
    settings: { host: '127.0.0.1', port, security: 'none', from: 'watch@school.example', ...settings },
  });
  const sender = createSender({
    channels: [{ channel, secret: '' }],
    world: emptyWorld,
    now: () => 0,
    connected: () => false,
    publish: () => undefined,
  });
  const outcome: Sent = await sender.send(outgoing);
  return { outcome, mails, views: sender.views() };
};

/** RFC 2047 and quoted-printable or base64 bodies, for looking into. */
const decoded = (mail: string): string => {
  const [, body = ''] = mail.split('\n\n', 2);
  const whole = mail.slice(mail.indexOf('\n\n') + 2);
  return /base64/i.test(mail) ? Buffer.from(whole.replaceAll('\n', ''), 'base64').toString() : body;
};

describe('e-mail', () => {
  it('is delivered to the server in both languages, with a link and a lasting id, and nothing attached', async () => {
    const { outcome, mails, views } = await mailTo(null);
    expect(outcome).toEqual({ ok: true, state: 'sent', receipt: '<call-1@campus-watch>' });
    const mail = mails[0] ?? '';
    expect(mail).toMatch(/To: wang@school\.example/);
    expect(mail).toMatch(/Message-ID: <call-1@campus-watch>/i);
    expect(mail).not.toMatch(/multipart|attachment/i);
    expect(decoded(mail)).toContain('教学楼 302');
    expect(decoded(mail)).toContain('Building 1, room 302');
    expect(decoded(mail)).toContain('https://watch.example/a/x1');
    expect(views).toMatchObject([{ id: 'mail', channel: 'email', ok: true, detail: null }]);
  });

  it('says what went wrong, and whether it may pass', async () => {
    expect((await mailTo('550 no such user')).outcome).toEqual({ ok: false, code: 'recipient_refused', again: false });
    expect((await mailTo('450 later')).outcome).toEqual({ ok: false, code: 'recipient_refused', again: true });
    const person = { id: 'p', name: 'p', phone: null, email: null };
    expect((await mailTo(null, outgoingOf({ channel: 'email', person }))).outcome).toMatchObject({ code: 'no_email' });
  });

  it('sends nothing in clear where TLS is wanted, and nothing unmarked of a drill', async () => {
    const { outcome, mails, views } = await mailTo(null, undefined, { security: 'starttls' });
    expect([outcome.ok, mails]).toEqual([false, []]);
    expect(views).toMatchObject([{ ok: false, detail: 'tls_failed' }]);
    const unmarked = drillOf({ channel: 'email', title: { zh: '报警', en: 'Alarm' } });
    expect((await mailTo(null, unmarked)).outcome).toMatchObject({ code: 'exercise_unmarked' });
  });

  it('does not fetch or read what a text names, and takes no second header from a title', async () => {
    const title = { zh: '报警\r\nBcc: thief@evil.example', en: 'x' };
    const { mails } = await mailTo(null, outgoingOf({ channel: 'email', title }));
    expect(mails[0]).not.toMatch(/^Bcc:/m);
  });
});
