/**
 * What the tables are for is said at those for SQLite. A device's place in the order of registration is given out while the
 * row of its project's total is locked, so that it is the order of commits, too. Batches and recipients leave room in
 * their pages, because each is written again when it is settled.
 */
export const devicesPushes = `
CREATE TABLE devices (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  platform text COLLATE "C" NOT NULL,
  build_type text COLLATE "C" NOT NULL,
  token text COLLATE "C" NOT NULL,
  token_sha256 text COLLATE "C" NOT NULL,
  user_oid text COLLATE "C",
  version text COLLATE "C",
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX devices_id ON devices (project, id);
CREATE UNIQUE INDEX devices_token ON devices (project, platform, token_sha256);
CREATE INDEX devices_seq ON devices (project, seq);
CREATE INDEX devices_build ON devices (project, platform, build_type, seq);
CREATE INDEX devices_user ON devices (project, user_oid, seq) WHERE user_oid IS NOT NULL;

CREATE TABLE device_totals (project text COLLATE "C" PRIMARY KEY, total bigint NOT NULL) WITH (fillfactor = 50);

CREATE TABLE pushes (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue_id text COLLATE "C" NOT NULL UNIQUE,
  project text COLLATE "C" NOT NULL,
  platform text COLLATE "C" NOT NULL,
  build_type text COLLATE "C" NOT NULL,
  build_types text COLLATE "C" NOT NULL,
  content text COLLATE "C" NOT NULL,
  target text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL DEFAULT 'queue',
  created_at bigint NOT NULL,
  started_at bigint,
  finished_at bigint,
  cancelled_at bigint,
  due_at bigint NOT NULL,
  claim bigint NOT NULL DEFAULT 0,
  last_device bigint,
  expanded_to bigint NOT NULL DEFAULT 0,
  batches bigint NOT NULL DEFAULT 0,
  open_batches bigint NOT NULL DEFAULT 0
);
CREATE INDEX pushes_queued ON pushes (due_at) WHERE status = 'queue';

CREATE TABLE push_batches (
  push bigint NOT NULL,
  nth bigint NOT NULL,
  project text COLLATE "C" NOT NULL,
  platform text COLLATE "C" NOT NULL,
  first_device bigint NOT NULL,
  last_device bigint NOT NULL,
  num_target bigint NOT NULL,
  num_pushed bigint NOT NULL DEFAULT 0,
  num_failed bigint NOT NULL DEFAULT 0,
  due_at bigint NOT NULL DEFAULT 0,
  claim bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (push, nth)
) WITH (fillfactor = 50);
CREATE INDEX push_batches_open ON push_batches (project, platform, nth, due_at) WHERE num_pushed + num_failed < num_target;

CREATE TABLE push_recipients (
  push bigint NOT NULL,
  device bigint NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  outcome text COLLATE "C",
  reason text COLLATE "C",
  tries bigint NOT NULL DEFAULT 0,
  first_tried_at bigint,
  due_at bigint NOT NULL DEFAULT 0,
  settled_at bigint,
  PRIMARY KEY (push, device)
) WITH (fillfactor = 70);
CREATE INDEX push_recipients_failed ON push_recipients (push, device) WHERE outcome = 'failed';
`;
