/** The CAP side as one value: draws, checks and signs what goes out; guards, checks and reads what comes in. */
import { join } from 'node:path';
import type { CapReader } from '../acts/linkage.ts';
import type { CapNode } from '../core/cap/build.ts';
import type { LinkageRules } from '../core/linkage/policy.ts';
import { lookAt } from './guard.ts';
import type { SigningKey } from './keys.ts';
import { signingKey } from './keys.ts';
import { readAlert } from './read.ts';
import { renderCap } from './render.ts';
import { schemaFault } from './schema.ts';
import { signatureOf, signXml } from './signature.ts';

export interface CapOffice extends CapReader {
  issueCap(
    alert: readonly CapNode[],
  ): Promise<{ readonly ok: true; readonly xml: string } | { readonly ok: false; readonly fault: string }>;
  /** By which receivers check what we signed. */
  publicKey(): Promise<string>;
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
  /** Whose key is known: those written down, and our own when a message of ours comes back. */
  const trustedKey = async (from: string): Promise<string | null> =>
    trusted.find((one) => one.sender === from)?.publicKey ?? (from === sender ? (await key()).publicPem : null);

  return {
    publicKey: async () => (await key()).publicPem,
    issueCap: async (alert) => {
      const xml = await signXml(renderCap(alert), await key());
      const fault = await schemaFault(xml);
      return fault === null ? { ok: true, xml } : { ok: false, fault };
    },
    read: async (bytes) => {
      const looked = lookAt(bytes);
      if (!looked.ok) return looked;
      const fault = await schemaFault(looked.xml);
      if (fault !== null) return { ok: false, code: 'not_cap' };
      const alert = readAlert(looked.xml);
      if (!alert) return { ok: false, code: 'not_cap' };
      const signature = signatureOf(looked.xml, await trustedKey(alert.sender));
      return signature === 'broken' ? { ok: false, code: 'signature_broken' } : { ok: true, value: { ...alert, signature } };
    },
  };
};
