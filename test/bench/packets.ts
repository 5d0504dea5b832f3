/** MQTT 3.1.1 packets as bytes, and a reader of the four-byte answers. Only what a load engine needs. */

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

const remainingLength = (length: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = length; ; ) {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
    if (rest === 0) return Buffer.from(bytes);
  }
};

const packet = (head: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([head]), remainingLength(body.length), body]);

/** CONNECT with user name and password, clean session. */
export const connectPacket = (clientId: string, username: string, password: string, keepAliveSeconds: number): Buffer =>
  packet(
    0x10,
    Buffer.concat([
      text('MQTT'),
      Buffer.from([4, 0xc2, keepAliveSeconds >> 8, keepAliveSeconds & 0xff]),
      text(clientId),
      text(username),
      text(password),
    ]),
  );

/** PUBLISH QoS 1. */
export const publishPacket = (topic: string, payload: Uint8Array | string, messageId: number): Buffer =>
  packet(0x32, Buffer.concat([text(topic), Buffer.from([messageId >> 8, messageId & 0xff]), Buffer.from(payload)]));

const connack = 0x20;
const puback = 0x40;

/** Reads CONNACK and PUBACK, which are four bytes each; anything else is a fault of the broker's. */
export const answerReader = (on: {
  signedIn(code: number): void;
  acked(messageId: number): void;
  strange(byte: number): void;
}): ((part: Buffer) => void) => {
  let rest: Buffer | null = null;
  return (part) => {
    const bytes = rest === null ? part : Buffer.concat([rest, part]);
    let at = 0;
    for (; at + 4 <= bytes.length; at += 4) {
      const head = bytes[at] ?? 0;
      if (head === puback) on.acked(((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
      else if (head === connack) on.signedIn(bytes[at + 3] ?? 0);
      else on.strange(head);
    }
    rest = at === bytes.length ? null : bytes.subarray(at);
  };
};
