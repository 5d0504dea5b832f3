/**
 * Runs in a worker thread: drawing, signing and checking a message takes some hundredths of a second, and a large fire
 * has hundreds of them. Plain JavaScript, so that it starts alike from sources and from the build.
 */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { ParseOption, XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';
import { SignedXml } from 'xml-crypto';
import { create } from 'xmlbuilder2';
import { giveWay } from '../give-way.js';

giveWay();

const capNamespace = 'urn:oasis:names:tc:emergency:cap:1.2';

const add = (parent, nodes) => {
  for (const [name, value] of nodes) {
    const element = parent.ele(name);
    if (typeof value === 'string') element.txt(value);
    else add(element, value);
  }
};

/** Characters that XML cannot hold become `?`: names are typed by people. */
const render = (alert) => {
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '?' }).ele(capNamespace, 'alert');
  add(root, alert);
  return root.doc().end({ prettyPrint: false });
};

const base64 = (text) => Buffer.from(text, 'base64url').toString('base64');

const keyInfo = (publicPem) => {
  const { n, e } = createPublicKey(publicPem).export({ format: 'jwk' });
  return `<KeyValue><RSAKeyValue><Modulus>${base64(n)}</Modulus><Exponent>${base64(e)}</Exponent></RSAKeyValue></KeyValue>`;
};

const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** An enveloped signature over the whole alert (XML-DSig, CAP 1.2 §3.3.4.1): RSA with SHA-256 over exclusive canonical XML. */
const sign = (xml, key) => {
  const signed = new SignedXml({
    privateKey: key.privatePem,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: exclusive,
    getKeyInfoContent: () => keyInfo(key.publicPem),
  });
  const digestAlgorithm = 'http://www.w3.org/2001/04/xmlenc#sha256';
  signed.addReference({ xpath: '/*', isEmptyUri: true, transforms: [enveloped, exclusive], digestAlgorithm });
  signed.computeSignature(xml, { location: { reference: '/*', action: 'append' } });
  return signed.getSignedXml();
};

// OASIS, CAP 1.2 (2010); © OASIS Open, copied unchanged as its notice permits. Read here: the library has neither files nor network.
const validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(new URL('./cap12.xsd', import.meta.url))));

const longestFault = 500;

/** null = valid by the official schema; else what is wrong, in the checker's words. */
const faultOf = (xml) => {
  let document = null;
  try {
    // No entity is expanded, nothing is fetched.
    document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET });
    validator.validate(document);
    return null;
  } catch (error) {
    if (error instanceof XmlLibError) return error.message.slice(0, longestFault) || 'not valid';
    throw error;
  } finally {
    document?.dispose();
  }
};

const answerTo = (question) => {
  if (question.xml !== undefined) return { xml: question.xml, fault: faultOf(question.xml) };
  const xml = sign(render(question.alert), question.key);
  return { xml, fault: faultOf(xml) };
};

parentPort?.on('message', ({ id, question }) => {
  try {
    parentPort.postMessage({ id, answer: answerTo(question) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
