/** The paper side of the house, as the API and the flows ask for it: documents, sheets, pictures. `office.ts` makes it. */
import type { DocumentOffice } from './documents.ts';
import type { SheetOffice } from './organisation.ts';

export interface Office extends DocumentOffice, SheetOffice {}
