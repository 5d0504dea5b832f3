/**
 * Runs in a worker thread: takes what pictures are recognised by and finds the kept ones they resemble, so that no
 * picture ever makes the broker wait. Plain JavaScript, so that it starts alike from sources and from the build.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

// From sources Node needs a reader of TypeScript; the build has none of it.
if (workerData.core.endsWith('.ts')) (await import('tsx/esm/api')).register();
const { createComparer } = await import(workerData.core);
const { DatabaseSync } = createRequire(import.meta.url)(workerData.sqlite);
const db = new DatabaseSync(workerData.database);
db.exec('PRAGMA busy_timeout=5000; PRAGMA query_only=ON;');

const one = db.prepare('SELECT print FROM fingerprint WHERE evidence = ?');
const newest = db.prepare('SELECT seq, evidence, print FROM fingerprint WHERE seq < ? ORDER BY seq DESC LIMIT 200');
const comparer = createComparer((id) => one.get(id)?.print ?? null);
for (let before = Number.MAX_SAFE_INTEGER, rows = newest.all(before); rows.length > 0 && comparer.size < workerData.most; rows = newest.all(before)) {
  for (const { evidence, print } of rows) comparer.add(evidence, print);
  before = rows.at(-1).seq;
}

parentPort.on('message', ({ ask, id, picture }) => {
  if (ask === 'end') {
    db.close();
    parentPort.close();
  } else if (ask === 'forget') comparer.remove(id);
  else {
    try {
      parentPort.postMessage({ id: picture.id, found: comparer.compare(id, picture.gray) });
    } catch (error) {
      parentPort.postMessage({ id: picture.id, error: String(error?.stack ?? error) });
    }
  }
});
