import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';

/** An empty database of one's own, to be removed when nobody is connected to it any more. */
export interface TestDatabase {
  /** What DATABASE_URL is set to. */
  readonly url: string;
  readonly remove: () => Promise<void>;
}

/** Every kind of database that the project runs on, for `describe.each`. */
export const databases: readonly [name: string, create: () => Promise<TestDatabase>][] = [
  ['SQLite', sqliteDatabase],
  ['PostgreSQL', postgresDatabase],
];

export async function sqliteDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'backend-'));
  return { url: `sqlite:${join(folder, 'backend.db')}`, remove: async () => { rmSync(folder, { recursive: true }); } };
}

/** Within the one PostgreSQL that jest's global setup lends to the whole run. */
export async function postgresDatabase(): Promise<TestDatabase> {
  const lender = process.env['TEST_POSTGRES_LENDER'];
  if (lender === undefined) throw new Error('Tests run under the jest configuration of this project, whose global setup lends the database.');
  const reply = await fetch(lender);
  const url = await reply.text();
  if (!reply.ok) throw new Error(url);
  return databaseIn(url);
}

/** A new database in the server whose database for maintenance is at that URL. */
export async function databaseIn(maintenanceUrl: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const run = async (statement: string): Promise<void> => {
    const sql = postgres(maintenanceUrl, { max: 1 });
    await sql.unsafe(statement).finally(() => sql.end());
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(maintenanceUrl);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}
