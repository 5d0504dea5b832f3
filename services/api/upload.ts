/** One file with text fields beside it (multipart/form-data), held in memory: a picture is looked at whole anyway. */
import type { FastifyRequest } from 'fastify';
import { refuse } from './problems.ts';
import type { Outcome } from './route.ts';
import { ok } from './route.ts';

/** A phone's picture has 3–8 MiB. */
export const uploadLimits = { fileSize: 12 * 2 ** 20, files: 1, fields: 20, fieldSize: 16 * 1024, parts: 21 } as const;

export interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  /** null = none was sent. */
  readonly file: Buffer | null;
}

/** Reads the whole form; a file that is too large is refused with 413, anything but a form with 400. */
export const readUpload = async (request: FastifyRequest, name: string): Promise<Outcome<Upload>> => {
  if (!request.isMultipart()) return refuse(400, 'not_a_form', `Send multipart/form-data with the file as \`${name}\`.`);
  const fields: Record<string, string> = {};
  let file: Buffer | null = null;
  for await (const part of request.parts({ limits: uploadLimits })) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer();
      if (part.fieldname !== name) return refuse(400, 'unknown_file', `The file's name in the form is \`${name}\`.`);
      file = bytes.length > 0 ? bytes : null;
    } else if (typeof part.value === 'string') fields[part.fieldname] = part.value;
  }
  return ok({ fields, file });
};
