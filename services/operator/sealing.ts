/** A secret locked with a passphrase: scrypt, then AES-256-GCM. A wrong passphrase or a changed byte shows. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
/** OWASP Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

export const seal = (secret: Uint8Array, passphrase: string): Buffer => {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase, salt, 32, cost), nonce);
  const locked = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), locked]);
};

/** null when the passphrase is not the one it was sealed with. */
export const unseal = (sealed: Uint8Array, passphrase: string): Buffer | null => {
  const bytes = Buffer.from(sealed);
  const salt = bytes.subarray(0, saltBytes);
  const nonce = bytes.subarray(saltBytes, saltBytes + nonceBytes);
  const tag = bytes.subarray(saltBytes + nonceBytes, saltBytes + nonceBytes + tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', scryptSync(passphrase, salt, 32, cost), nonce).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytes.subarray(saltBytes + nonceBytes + tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
};
