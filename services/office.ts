/** Puts the paper side together: documents, sheets, pictures. Beside `app.ts` the only place where adapters meet. */
import type { Pictures } from './acts/evidence.ts';
import type { Office } from './acts/office.ts';
import { createPress } from './documents/press.ts';
import { createComparison } from './media/compare.ts';
import type { Media } from './media/media.ts';
import { openPictures as picturesOf } from './media/pictures.ts';
import { readWorkbook, writeWorkbook } from './sheets/workbook.ts';
import { createFingerprints } from './store/fingerprints.ts';
import { type Sql, sqliteModule } from './store/sqlite.ts';

export interface OpenOffice extends Office {
  close(): Promise<void>;
}

export const openOffice = (): OpenOffice => {
  const press = createPress();
  return { pdf: press.pdf, docx: press.docx, readWorkbook, writeWorkbook, close: press.close };
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
