/** The official schema of CAP 1.2, asked in a WebAssembly sandbox that has neither files nor network. */
import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

/** OASIS, CAP 1.2 (2010); © OASIS Open, copied unchanged as its notice permits. */
const schemaFile = new URL('./cap12.xsd', import.meta.url);

let schema: string | null = null;

/** null = valid; else what is wrong, in the checker's words. */
export const schemaFault = async (xml: string): Promise<string | null> => {
  schema ??= readFileSync(schemaFile, 'utf8');
  const result = await validateXML({
    xml: [{ fileName: 'alert.xml', contents: xml }],
    schema: [{ fileName: 'cap12.xsd', contents: schema }],
    // No entity is ever expanded, nothing is ever fetched; the sandbox could not anyhow.
    modifyArguments: (given) => ['--nonet', ...given],
  });
  return result.valid
    ? null
    : result.errors
        .map(({ message }) => message)
        .join('; ')
        .slice(0, 500) || 'not valid';
};
