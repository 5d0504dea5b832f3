/** The installation's own key for what it signs; made at first use, readable by the service alone. */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SigningKey {
  readonly privatePem: string;
  readonly publicPem: string;
}

/** 3072 bits: 128 bits of security (NIST SP 800-57 part 1, table 2). */
const bits = 3072;

const read = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** Made beside the event loop: on a small machine it takes a second and more. */
const make = async (folder: string, file: string): Promise<string> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: bits });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
  return pem;
};

export const publicPemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

export const signingKey = async (folder: string): Promise<SigningKey> => {
  const file = join(folder, 'signing-key.pem');
  const privatePem = read(file) ?? (await make(folder, file));
  return { privatePem, publicPem: publicPemOf(createPublicKey(createPrivateKey(privatePem))) };
};
