/** Both printings of a document from its one record. */
import type { DocumentOffice } from '../acts/documents.ts';
import { paperOf } from '../core/documents/paper.ts';
import { createPdfPress } from './pdf.ts';

export interface Press extends DocumentOffice {
  close(): Promise<void>;
}

export const createPress = (): Press => {
  const press = createPdfPress();
  return {
    pdf: (document, origin) => press.print(paperOf(document, origin)),
    // Loaded when first asked for: a start does not wait for it.
    docx: async (document, origin) => (await import('./docx.ts')).docxOf(paperOf(document, origin)),
    close: () => press.close(),
  };
};
