/** The real looking at pictures over a test's own folder; the comparing thread starts with the first picture. */
import { join } from 'node:path';
import type { Pictures } from '../../services/acts/evidence.ts';
import { createMedia } from '../../services/media/media.ts';
import { openPictures } from '../../services/office.ts';
import type { Clock } from '../../services/ports.ts';
import type { Sql } from '../../services/store/sqlite.ts';

export const picturesIn = (folder: string, database: string, sql: Sql, clock: Clock): Pictures => {
  const media = createMedia({ folder: join(folder, 'evidence'), allowedHosts: [], clock, log: { warn: () => undefined } });
  return openPictures({ media, sql, database, key: Buffer.alloc(32, 5) }).pictures;
};
