/** Which record is meant: the address of its page as people copy it, or its id. Pure. */
import type { ErasureSubject } from '../../services/contracts/erasure.ts';

const pages: Readonly<Record<string, ErasureSubject>> = { hazards: 'hazard', alarms: 'alarm', incidents: 'incident' };

/** An id as the server gives them: no slashes, no blanks. */
const id = /^[\w.:-]{1,80}$/;

export interface Meant {
  /** null = an id alone says nothing about what it is of. */
  readonly subject: ErasureSubject | null;
  readonly subjectId: string;
}

export const meantBy = (typed: string): Meant | null => {
  const text = typed.trim();
  const page = /(?:^|\/)(hazards|alarms|incidents)\/([^/?#]+)/.exec(text);
  if (page?.[1] !== undefined && page[2] !== undefined) {
    const subjectId = decodeURIComponent(page[2]);
    return id.test(subjectId) ? { subject: pages[page[1]] ?? null, subjectId } : null;
  }
  return id.test(text) ? { subject: null, subjectId: text } : null;
};
