/**
 * `seq` is the order of creation. Items are clustered by collection and that order, so that a page reads neighbours. The
 * same order stands in an index of its own: stepping over rows of the table would read their documents, however large.
 * The two indexes on the time of creation differ because equal times stand in order of creation in both directions.
 */
export const usersCollectionsItemsKeys = `
CREATE TABLE users (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  id_lower TEXT NOT NULL,
  username TEXT NOT NULL UNIQUE,
  username_lower TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  properties TEXT NOT NULL
) STRICT;
CREATE INDEX users_created ON users (created_at);
CREATE INDEX users_created_latest ON users (created_at DESC, seq);

CREATE TABLE totals (name TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO totals VALUES ('users', 0);

CREATE TABLE collections (
  cid INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  is_insertable INTEGER NOT NULL,
  default_public_permission TEXT NOT NULL,
  total INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT 0,
  is_dropped INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX collections_name ON collections (name) WHERE is_dropped = 0;

CREATE TABLE items (
  cid INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  owner_user TEXT,
  owner_device TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  permission TEXT NOT NULL,
  properties TEXT NOT NULL,
  PRIMARY KEY (cid, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX items_id ON items (cid, id);
CREATE INDEX items_seq ON items (cid, seq);
CREATE INDEX items_created ON items (cid, created_at, seq);
CREATE INDEX items_created_latest ON items (cid, created_at DESC, seq);

CREATE TABLE keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
