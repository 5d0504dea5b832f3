/** Both printings of a document from its one record. */
import type { DocumentOffice } from '../acts/documents.ts';
import { paperOf } from '../core/documents/paper.ts';
import { docxOf } from './docx.ts';
import { createPdfPress } from './pdf.ts';

export interface Press extends DocumentOffice {
  close(): Promise<void>;
}

export const createPress = (): Press => {
  const press = createPdfPress();
  return {
    pdf: (document, origin) => press.print(paperOf(document, origin)),
    docx: (document, origin) => docxOf(paperOf(document, origin)),
    close: () => press.close(),
  };
};
