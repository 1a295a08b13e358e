import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseQuery } from '../../src/monaql/parse.js';
import { SqliteConnection } from '../../src/storage/sqlite/connection.js';
import { SqliteStore } from '../../src/storage/sqlite/sqlite-store.js';
import { countItems, itemKeysOfPage } from '../../src/storage/statements/items.js';
import type { Query } from '../../src/storage/statements/query.js';
import type { PageRequest, StoredItem } from '../../src/storage/store.js';
import { LargeDatabase } from '../process/support/large-database.js';

const count = 6_000;
let folder: string;
let store: SqliteStore;
let file: string;
const unforeseen: unknown[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backend-'));
  file = join(folder, 'backend.db');
  const large = await LargeDatabase.create(file);
  for (const name of ['Large', 'Other']) large.addCollection(name, count);
  large.close();
  store = SqliteStore.open(file, (error) => unforeseen.push(error));
  await store.items.insert('Large', item('i-array', { score: [-5, 'x'] }));
  await store.items.insert('Large', item('i-text', { score: 'x' }));
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
  expect(unforeseen).toEqual([]);
});

const item = (id: string, properties: Record<string, unknown>): StoredItem =>
  ({ id, ownerUserOid: null, ownerDeviceOid: null, createdAt: 0, updatedAt: 0, permission: { public: '' }, properties });
const page = (query: string, property?: string, order: 'asc' | 'desc' = 'asc'): PageRequest => ({ query: parseQuery(query), sort: { property, order }, offset: 0, limit: 20 });

/** From a new connection: a plan that was explained once is not made anew. */
function planOf({ text, values }: Query): string {
  const reader = new SqliteConnection(file, { isReader: true });
  const plan = reader.all<{ detail: string }>({ text: `EXPLAIN QUERY PLAN ${text}`, values }).map(({ detail }) => detail).join('; ');
  reader.close();
  return plan;
}

const filters = ['score == -5', 'score == "x"', 'score > 999900', 'score < 100', 'score >= "w" && player.level == 7', 'score == [-5, "x"]', 'score == null'];
const sorts = [page('', 'score'), page('', 'score', 'desc'), page('score > 999000', 'score', 'desc')];
const answers = async (): Promise<unknown> => Promise.all([...filters.map((filter) => page(filter)), ...sorts].map((request) => store.items.page('Large', request)));

/** A write waits for what is being built. */
const whenBuilt = async (): Promise<unknown> => store.items.insert('Other', item(`i-after-${Math.random()}`, {}));

test('a property that is asked for three times gets an index, which serves equality, ranges and sorts, and changes no answer', async () => {
  for (const filter of filters) expect(planOf(countItems(1, parseQuery(filter)))).not.toContain('property_');
  const before = await answers();
  await whenBuilt();
  expect(store.propertyIndexes.list()).toMatchObject([{ kind: 'items', property: 'score' }]);
  expect(filters.filter((filter) => !/property_\d+ \(cid=\? AND <expr>/.test(planOf(countItems(1, parseQuery(filter)))))).toEqual([]);
  for (const request of sorts) expect(planOf(itemKeysOfPage(1, request))).toMatch(/property_\d+ \(cid=\?/);
  expect(planOf(itemKeysOfPage(1, page('', 'score')))).not.toContain('TEMP B-TREE');
  expect(await answers()).toEqual(before);
  expect(await store.propertyIndexes.create('items', 'score')).toBe('there already');
  expect(await store.propertyIndexes.drop('items', 'score')).toBe('dropped');
  expect(await store.propertyIndexes.drop('items', 'score')).toBe('missing');
  expect(planOf(countItems(1, parseQuery('score == 5')))).not.toContain('property_');
});

test('writes that come while one is built wait for it, and are answered', async () => {
  const building = store.propertyIndexes.create('items', 'player.name');
  const insert = store.items.insert('Other', item('i-meanwhile', { player: { name: 'meanwhile' } }));
  expect((await store.items.page('Other', page('text != 0'))) === 'collection missing').toBe(false);
  const first = await Promise.race([building.then(() => 'built'), insert.then(() => 'inserted')]);
  expect([first, await insert, await building]).toEqual(['built', 'inserted', 'created']);
  expect(await store.items.page('Other', page('player.name == "meanwhile"'))).toMatchObject({ totalItems: 1 });
  await store.propertyIndexes.drop('items', 'player.name');
});

test('few records need none, nor does what no index finds', async () => {
  await store.collections.insert({ name: 'Few', isInsertable: false, defaultPublicPermission: '' }, 10);
  for (let time = 0; time < 4; time++) {
    await store.items.page('Few', page('few == 1'));
    await store.items.page('Large', page('text != "x" || !(text == "y")'));
  }
  await whenBuilt();
  expect(store.propertyIndexes.list()).toEqual([]);
});

test('their number is bounded, columns and odd paths get none', async () => {
  for (let n = 0; n < 8; n++) expect(await store.propertyIndexes.create('users', `p${n}`)).toBe('created');
  expect(await store.propertyIndexes.create('users', 'p8')).toBe('too many');
  for (const path of ['_createdAt', '_id', 'a b', '_nobody', "a'"]) expect(await store.propertyIndexes.create('items', path)).toBe('not indexable');
  expect(store.propertyIndexes.list()).toHaveLength(8);
});
