/** The CAP side as one value: draws, checks and signs what goes out; guards, checks and reads what comes in. */
import { join } from 'node:path';
import type { CapReader } from '../acts/linkage.ts';
import type { CapNode } from '../core/cap/build.ts';
import type { LinkageRules } from '../core/linkage/policy.ts';
import { createThread } from '../thread.ts';
import { lookAt } from './guard.ts';
import type { SigningKey } from './keys.ts';
import { signingKey } from './keys.ts';
import { readAlert } from './read.ts';
import { signatureOf } from './signature.ts';

export interface CapOffice extends CapReader {
  issueCap(
    alert: readonly CapNode[],
  ): Promise<{ readonly ok: true; readonly xml: string } | { readonly ok: false; readonly fault: string }>;
  /** By which receivers check what we signed. */
  publicKey(): Promise<string>;
  close(): Promise<void>;
}

/** A message to be drawn, signed and checked, or one to be checked alone; the answer is the message with its fault, null = none. */
type Question = { readonly alert: readonly CapNode[]; readonly key: SigningKey } | { readonly xml: string };

interface Checked {
  readonly xml: string;
  readonly fault: string | null;
}

export const createCapOffice = (dataFolder: string, { sender, trusted }: LinkageRules['cap']): CapOffice => {
  let made: Promise<SigningKey> | null = null;
  const key = (): Promise<SigningKey> => {
    made ??= signingKey(join(dataFolder, 'cap')).catch((error: unknown) => {
      // A full disk may have room again: asked for anew next time.
      made = null;
      throw error;
    });
    return made;
  };
  const press = createThread<Question, Checked>(new URL('./press-thread.js', import.meta.url), null);
  /** Whose key is known: those written down, and our own when a message of ours comes back. */
  const trustedKey = async (from: string): Promise<string | null> =>
    trusted.find((one) => one.sender === from)?.publicKey ?? (from === sender ? (await key()).publicPem : null);

  return {
    publicKey: async () => (await key()).publicPem,
    close: () => press.close(),
    issueCap: async (alert) => {
      const { xml, fault } = await press.ask({ alert, key: await key() });
      return fault === null ? { ok: true, xml } : { ok: false, fault };
    },
    read: async (bytes) => {
      const looked = lookAt(bytes);
      if (!looked.ok) return looked;
      const { fault } = await press.ask({ xml: looked.xml });
      if (fault !== null) return { ok: false, code: 'not_cap' };
      const alert = readAlert(looked.xml);
      if (!alert) return { ok: false, code: 'not_cap' };
      const signature = signatureOf(looked.xml, await trustedKey(alert.sender));
      return signature === 'broken' ? { ok: false, code: 'signature_broken' } : { ok: true, value: { ...alert, signature } };
    },
  };
};
