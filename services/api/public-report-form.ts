/** Reads the form of the public's page: a few texts and one picture, none of them larger than a form needs. */
import type { FastifyRequest } from 'fastify';

/** A phone's own picture is 3–8 MB; the page's script sends less than 1 MB. */
const pictureBytes = 12 * 1024 * 1024;
/** 2,000 characters of text are at most 8,000 bytes. */
const textBytes = 8_192;

export interface SentForm {
  readonly texts: Readonly<Record<string, string>>;
  readonly picture: Buffer | 'too_large' | null;
}

const nothing: SentForm = { texts: {}, picture: null };

const readParts = async (request: FastifyRequest): Promise<SentForm> => {
  const texts: Record<string, string> = {};
  let picture: SentForm['picture'] = null;
  const limits = { fileSize: pictureBytes, files: 1, fields: 8, fieldSize: textBytes, parts: 10 };
  // The parser's types leave out that a too large file need not end the reading: the texts behind it are wanted all the same.
  const options: Parameters<typeof request.parts>[0] & { throwFileSizeLimit: boolean } = { limits, throwFileSizeLimit: false };
  for await (const part of request.parts(options)) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') texts[part.fieldname] = part.value;
      continue;
    }
    const bytes = await part.toBuffer();
    if (part.file.truncated) picture = 'too_large';
    else if (bytes.length > 0) picture = bytes;
  }
  return { texts, picture };
};

/** What is no such form reads as an empty one: the page then says what is missing. */
export const readForm = async (request: FastifyRequest): Promise<SentForm> => {
  if (!request.isMultipart()) return nothing;
  try {
    return await readParts(request);
  } catch {
    // Only the parser runs in there: what it throws is a form that is cut off, or none.
    return nothing;
  }
};
