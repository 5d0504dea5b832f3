/**
 * Writes the two certificates an installation makes for itself: its own authority and its server's. X.509 v3 in DER
 * (RFC 5280, ITU-T X.690), ECDSA P-256 with SHA-256 (RFC 5758). Node signs; only the encoding is done here, because
 * Node reads certificates but does not write them.
 */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';

/** One DER element: tag, length, content. */
const element = (tag: number, ...content: Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
};

const sequence = (...content: Uint8Array[]): Buffer => element(0x30, ...content);
const bitString = (content: Uint8Array, unusedBits = 0): Buffer => element(0x03, Buffer.from([unusedBits]), content);
const octets = (content: Uint8Array): Buffer => element(0x04, content);
const truth = element(0x01, Buffer.from([0xff]));

const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
};

/** UTCTime to 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5). */
const time = (at: number): Buffer => {
  const digits = `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return digits < '2050' ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits));
};

const commonName = (name: string): Buffer => sequence(element(0x31, sequence(oid('2.5.4.3'), element(0x0c, Buffer.from(name, 'utf8')))));

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  sequence(oid(id), ...(critical ? [truth] : []), octets(value));

const publicKeyOf = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' });
const keyIdOf = (key: KeyObject): Buffer => createHash('sha1').update(publicKeyOf(key)).digest();

const ipBytes = (address: string): Buffer => {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
};

const alternativeName = (name: string): Buffer => (isIP(name) ? element(0x87, ipBytes(name)) : element(0x82, Buffer.from(name, 'ascii')));

const pem = (der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

export interface CertificateRequest {
  readonly subject: string;
  readonly key: KeyObject;
  readonly issuer: { readonly name: string; readonly key: KeyObject };
  readonly from: number;
  readonly until: number;
  /** Host names and addresses it speaks for; null = an authority, which signs for others. */
  readonly names: readonly string[] | null;
}

const extensionsOf = ({ key, issuer, names }: CertificateRequest): Buffer[] => {
  const identifiers = [
    extension('2.5.29.14', false, octets(keyIdOf(key))),
    extension('2.5.29.35', false, sequence(element(0x80, keyIdOf(issuer.key)))),
  ];
  if (names === null) {
    // Authority with no authority below it; keyCertSign and cRLSign.
    const pathLength = element(0x02, Buffer.from([0]));
    return [
      extension('2.5.29.19', true, sequence(truth, pathLength)),
      extension('2.5.29.15', true, bitString(Buffer.from([0x06]), 1)),
      ...identifiers,
    ];
  }
  return [
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, bitString(Buffer.from([0x80]), 7)), // digitalSignature
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))), // serverAuth
    extension('2.5.29.17', false, sequence(...names.map(alternativeName))),
    ...identifiers,
  ];
};

/** The certificate as PEM, signed by the issuer's key (EC P-256 private keys on both sides). */
export const writeCertificate = (request: CertificateRequest): string => {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and of constant length
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, serial),
    ecdsaWithSha256,
    commonName(request.issuer.name),
    sequence(time(request.from), time(request.until)),
    commonName(request.subject),
    publicKeyOf(request.key),
    element(0xa3, sequence(...extensionsOf(request))),
  );
  return pem(sequence(body, ecdsaWithSha256, bitString(sign('sha256', body, request.issuer.key))));
};
