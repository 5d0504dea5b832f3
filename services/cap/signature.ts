/** What the enveloped XML signature on a CAP alert is worth (XML-DSig, §3.3.4.1 of CAP 1.2). */
import { createPublicKey } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { publicPemOf } from './keys.ts';

const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const enveloped = `${dsig}enveloped-signature`;
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const allowedTransforms = new Set([enveloped, exclusive, `${exclusive}WithComments`, 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315']);

/** The key a signature brings along; it proves that the message is whole, not whose it is. */
const broughtKey = (signature: string): string | null => {
  const value = (name: string): string | null =>
    new RegExp(`<(?:\\w+:)?${name}[^>]*>([A-Za-z0-9+/=\\s]+)<`).exec(signature)?.[1]?.replace(/\s/g, '') ?? null;
  const [n, e] = [value('Modulus'), value('Exponent')];
  if (!n || !e) return null;
  const url = (text: string): string => Buffer.from(text, 'base64').toString('base64url');
  return publicPemOf(createPublicKey({ key: { kty: 'RSA', n: url(n), e: url(e) }, format: 'jwk' }));
};

const holds = (xml: string, signature: string, publicPem: string): boolean => {
  const check = new SignedXml({ publicCert: publicPem, getCertFromKeyInfo: () => null });
  check.loadSignature(signature);
  const references = check.getReferences();
  const whole =
    references.length === 1 && (references[0]?.uri ?? '') === '' && references[0]?.transforms.every((name) => allowedTransforms.has(name));
  return whole === true && check.checkSignature(xml);
};

/** A signature is 2 KB; the patterns below are not asked about more than this. */
const mostSignature = 16 * 1024;

/** The alert's last child; the schema lets signatures stand nowhere else, and this one not within another element. */
const lastSignature =
  /(<(?:[\w.-]+:)?Signature[\s>](?:(?!<\/?(?:[\w.-]+:)?Signature[\s>])[\s\S])*<\/(?:[\w.-]+:)?Signature\s*>)\s*<\/(?:[\w.-]+:)?alert\s*>\s*$/;

/**
 * What a message's signature is worth. It must cover the whole alert: a reference to a part, or a second signature, is
 * how a signed part is put into a forged whole.
 */
export const signatureOf = (xml: string, trustedPem: string | null): 'none' | 'holds' | 'unknown_key' | 'broken' => {
  const opened = xml.match(/<(?:[\w.-]+:)?Signature[\s>]/g) ?? [];
  if (opened.length === 0) return 'none';
  const only = opened.length === 1 ? lastSignature.exec(xml)?.[1] : undefined;
  if (only === undefined || only.length > mostSignature) return 'broken';
  try {
    const key = trustedPem ?? broughtKey(only);
    if (key === null) return 'unknown_key';
    if (!holds(xml, only, key)) return 'broken';
    return trustedPem === null ? 'unknown_key' : 'holds';
  } catch {
    // Only the readers of the signature run in there: what they cannot read is no signature that holds.
    return 'broken';
  }
};
