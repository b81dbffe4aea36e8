/**
 * What is on disk, as numbered steps. A step that was released is never changed: its hash stands
 * in every vault that has it. In clear stand ids, versions, key numbers and blind indexes only;
 * every `sealed` or `overview` is an envelope (docs/vault-format.md).
 */
export interface Migration {
  readonly version: number
  readonly sql: string
}

const FIRST = `
CREATE TABLE migration (
  version INTEGER PRIMARY KEY,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE vault (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL CHECK (length(id) = 16),
  format INTEGER NOT NULL
) STRICT;

-- the vault keys that rows are sealed under; more than one only while a key is being replaced
CREATE TABLE vault_key (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
) STRICT;

CREATE TABLE wrap (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  key INTEGER NOT NULL REFERENCES vault_key (number),
  params TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE token (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  key INTEGER NOT NULL REFERENCES vault_key (number),
  overview BLOB NOT NULL
) STRICT;

-- apart from the overviews, so that a list reads no page that it does not need
CREATE TABLE token_details (
  row INTEGER PRIMARY KEY REFERENCES token (row) ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES vault_key (number),
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE token_secret (
  row INTEGER NOT NULL REFERENCES token (row) ON DELETE CASCADE,
  slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 2),
  key INTEGER NOT NULL REFERENCES vault_key (number),
  blind BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (row, slot)
) STRICT, WITHOUT ROWID;

CREATE INDEX token_secret_blind ON token_secret (blind);

CREATE TABLE value (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  key INTEGER NOT NULL REFERENCES vault_key (number),
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
`

/** The audit log: its lines, each bound to the one before, and where it begins and ends. */
const SECOND = `
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  key INTEGER NOT NULL REFERENCES vault_key (number),
  chain BLOB NOT NULL CHECK (length(chain) = 32),
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE audit_end (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL,
  key INTEGER NOT NULL REFERENCES vault_key (number),
  sealed BLOB NOT NULL
) STRICT;
`

/** The record of all rows: how many writes there were, and the sealed sums of what is there. */
const THIRD = `
CREATE TABLE manifest (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  generation INTEGER NOT NULL,
  key INTEGER NOT NULL REFERENCES vault_key (number),
  sealed BLOB NOT NULL
) STRICT;
`

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: FIRST },
  { version: 2, sql: SECOND },
  { version: 3, sql: THIRD },
]
