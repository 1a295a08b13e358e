/**
 * A document is kept twice: as the text that was given, because JSONB keeps neither the order of properties nor the
 * digits of numbers, and as JSONB for filters and sorts, which the database itself derives from the text.
 *
 * `seq` is the order of creation. The row that holds a total hands it out in the same statement, so that it is also the
 * order of commits: whoever pages through records while others are made never misses one. That row is locked until the
 * commit; inserts are grouped, so that one commit serves many of them.
 *
 * Every text compares by bytes, which is by code point, whatever the locale of the database is. Rows whose counters are
 * written all the time leave room in their page, so that a new version finds its place beside the old one. Indexes put
 * NULL first, where the order across types has it, because an index answers only an order that says the same.
 */
export const usersCollectionsItemsKeys = `
CREATE TABLE users (
  seq bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  id_lower text COLLATE "C" NOT NULL,
  username text COLLATE "C" NOT NULL UNIQUE,
  username_lower text COLLATE "C" NOT NULL,
  password_hash text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  properties text COLLATE "C" NOT NULL,
  document jsonb GENERATED ALWAYS AS (properties::jsonb) STORED
);
CREATE INDEX users_created ON users (created_at NULLS FIRST, seq);
CREATE INDEX users_created_latest ON users (created_at DESC NULLS LAST, seq);

CREATE TABLE totals (name text COLLATE "C" PRIMARY KEY, total bigint NOT NULL, last_seq bigint NOT NULL) WITH (fillfactor = 10);
INSERT INTO totals VALUES ('users', 0, 0);

CREATE TABLE collections (
  cid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  is_insertable smallint NOT NULL,
  default_public_permission text COLLATE "C" NOT NULL,
  total bigint NOT NULL DEFAULT 0,
  last_seq bigint NOT NULL DEFAULT 0,
  is_dropped smallint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX collections_name ON collections (name) WHERE is_dropped = 0;

CREATE TABLE items (
  cid bigint NOT NULL,
  seq bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  owner_user text COLLATE "C",
  owner_device text COLLATE "C",
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  permission text COLLATE "C" NOT NULL,
  properties text COLLATE "C" NOT NULL,
  document jsonb GENERATED ALWAYS AS (properties::jsonb) STORED,
  PRIMARY KEY (cid, seq)
);
CREATE UNIQUE INDEX items_id ON items (cid, id);
CREATE INDEX items_created ON items (cid, created_at NULLS FIRST, seq);
CREATE INDEX items_created_latest ON items (cid, created_at DESC NULLS LAST, seq);

CREATE TABLE keys (
  id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL UNIQUE,
  scopes text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL
);
`;
