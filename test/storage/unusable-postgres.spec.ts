import postgres from 'postgres';
import { openStore } from '../../src/storage/open-store.js';
import { UnusableDatabaseError } from '../../src/storage/store.js';
import { closedPort } from '../support/closed-port.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';

let database: TestDatabase;
beforeAll(async () => { database = await postgresDatabase(); });
afterAll(() => database.remove());

/** The URL of the database with some of it changed, and a password in it. */
function changed(parts: Partial<URL>): string {
  return Object.assign(new URL(database.url), { password: 'top-secret' }, parts).href;
}

async function refusal(url: string): Promise<string> {
  const error: unknown = await openStore(url, () => undefined).then((store) => store.close(), (reason: unknown) => reason);
  expect(error).toBeInstanceOf(UnusableDatabaseError);
  return (error as UnusableDatabaseError).message;
}

test.each<[why: string, url: () => string, sentence: RegExp]>([
  ['nobody listens', () => changed({ port: String(closedPort) }), /^the PostgreSQL database at 127\.0\.0\.1:\d+\/test_\w+ cannot be used: nothing listens there\.$/],
  ['it does not exist', () => changed({ pathname: '/nobody_made_it' }), /^the PostgreSQL database at 127\.0\.0\.1:\d+\/nobody_made_it cannot be used: it does not exist there\.$/],
  ['its host does not exist', () => changed({ hostname: 'nowhere.invalid' }), /: there is no such host\.$/],
  ['its user is unknown', () => changed({ username: 'nobody_known' }), /: it does not let this user in from here\.$/],
])('a database that cannot be used because %s is refused in a sentence without the password', async (_why, url, sentence) => {
  const message = await refusal(url());
  expect(message).toMatch(sentence);
  expect(message).not.toContain('top-secret');
});

test('a database at which a newer program has been is left alone', async () => {
  const newer = await postgresDatabase();
  const sql = postgres(newer.url, { max: 1 });
  await sql.unsafe('CREATE TABLE schema_version (version int); INSERT INTO schema_version VALUES (1000)');
  expect(await refusal(newer.url)).toMatch(/: it has schema version 1000; this program knows versions up to \d+\.$/);
  expect(await sql`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`).toEqual([{ tablename: 'schema_version' }]);
  await sql.end();
  await newer.remove();
});

test('a database in which this user may not create tables is refused, and so is one that is not UTF-8', async () => {
  const sql = postgres(database.url, { max: 1 });
  const role = `reader_${database.url.slice(-32)}`;
  await sql.unsafe(`CREATE ROLE ${role} LOGIN`);
  expect(await refusal(changed({ username: role }))).toMatch(/: this user may not create tables in it\.$/);
  await sql.unsafe(`DROP ROLE ${role}`);
  const latin = `latin_${database.url.slice(-32)}`;
  await sql.unsafe(`CREATE DATABASE ${latin} ENCODING 'LATIN1' TEMPLATE template0`);
  expect(await refusal(changed({ pathname: `/${latin}` }))).toMatch(/: its encoding is LATIN1; create it with ENCODING 'UTF8'\.$/);
  await sql.unsafe(`DROP DATABASE ${latin}`);
  await sql.end();
});
