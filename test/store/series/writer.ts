/** A process to be killed: writes numbered readings with house-keeping in between and tells each batch once committed. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbeddedSeries, seriesSchema } from '../../../services/store/series/embedded.ts';
import { openSqlite } from '../../../services/store/sqlite.ts';
import { write } from './rig.ts';

const sql = openSqlite(join(process.argv[2] as string, 'facts.db'));
sql.exec(seriesSchema);
const store = createEmbeddedSeries(sql, { chunkPoints: 24, journalRows: 20 });
for (let i = store.recent('d0', 'n', 0, Infinity).at.length; ; i++) {
  const readings = Array.from({ length: 5 }, (_, k) => ({ device: `d${k}`, metric: 'n', at: 1_760_000_000_000 + i * 1000, value: i }));
  write(sql, store, readings, 1_760_000_000_000 + i * 1000);
  writeSync(1, `${i}\n`);
  if (i % 3 === 0) store.tend(1_760_000_000_000 + i * 1000);
}
