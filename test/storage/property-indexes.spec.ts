import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { parseQuery } from '../../src/monaql/parse.js';
import { PostgresPool } from '../../src/storage/postgres/connections.js';
import { PostgresStore } from '../../src/storage/postgres/postgres-store.js';
import { PropertyIndexes } from '../../src/storage/postgres/property-indexes.js';
import { countItems, itemKeysOfPage } from '../../src/storage/statements/postgres/items.js';
import type { Query } from '../../src/storage/statements/query.js';
import type { PageRequest, StoredItem } from '../../src/storage/store.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';

const day = 24 * 3_600_000;
const records = 6_000;

let database: TestDatabase;
let store: PostgresStore;
let sql: postgres.Sql;
let indexes: PropertyIndexes;
let now = Date.now();
const others: PropertyIndexes[] = [];
const errors: unknown[] = [];

function indexKeeper(): PropertyIndexes {
  const pool = new PostgresPool(database.url, { connections: 1, statementTimeoutMs: 0 });
  const keeper = new PropertyIndexes(pool, (error) => errors.push(error), () => now, { records: 10, uses: 3 });
  others.push(keeper);
  return keeper;
}

/** Collection 1 has many items, of which each property is of several types; collection 2 is there to be left alone. */
beforeAll(async () => {
  database = await postgresDatabase();
  store = await PostgresStore.open(database.url, 'the test');
  sql = postgres(database.url, { max: 2, onnotice: () => undefined });
  indexes = indexKeeper();
  for (const name of ['Large', 'Other']) await store.collections.insert({ name, isInsertable: false, defaultPublicPermission: '' }, 10);
  await sql.unsafe(`INSERT INTO items (cid, seq, id, created_at, updated_at, permission, properties)
    SELECT 1 + n % 2, n, 'i' || n, n, n, '{"public":""}', json_build_object(
      'score', n * 7919 % 10007, 'name', CASE n % 5 WHEN 0 THEN to_json(n) WHEN 1 THEN to_json(n % 3 = 0) ELSE to_json(md5(n::text)) END,
      'tags', CASE n % 3 WHEN 0 THEN to_json(n % 100) ELSE json_build_array(n % 100, 'x') END, 'text', repeat('x', 100))::text
    FROM generate_series(1, ${records * 2}) AS n`);
  // Told that they are few, the store itself asks for no index in the background.
  await sql.unsafe(`UPDATE collections SET total = 1000, last_seq = ${records * 3}`);
  await sql.unsafe('ANALYZE items');
});
afterAll(async () => {
  await Promise.all(others.map((keeper) => keeper.stop()));
  await sql.end();
  await store.close();
  await database.remove();
  expect(errors).toEqual([]);
});

const page = (property: string | undefined, order: 'asc' | 'desc' = 'asc', query?: string, binds: unknown[] = []): PageRequest =>
  ({ offset: 3, limit: 50, sort: { property, order }, query: query === undefined ? undefined : parseQuery(query, binds) });

/** How a statement is answered. */
async function planOf({ text, values }: Query): Promise<string> {
  let number = 0;
  const rows = await sql.unsafe(`EXPLAIN ${text.replaceAll('?', () => `$${++number}`)}`, [...values]);
  return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
}

const names = async (): Promise<string[]> => (await sql`SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid WHERE relname LIKE 'property\\_%' AND relkind = 'i' AND indisvalid AND relname ~ '[0-9]$' ORDER BY relname`).map((row) => String(row['relname']));
const listed = async (): Promise<string[]> => (await indexes.list()).map(({ collection, property, isReady }) => `${String(collection)} ${property}${isReady ? '' : ' (not ready)'}`).sort();

test('a property that is sorted or filtered by gets an index, and what is found stays the same', async () => {
  const requests = [
    page('score'), page('score', 'desc'), page('name'), page('name', 'desc'),
    page(undefined, 'asc', 'score == 77'), page(undefined, 'asc', 'name IN ["c4ca4238a0b923820dcc509a6f75849b", 15]'), page('score', 'desc', 'name > "f0" && score < 5000'),
    page(undefined, 'desc', 'name == true'), page('name', 'asc', 'score >= 10000 || score == 1'),
  ];
  const found = async (): Promise<unknown[]> => Promise.all(requests.map((request) => store.items.page('Large', request)));
  const before = await found();
  for (const request of requests) indexes.noteUse(1, records, request);
  await indexes.tend();
  expect(await listed()).toEqual(['Large name', 'Large score']);
  expect(await found()).toEqual(before);
  for (const request of [page('score'), page('score', 'desc'), page('name'), page('name', 'desc')]) expect(await planOf(itemKeysOfPage(1, request))).toMatch(/Index Scan (Backward )?using property_\d/);
  for (const request of [page(undefined, 'asc', 'score == 77'), page(undefined, 'asc', 'score > 10000'), page(undefined, 'asc', 'name == "c4ca4238a0b923820dcc509a6f75849b"')]) {
    expect(await planOf(countItems(1, request.query))).toMatch(/property_\d/);
  }
});

