import { randomUUID } from 'node:crypto';
import { openStore } from '../../src/storage/open-store.js';
import type { Store, StoredItem, StoredUser } from '../../src/storage/store.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';

/** Each has connections and queues of its own, like a process. */
let database: TestDatabase;
let stores: readonly Store[];
beforeAll(async () => {
  database = await postgresDatabase();
  stores = await Promise.all([1, 2, 3].map(() => openStore(database.url, () => undefined)));
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.remove();
});

/** Does the same as often as said at each of the stores, all at once. */
async function everywhere<T>(times: number, work: (store: Store, index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(stores.flatMap((store, at) => Array.from({ length: times }, (_, index) => work(store, at * times + index))));
}

const counted = (outcomes: readonly string[], outcome: string): number => outcomes.filter((each) => each === outcome).length;
const item = (properties: StoredItem['properties'] = {}): StoredItem =>
  ({ id: `i${randomUUID()}`, ownerUserOid: null, ownerDeviceOid: null, createdAt: 1, updatedAt: 1, permission: { public: '' }, properties });
const user = (username: string): StoredUser => ({ id: `u${randomUUID()}`, username, createdAt: 1, updatedAt: 1, properties: {} });
const all = { offset: 0, limit: 10_000, sort: { property: undefined, order: 'asc' } } as const;
const collection = { isInsertable: false, defaultPublicPermission: '' } as const;

test('of many first keys one is inserted', async () => {
  const outcomes = await everywhere(4, (store, index) => store.keys.insertFirst({ id: randomUUID(), name: 'first', scopes: [], cidrs: [], sha256: String(index), createdAt: 1, expiresAt: null }));
  expect(counted(outcomes, 'inserted')).toBe(1);
});

test('of many users with one name one is inserted, and the total counts it once', async () => {
  const [store] = stores;
  const before = (await store!.users.page({ ...all, nameFilter: undefined })).totalItems;
  const outcomes = await everywhere(8, (each, index) => each.users.insert(user(`name${index % 4}`), 'hash'));
  expect([counted(outcomes, 'inserted'), counted(outcomes, 'username taken')]).toEqual([4, 20]);
  const { totalItems, records } = await store!.users.page({ ...all, nameFilter: undefined });
  expect([totalItems, records.length]).toEqual([before + 4, before + 4]);
});

test('users that take each other\'s names at once never share one', async () => {
  const [one, other] = [user('one'), user('other')];
  for (const each of [one, other]) await stores[0]!.users.insert(each, 'hash');
  const outcomes = await everywhere(5, (store, index) => store.users.update(index % 2 === 0 ? one.id : other.id, (found) => ({ ...found, username: 'wanted' })));
  const names = await Promise.all([one, other].map(async ({ id }) => (await stores[0]!.users.get(id))?.username));
  expect(new Set(outcomes)).toEqual(new Set(['updated', 'username taken']));
  expect(names.filter((name) => name === 'wanted')).toHaveLength(1);
});

test('of many collections with one name one is inserted, and never more than are allowed', async () => {
  const { length } = await stores[0]!.collections.list();
  const outcomes = await everywhere(8, (store, index) => store.collections.insert({ ...collection, name: `Limited${index % 12}` }, length + 10));
  expect(counted(outcomes, 'inserted')).toBe(10);
  expect(await stores[1]!.collections.list()).toHaveLength(length + 10);
});

test('items that many insert and delete at once are counted exactly, and every place in the order is given once', async () => {
  await stores[0]!.collections.insert({ ...collection, name: 'Busy' }, 1_000);
  const made: string[] = [];
  await everywhere(100, async (store, index) => {
    const one = item({ index });
    expect(await store.items.insert('Busy', one)).toBe('inserted');
    if (index % 3 === 0) expect(await stores[index % 2]!.items.delete('Busy', [one.id])).toBe('deleted');
    else made.push(one.id);
  });
  for (const store of stores) {
    const page = await store.items.page('Busy', all);
    if (typeof page === 'string') throw new Error(page);
    expect(page.totalItems).toBe(200);
    expect(page.records.map(({ id }) => id).sort()).toEqual([...made].sort());
  }
});

test('whoever reads on where it stopped while others insert misses nothing', async () => {
  await stores[0]!.collections.insert({ ...collection, name: 'Feed' }, 1_000);
  const seen: string[] = [];
  const readOn = async (): Promise<void> => {
    const page = await stores[2]!.items.page('Feed', { ...all, offset: seen.length });
    if (typeof page !== 'string') seen.push(...page.records.map(({ id }) => id));
  };
  const state = { isWriting: true };
  const reading = (async () => { while (state.isWriting) await readOn(); })();
  const written = await everywhere(60, async (store) => {
    const one = item();
    await store.items.insert('Feed', one);
    return one.id;
  });
  state.isWriting = false;
  await reading;
  await readOn();
  expect([...seen].sort()).toEqual([...written].sort());
});

test('changes of one item by many all take effect', async () => {
  const counter = item({ count: 0 });
  await stores[0]!.collections.insert({ ...collection, name: 'Counter' }, 1_000);
  await stores[0]!.items.insert('Counter', counter);
  await everywhere(20, (store) => store.items.update('Counter', counter.id, (found) => ({ ...found, properties: { count: Number(found.properties['count']) + 1 } })));
  expect(await stores[1]!.items.get('Counter', counter.id)).toMatchObject({ properties: { count: 60 } });
});

test('a change that throws changes nothing, and keeps nobody else from changing', async () => {
  const one = item({ a: 1 });
  await stores[0]!.collections.insert({ ...collection, name: 'Thrown' }, 1_000);
  await stores[0]!.items.insert('Thrown', one);
  await expect(stores[0]!.items.update('Thrown', one.id, () => { throw new Error('no'); })).rejects.toThrow('no');
  expect(await stores[0]!.items.update('Thrown', one.id, (found) => ({ ...found, updatedAt: 2 }))).toBe('updated');
  expect(await stores[1]!.items.get('Thrown', one.id)).toMatchObject({ updatedAt: 2, properties: { a: 1 } });
});

test('what is inserted while its collection is dropped is refused or swept away with it, by however many sweep', async () => {
  await stores[0]!.collections.insert({ ...collection, name: 'Doomed' }, 1_000);
  let inserted = 0;
  const inserting = everywhere(10, async (store) => {
    while ((await store.items.insert('Doomed', item())) === 'inserted') inserted++;
  });
  while (inserted === 0) await new Promise(setImmediate);
  expect(await stores[1]!.collections.drop('Doomed')).toBe('dropped');
  // Each goes on until it is refused.
  await inserting;
  await Promise.all(stores.map(async (store) => { while (await store.collections.sweep()); }));
  expect(await stores[0]!.items.page('Doomed', all)).toBe('collection missing');
  await stores[0]!.collections.insert({ ...collection, name: 'Doomed' }, 1_000);
  expect(await stores[0]!.items.page('Doomed', all)).toEqual({ records: [], totalItems: 0 });
  expect(await stores[2]!.collections.sweep()).toBe(false);
});
