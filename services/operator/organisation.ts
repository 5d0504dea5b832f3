/** `org import` and `org export`: the whole organisation as one YAML file. */
import fs from 'node:fs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { organisationPartSchema } from '../contracts/organisation.ts';
import { importOrganisation, organisationOf } from '../core/import-organisation.ts';
import { newTurn } from '../core/turn.ts';
import { command, operator, refuse } from './command.ts';

const readPart = (text: string): z.output<typeof organisationPartSchema> => {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    return refuse(`not readable as YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const part = organisationPartSchema.safeParse(document);
  return part.success ? part.data : refuse(z.prettifyError(part.error));
};

export const orgImport = command({
  name: 'org import',
  summary: 'adds and changes schools, spaces, people and devices from a YAML file; takes nothing away',
  args: z.strictObject({ file: z.string().describe('the organisation, YAML') }),
  positional: ['file'],
  textOf: 'file',
  run: ({ clock, world, commit, credentials, enrolled }, { file: text }) => {
    const turn = newTurn(clock.now());
    const outcome = importOrganisation(world(), turn, operator, readPart(text));
    if (!outcome.ok) return refuse(outcome.faults.join('\n'));
    const { added, changed, newDevices } = outcome.imported;
    for (const device of newDevices) enrolled(turn, device);
    commit(turn);
    const secrets = newDevices.filter((device) => device.gateway === null).map(({ id }) => ({ id, secret: credentials.issue(id) }));
    return { added, changed, secrets };
  },
});

export const orgExport = command({
  name: 'org export',
  summary: 'writes schools, spaces, people and devices as a YAML file that `org import` reads',
  args: z.strictObject({ file: z.string().describe('the new file') }),
  positional: ['file'],
  run: ({ world }) => ({ text: stringify(organisationOf(world()), { lineWidth: 0 }) }),
  after: (answer, { file }) => {
    const { text } = z.object({ text: z.string() }).parse(answer);
    fs.writeFileSync(String(file), text, { flag: 'wx', mode: 0o600 });
    return { file, bytes: Buffer.byteLength(text) };
  },
});
