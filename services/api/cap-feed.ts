/** CAP messages as an Atom feed (RFC 4287): one entry a message, its text behind the link. */
import type { CapMessage } from '../contracts/responder.ts';
import { capTime } from '../core/cap/build.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (raw: string): string => raw.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');

const entry = (message: CapMessage, address: string): string => {
  const link = `${address}/api/v1/cap/${encodeURIComponent(message.id)}.xml`;
  return `<entry><id>${text(link)}</id><title>${text(`${message.headline.zh} / ${message.headline.en}`)}</title><updated>${capTime(message.sent)}</updated>
<category term="${message.status}" label="status"/><category term="${message.msgType}" label="msgType"/>
<link rel="alternate" type="application/cap+xml" href="${text(link)}"/></entry>`;
};

export const feedOf = (messages: readonly CapMessage[], address: string, now: number): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><id>${text(`${address}/api/v1/cap.atom`)}</id><title>校园守望 CAP / Campus Watch CAP</title>
<author><name>校园守望 Campus Watch</name></author><updated>${capTime(messages[0]?.sent ?? now)}</updated>
<link rel="self" type="application/atom+xml" href="${text(`${address}/api/v1/cap.atom`)}"/>
${messages.map((message) => entry(message, address)).join('\n')}
</feed>
`;
