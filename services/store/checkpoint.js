/**
 * Runs in a worker thread: moves the write-ahead log into the database file a few times a second, so that no commit of
 * the broker's thread ever pays for it. Plain JavaScript, so that it starts alike from sources and from the build.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const { DatabaseSync } = createRequire(import.meta.url)(workerData.module);
const db = new DatabaseSync(workerData.file);
db.exec('PRAGMA busy_timeout=0; PRAGMA synchronous=FULL;');
// PASSIVE never makes the writer wait; RESTART is not used, the log starts over by itself once all of it is moved.
const timer = setInterval(() => {
  try {
    db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
  } catch (error) {
    parentPort?.postMessage(String(error));
  }
}, workerData.everyMs);
parentPort?.on('message', () => {
  clearInterval(timer);
  db.close();
  parentPort?.close();
});
