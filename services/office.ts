/** Puts the paper side together: documents, sheets, pictures. Beside `app.ts` the only place where adapters meet. */
import type { Pictures } from './acts/evidence.ts';
import type { Office } from './acts/office.ts';
import type { SheetOffice } from './acts/organisation.ts';
import { type CapOffice, createCapOffice } from './cap/office.ts';
import { createPress } from './documents/press.ts';
import { createComparison } from './media/compare.ts';
import type { Media } from './media/media.ts';
import { openPictures as picturesOf } from './media/pictures.ts';
import { createFingerprints } from './store/fingerprints.ts';
import { type Sql, sqliteModule } from './store/sqlite.ts';

export type { CapOffice };
export { createCapOffice };

export interface OpenOffice extends Office {
  close(): Promise<void>;
}

/** Loaded when first asked for: a start does not wait for it. */
export const workbooks: SheetOffice = {
  readWorkbook: async (bytes) => (await import('./sheets/workbook.ts')).readWorkbook(bytes),
  writeWorkbook: async (sheets) => (await import('./sheets/workbook.ts')).writeWorkbook(sheets),
};

export const openOffice = (): OpenOffice => {
  const press = createPress();
  return { pdf: press.pdf, docx: press.docx, ...workbooks, close: press.close };
};

export interface PictureStore {
  readonly media: Media;
  readonly sql: Sql;
  /** The database's file, which the comparing thread reads by itself. */
  readonly database: string;
  /** The installation's key. */
  readonly key: Uint8Array;
}

/** The picture side: what people send is looked at here. */
export const openPictures = ({ media, sql, database, key }: PictureStore): { readonly pictures: Pictures; close(): Promise<void> } => {
  const comparison = createComparison({ database, sqlite: sqliteModule });
  return { pictures: picturesOf({ media, memory: createFingerprints(sql), comparison, key }), close: comparison.close };
};
