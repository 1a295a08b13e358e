import { postgresMigrations } from '../migrations/postgres/migrations.js';
import { UnusableDatabaseError } from '../store.js';
import { migrationTimeoutMs } from './bounds.js';
import type { PostgresPool } from './connections.js';

/** Below this, columns cannot be derived from others. */
const oldestVersion = 120_000;

/**
 * Brings the schema up to date in one transaction. Processes that start at once do so one after another: whoever finds the
 * lock taken waits, and then finds nothing left to do.
 */
export async function migrate(pool: PostgresPool): Promise<void> {
  await pool.script(async (run) => {
    await run(`SET LOCAL statement_timeout = ${migrationTimeoutMs}`);
    const [server] = await run(`SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`);
    if (Number(server?.['version']) < oldestVersion) throw new UnusableDatabaseError('the server is too old; PostgreSQL 12 or newer is needed');
    if (server?.['encoding'] !== 'UTF8') throw new UnusableDatabaseError(`its encoding is ${String(server?.['encoding'])}; create it with ENCODING 'UTF8'`);
    await run('SELECT pg_advisory_xact_lock(7021, 1)');
    await run('CREATE TABLE IF NOT EXISTS schema_version (version int NOT NULL)');
    const [row] = await run('SELECT max(version) AS version FROM schema_version');
    const done = Number(row?.['version'] ?? 0);
    if (done > postgresMigrations.length) {
      throw new UnusableDatabaseError(`it has schema version ${done}; this program knows versions up to ${postgresMigrations.length}`);
    }
    for (const [index, migration] of postgresMigrations.entries()) {
      if (index < done) continue;
      await run(migration);
      await run(`INSERT INTO schema_version VALUES (${index + 1})`);
    }
  });
}
