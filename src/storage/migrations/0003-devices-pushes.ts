/**
 * A push is rows, so that the death of a process loses nothing: the push, its recipients, and its batches, which are ranges
 * of up to a few hundred recipients. A batch is what a worker claims, and it keeps the counts of its recipients, changed
 * in the transaction that changes them: a status adds up a few thousand rows instead of counting a million, and two
 * processes that settle different batches wait for one another only when one is completed.
 *
 * A recipient is a device by its place in the order of registration; its token stays in one place, with the device.
 * `due_at` of a push and of a batch is when it may be claimed: a lease is a claim that moves it into the future.
 */
export const devicesPushes = `
CREATE TABLE devices (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  project TEXT NOT NULL,
  id TEXT NOT NULL,
  platform TEXT NOT NULL,
  build_type TEXT NOT NULL,
  token TEXT NOT NULL,
  token_sha256 TEXT NOT NULL,
  user_oid TEXT,
  version TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX devices_id ON devices (project, id);
CREATE UNIQUE INDEX devices_token ON devices (project, platform, token_sha256);
CREATE INDEX devices_seq ON devices (project, seq);
CREATE INDEX devices_build ON devices (project, platform, build_type, seq);
CREATE INDEX devices_user ON devices (project, user_oid, seq) WHERE user_oid IS NOT NULL;

CREATE TABLE device_totals (project TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE pushes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  queue_id TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL,
  platform TEXT NOT NULL,
  build_type TEXT NOT NULL,
  build_types TEXT NOT NULL,
  content TEXT NOT NULL,
  target TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'queue',
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  cancelled_at INTEGER,
  due_at INTEGER NOT NULL,
  claim INTEGER NOT NULL DEFAULT 0,
  last_device INTEGER,
  expanded_to INTEGER NOT NULL DEFAULT 0,
  batches INTEGER NOT NULL DEFAULT 0,
  open_batches INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX pushes_queued ON pushes (due_at) WHERE status = 'queue';

CREATE TABLE push_batches (
  push INTEGER NOT NULL,
  nth INTEGER NOT NULL,
  project TEXT NOT NULL,
  platform TEXT NOT NULL,
  first_device INTEGER NOT NULL,
  last_device INTEGER NOT NULL,
  num_target INTEGER NOT NULL,
  num_pushed INTEGER NOT NULL DEFAULT 0,
  num_failed INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL DEFAULT 0,
  claim INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (push, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_batches_open ON push_batches (project, platform, nth, due_at) WHERE num_pushed + num_failed < num_target;

CREATE TABLE push_recipients (
  push INTEGER NOT NULL,
  device INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  outcome TEXT,
  reason TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  first_tried_at INTEGER,
  due_at INTEGER NOT NULL DEFAULT 0,
  settled_at INTEGER,
  PRIMARY KEY (push, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_recipients_failed ON push_recipients (push, device) WHERE outcome = 'failed';
`;
