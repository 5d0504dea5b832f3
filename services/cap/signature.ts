/** Enveloped XML signatures on CAP alerts (XML-DSig, §3.3.4.1 of CAP 1.2): RSA with SHA-256 over exclusive canonical XML. */
import type { BinaryLike, KeyLike } from 'node:crypto';
import { createPublicKey, sign, verify } from 'node:crypto';
import type { ErrorFirstCallback } from 'xml-crypto';
import { createOptionalCallbackFunction, SignedXml } from 'xml-crypto';
import type { SigningKey } from './keys.ts';
import { publicPemOf } from './keys.ts';

const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const enveloped = `${dsig}enveloped-signature`;
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const allowedTransforms = new Set([enveloped, exclusive, `${exclusive}WithComments`, 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315']);

const base64 = (text: string | undefined): string => Buffer.from(text ?? '', 'base64url').toString('base64');

const keyInfo = (publicPem: string): string => {
  const { n, e } = createPublicKey(publicPem).export({ format: 'jwk' });
  return `<KeyValue><RSAKeyValue><Modulus>${base64(n)}</Modulus><Exponent>${base64(e)}</Exponent></RSAKeyValue></KeyValue>`;
};

const bytesOf = (text: BinaryLike): Buffer =>
  typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.buffer, text.byteOffset, text.byteLength);

/** The package's own form of it signs on the calling thread, which is the broker's: milliseconds each, hundreds in a large fire. */
class BesideTheLoop {
  readonly getAlgorithmName = (): typeof rsaSha256 => rsaSha256;
  readonly verifySignature = createOptionalCallbackFunction((text: string, publicPem: KeyLike, value: string): boolean =>
    verify('RSA-SHA256', Buffer.from(text), publicPem, Buffer.from(value, 'base64')),
  );
  getSignature(text: BinaryLike, privatePem: KeyLike): string;
  getSignature(text: BinaryLike, privatePem: KeyLike, done?: ErrorFirstCallback<string>): void;
  getSignature(text: BinaryLike, privatePem: KeyLike, done?: ErrorFirstCallback<string>): string | undefined {
    if (done === undefined) return sign('RSA-SHA256', bytesOf(text), privatePem).toString('base64');
    sign('RSA-SHA256', bytesOf(text), privatePem, (error, signature) => done(error, signature?.toString('base64')));
    return undefined;
  }
}

export const signXml = (xml: string, key: SigningKey): Promise<string> => {
  const signed = new SignedXml({
    privateKey: key.privatePem,
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: exclusive,
    getKeyInfoContent: () => keyInfo(key.publicPem),
  });
  signed.SignatureAlgorithms[rsaSha256] = BesideTheLoop;
  signed.addReference({ xpath: '/*', isEmptyUri: true, transforms: [enveloped, exclusive], digestAlgorithm: sha256 });
  return new Promise((resolve, reject) => {
    signed.computeSignature(xml, { location: { reference: '/*', action: 'append' } }, (error) => {
      if (error) reject(error);
      else resolve(signed.getSignedXml());
    });
  });
};

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
