/** The first look at XML of somebody else, before any reader sees it: what a CAP alert has no need of is refused. */

/** A signed alert in two languages is 10 KB; one with many polygons 100 KB. */
export const mostBytes = 256 * 1024;
const mostElements = 5000;
/** alert/info/area/geocode/value is 5, a signature's innermost element 6. */
const mostDepth = 12;

export type Looked = { readonly ok: true; readonly xml: string } | { readonly ok: false; readonly code: string };
const refused = (code: string): Looked => ({ ok: false, code });

/** UTF-8 and nothing else: other encodings are how a document type is hidden from a guard. */
const textOf = (bytes: Uint8Array): string | null => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
};

const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["'][^>]*?\?>/;

/** Where the piece of markup that begins at `from` ends; a tag's `>` in an attribute only makes it look deeper. */
const endOf = (xml: string, from: number): number => {
  const close = xml.startsWith('<!--', from) ? '-->' : xml.startsWith('<![CDATA[', from) ? ']]>' : '>';
  const at = xml.indexOf(close, from);
  return at < 0 ? -1 : at + close.length;
};

/** One pass over the text, whatever is in it. */
const isTooDeep = (xml: string): boolean => {
  let [depth, count] = [0, 0];
  for (let at = xml.indexOf('<'); at >= 0; ) {
    const end = endOf(xml, at);
    if (end < 0) return true;
    if (xml[at + 1] !== '!' && xml[at + 1] !== '?') {
      count++;
      if (xml[at + 1] === '/') depth--;
      else if (xml[end - 2] !== '/') depth++;
      if (depth > mostDepth || count > mostElements * 2) return true;
    }
    at = xml.indexOf('<', end);
  }
  return false;
};

export const lookAt = (bytes: Uint8Array): Looked => {
  if (bytes.byteLength > mostBytes) return refused('too_large');
  const xml = textOf(bytes)?.trimStart();
  if (xml === undefined) return refused('bad_encoding');
  const encoding = declared.exec(xml)?.[1];
  if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) return refused('bad_encoding');
  // A document type declares entities and names files; no CAP alert has one.
  if (/<!(?!--|\[CDATA\[)/.test(xml)) return refused('dtd_refused');
  if (/<\?(?!xml\s)/.test(xml) || xml.indexOf('<?xml', 1) > 0) return refused('instruction_refused');
  if (xml.includes('http://www.w3.org/2001/XInclude')) return refused('include_refused');
  return isTooDeep(xml) ? refused('too_deep') : { ok: true, xml };
};
