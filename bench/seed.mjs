// The database of a run, written directly: far faster than through the API, and the rows are the same.
import { createHash } from 'node:crypto';
import Database from 'libsql';
import { SqliteStore } from '../build/storage/sqlite/sqlite-store.js';

/** A key kept in the database, as the one of a first start is: checking it is part of every request. */
export const key = 'a-key-of-the-benchmark-and-of-nothing-else';

/** Makes the database `file` with a collection for every entry of `sizes`, name → number of items. */
export async function seed(file, sizes) {
  await SqliteStore.open(file).close();
  const database = new Database(file);
  try {
    database.exec('PRAGMA synchronous = OFF; BEGIN');
    const sha256 = createHash('sha256').update(key).digest('hex');
    database.prepare(`INSERT INTO keys (id, name, sha256, scopes, created_at) VALUES ('bench', 'bench', ?, '["*"]', 0)`).run(sha256);
    for (const [name, size] of Object.entries(sizes)) {
      database.prepare(`INSERT INTO collections (name, is_insertable, default_public_permission, total, last_seq) VALUES (?, 0, '', ?, ?)`).run(name, size, size);
      database.prepare(items).run(size, name);
    }
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

/** Items of about 300 bytes each as JSON, system properties and all. */
const items = `
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
INSERT INTO items (cid, seq, id, owner_user, owner_device, created_at, updated_at, permission, properties)
SELECT cid, n, printf('i%08x-0000-4000-8000-%012x', cid, n), NULL, NULL, 1700000000000 + n * 1000, 1700000000000 + n * 1000, '{"public":"r"}',
  json_object('player', printf('player %06d', n), 'score', n * 7919 % 100000, 'ratio', n % 1000 / 8.0, 'isActive', json(iif(n % 2, 'true', 'false')),
    'tags', json_array('alpha', 'beta'), 'place', json_object('level', n % 50, 'name', 'north'))
FROM numbers, collections WHERE name = ?`;
