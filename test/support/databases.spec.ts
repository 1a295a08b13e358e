import { existsSync } from 'node:fs';
import postgres from 'postgres';
import { databases, postgresDatabase } from './databases.js';
import { launchPostgres } from './postgres/launch.mjs';

test('the databases of tests are of both kinds, new, and gone when removed', async () => {
  expect(databases.map(([name]) => name)).toEqual(['SQLite', 'PostgreSQL']);
  const [sqlite, postgresql] = await Promise.all(databases.map(([, create]) => create()));
  expect(sqlite!.url).toMatch(/^sqlite:/);
  const sql = postgres(postgresql!.url);
  expect(await sql`SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`).toMatchObject([{ tables: 0 }]);
  await sql.end();
  await Promise.all([sqlite!.remove(), postgresql!.remove()]);
  await expect(postgres(postgresql!.url)`SELECT 1`).rejects.toThrow('does not exist');
});

test('no connection to the lender is kept, because it could be closed at the very moment when the next spec of this worker uses it', async () => {
  const reply = await fetch(process.env['TEST_POSTGRES_LENDER']!);
  expect(reply.headers.get('connection')).toBe('close');
});

test('two databases in one PostgreSQL know nothing of each other', async () => {
  const created = await Promise.all([postgresDatabase(), postgresDatabase()]);
  const [one, other] = created.map(({ url }) => postgres(url));
  await one!`CREATE TABLE mine (a int)`;
  await expect(other!`SELECT * FROM mine`).rejects.toThrow('does not exist');
  await Promise.all([one!.end(), other!.end()]);
  await Promise.all(created.map(({ remove }) => remove()));
});

test('a PostgreSQL of one\'s own can be stopped and started, and leaves nothing behind', async () => {
  const server = await launchPostgres();
  const read = async (): Promise<unknown> => {
    const sql = postgres(server.url, { max: 1 });
    return sql`SHOW data_directory`.finally(() => sql.end());
  };
  const [row] = (await read()) as [{ data_directory: string }];
  await server.stop();
  await expect(read()).rejects.toThrow('ECONNREFUSED');
  await server.start();
  expect(await read()).toEqual([row]);
  await server.end();
  expect(existsSync(row.data_directory)).toBe(false);
});