test('once or twice is not enough, nor are few records, nor what no index helps', async () => {
  const before = await listed();
  for (let time = 0; time < 2; time++) indexes.noteUse(1, records, page('text'));
  for (let time = 0; time < 5; time++) {
    indexes.noteUse(1, 9, page('tags'));
    for (const query of ['tags != 3', 'tags NIN [3]', '!(tags == 3)']) indexes.noteUse(1, records, page(undefined, 'asc', query));
    for (const property of ['_id', '_createdAt', '_nothing', 'a"; DROP TABLE items; --']) indexes.noteUse(1, records, page(property));
  }
  await indexes.tend();
  expect(await listed()).toEqual(before);
});

test('a text of any length can be written although its property has an index', async () => {
  const long = randomBytes(100_000).toString('base64');
  const item = (name: string): StoredItem => ({ id: `i${randomUUID()}`, ownerUserOid: null, ownerDeviceOid: null, createdAt: 1, updatedAt: 1, permission: { public: '' }, properties: { name } });
  for (const end of ['b', 'a']) expect(await store.items.insert('Large', item(`${long}${end}`))).toBe('inserted');
  const found = await store.items.page('Large', { ...page('name', 'asc', 'name IN [?, ?]', [`${long}a`, `${long}b`]), offset: 0 });
  expect(typeof found === 'string' ? found : found.records.map(({ properties }) => String(properties['name']).at(-1))).toEqual(['a', 'b']);
});

test('an index that is invalid is built anew', async () => {
  const [first] = await names();
  await sql`UPDATE pg_index SET indisvalid = false WHERE indexrelid = ${first!}::text::regclass`;
  expect((await listed()).filter((line) => line.endsWith('(not ready)'))).toHaveLength(1);
  await indexes.tend();
  expect((await listed()).filter((line) => line.endsWith('(not ready)'))).toEqual([]);
});

test('an index whose builder dies is finished by another process, which leaves the first one alone while it lives', async () => {
  const builder = indexKeeper();
  const blocker = await sql.reserve();
  // Building waits for transactions that might still write without knowing of the index.
  await blocker`BEGIN`;
  await blocker`LOCK TABLE items IN ROW EXCLUSIVE MODE`;
  const building = builder.create(1, 'player.level').then(() => 'built', () => 'died');
  const pidOf = async (): Promise<number | undefined> => (await sql`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()`)[0]?.['pid'];
  let pid: number | undefined;
  while ((pid = await pidOf()) === undefined) await pause(5);
  expect(await indexes.create(1, 'another')).toBe('busy');
  await sql`SELECT pg_terminate_backend(${pid})`;
  expect(await building).toBe('died');
  await blocker`ROLLBACK`;
  blocker.release();
  expect(await listed()).toContain('Large player.level (not ready)');
  await indexes.tend();
  expect(await listed()).toContain('Large player.level');
});

test('one kind of records has no more indexes than are allowed, and only one that was not used for a day gives way to another', async () => {
  const fillers = Array.from({ length: 8 }, (_, number) => `filler${number}`);
  for (const property of fillers) expect(await indexes.create(0, property)).toBe('created');
  expect(await indexes.create(0, 'oneTooMany')).toBe('too many');
  now += 2 * day;
  indexes.noteUse(0, records, page('filler0'));
  await indexes.tend();
  expect(await indexes.create(0, 'oneTooMany')).toBe('created');
  const ofUsers = (await indexes.list()).filter(({ collection }) => collection === undefined).map(({ property }) => property).sort();
  expect(ofUsers).toEqual([...fillers.filter((each) => each !== 'filler1'), 'oneTooMany']);
  for (const property of ofUsers) expect(await indexes.drop(0, property)).toBe('dropped');
});

test('one is made of users, made once, dropped when asked, and not made of nothing', async () => {
  expect(await indexes.create(0, 'age')).toBe('created');
  expect(await indexes.create(0, 'age')).toBe('there already');
  expect(await listed()).toContain('undefined age');
  expect(await indexes.drop(0, 'age')).toBe('dropped');
  expect(await indexes.drop(0, 'age')).toBe('missing');
  expect(await indexes.create(1, '_createdAt')).toBe('not indexable');
});

test('a store in use asks for an index by itself', async () => {
  await sql`UPDATE collections SET total = ${records} WHERE cid = 2`;
  for (let time = 0; time < 3; time++) await store.items.page('Other', page('score'));
  while (!(await listed()).includes('Other score')) await pause(10);
  await sql`UPDATE collections SET total = 1000 WHERE cid = 2`;
});

test('indexes go when they were not used for a month, when their collection is dropped, and when nobody knows of them', async () => {
  // The store of the test before may be tending its indexes still.
  let made = await indexes.create(2, '_ownerUserOid');
  for (; made === 'busy'; made = await indexes.create(2, '_ownerUserOid')) await pause(10);
  expect(made).toBe('created');
  await sql`CREATE INDEX property_1000 ON items (seq)`;
  now += 29 * day;
  indexes.noteUse(1, records, page('score'));
  await indexes.tend();
  now += 2 * day;
  await indexes.tend();
  expect(await listed()).toEqual(['Large score']);
  expect(await names()).toHaveLength(1);
  await store.collections.drop('Large');
  await indexes.tend();
  expect([await listed(), await names()]).toEqual([[], []]);
});
