/**
 * Tables of the embedded series. A point is in `journal` alone (unchunked) until the transaction that writes it into a
 * `chunk` also raises its series' `done` to the journal row reached; so it is always in exactly one of the two.
 */
export const seriesSchema = `
CREATE TABLE IF NOT EXISTS series (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  metric TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0, -- journal rows up to here are in chunks, as far as this series goes
  open INTEGER,                    -- its newest chunk, while that is not full: the next cut takes its points along
  UNIQUE (device, metric)
) STRICT;
CREATE TABLE IF NOT EXISTS journal (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,             -- received
  chunk INTEGER NOT NULL,          -- newest chunk at that moment: chunks up to it hold earlier rows only
  points BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS chunk (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: followers count on rows that only ever get higher numbers
  series INTEGER NOT NULL,
  internal INTEGER NOT NULL,       -- 1 = a metric whose name starts with '#'
  tMin INTEGER NOT NULL,
  tMax INTEGER NOT NULL,
  n INTEGER NOT NULL,
  summary BLOB NOT NULL,           -- lowest, total, highest as float64: bound as numbers, those below 2e-16 would become 0
  points BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS chunk_time ON chunk (series, tMax);
CREATE INDEX IF NOT EXISTS chunk_age ON chunk (internal, tMax);
`;
