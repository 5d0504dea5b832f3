/**
 * Hash of topic and payload by which "the same message again" is recognised. 53 bits, so that it is exact as a number;
 * it is only ever compared within one device and one device time. Not cryptographic: a device could at most hide a
 * message of its own. Four bytes a step: it is taken of every message.
 */
export const messageHash = (topic: string, payload: Uint8Array): number => {
  let a = 0xdeadbeef ^ payload.length;
  let b = 0x41c6ce57 ^ topic.length;
  for (let i = 0; i < topic.length; i++) {
    const c = topic.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  const words = payload.length & ~3;
  for (let i = 0; i < words; i += 4) {
    const c =
      (payload[i] as number) | ((payload[i + 1] as number) << 8) | ((payload[i + 2] as number) << 16) | ((payload[i + 3] as number) << 24);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c ^ (a >>> 15), 1597334677);
  }
  for (let i = words; i < payload.length; i++) {
    const c = payload[i] as number;
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
};
