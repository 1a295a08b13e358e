import { invalidParams, targets, type Target } from './targets.js';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

describe.each(targets)('CollectionItem methods %s', (_name, start) => {
  let api: Target;
  let collectionName: string;
  let next = 0;
  const create = async (item: object): Promise<string> => (await api.call('CollectionItem.create', { collectionName, item })).result.item._id as string;
  const get = async (_id: string): Promise<Record<string, unknown>> => (await api.call('CollectionItem.get', { collectionName, _id })).result.item as Record<string, unknown>;
  const list = async (params: object = {}): Promise<{ items: Record<string, unknown>[]; totalItems: number }> => (await api.call('CollectionItem.list', { collectionName, ...params })).result;
  beforeAll(async () => { api = await start(); });
  afterAll(() => api.stop());
  beforeEach(async () => {
    collectionName = `Items${++next}`;
    await api.call('Collection.create', { _id: collectionName, defaultPublicPermission: 'r' });
  });

  test('a new item is answered whole, own properties in the order given', async () => {
    const before = Date.now();
    const { item } = (await api.call('CollectionItem.create', { collectionName, item: { z: 1, a: [null, { deep: true }], m: 'text' } })).result;
    expect(Object.keys(item)).toEqual(['_id', 'z', 'a', 'm', '_ownerUserOid', '_ownerDeviceOid', '_createdAt', '_updatedAt', '_permission']);
    expect(item).toEqual({
      _id: expect.stringMatching(new RegExp(`^i${uuid}$`)), z: 1, a: [null, { deep: true }], m: 'text', _ownerUserOid: null, _ownerDeviceOid: null,
      _createdAt: expect.any(Number), _updatedAt: item._createdAt, _permission: { public: 'r' },
    });
    expect(item._createdAt).toBeGreaterThanOrEqual(before);
    expect(await get(item._id)).toEqual(item);
  });

  test('known system properties in a new item are dropped', async () => {
    const id = await create({ _id: 'mine', _createdAt: 1, _updatedAt: 2, _ownerUserOid: 'x', _ownerDeviceOid: 'y', _permission: { public: 'rw' }, a: 1 });
    expect(await get(id)).toMatchObject({ _id: id, a: 1, _ownerUserOid: null, _ownerDeviceOid: null, _permission: { public: 'r' } });
  });

  test('the owner must be an existing user', async () => {
    const { user } = (await api.call('User.create', { username: `owner${next}`, password: 'secret' })).result;
    const { item } = (await api.call('CollectionItem.create', { collectionName, item: {}, ownerUserOid: user._id })).result;
    expect(item._ownerUserOid).toBe(user._id);
    expect(await api.call('CollectionItem.create', { collectionName, item: {}, ownerUserOid: 'unobody' })).toMatchObject(invalidParams({ ownerUserOid: 'User not found.' }));
  });

  test('an update merges, keeps order, stores null, ignores system properties, and moves _updatedAt', async () => {
    const id = await create({ a: 1, b: { c: 1 }, d: 'x' });
    const before = await get(id);
    expect((await api.call('CollectionItem.update', { collectionName, _id: id, item: { e: 5, b: { f: 2 }, a: null, _createdAt: 0, _permission: { public: 'rw' } } })).result).toBe('OK');
    const after = await get(id);
    expect(Object.keys(after)).toEqual(['_id', 'a', 'b', 'd', 'e', '_ownerUserOid', '_ownerDeviceOid', '_createdAt', '_updatedAt', '_permission']);
    expect(after).toMatchObject({ a: null, b: { f: 2 }, d: 'x', e: 5, _createdAt: before['_createdAt'], _permission: { public: 'r' } });
    expect(after['_updatedAt']).toBeGreaterThan(before['_updatedAt'] as number);
  });

  test('a permission is replaced, public is filled in, and _updatedAt does not move', async () => {
    const id = await create({ a: 1 });
    const before = await get(id);
    const set = (permission: unknown): ReturnType<Target['call']> => api.call('CollectionItem.setPermission', { collectionName, _id: id, permission });
    expect((await set({ uanybody: 'rw', 'x_-9': '' })).result).toBe('OK');
    expect((await api.call('CollectionItem.getPermission', { collectionName, _id: id })).result).toEqual({ permission: { public: '', uanybody: 'rw', 'x_-9': '' } });
    expect((await set({ public: 'w' })).result).toBe('OK');
    expect(await get(id)).toEqual({ ...before, _permission: { public: 'w' } });
  });

  test.each([
    [{ 'a b': 'r' }, 'Key "a b" must be "public" or 1 to 64 letters, digits, "_" or "-".'],
    [{ [`u${'x'.repeat(64)}`]: 'r' }, `Key "u${'x'.repeat(64)}" must be "public" or 1 to 64 letters, digits, "_" or "-".`],
    [{ public: 'x' }, 'The value of "public" must be "", "r", "w" or "rw".'],
    [{ public: null }, 'The value of "public" must be "", "r", "w" or "rw".'],
    [[], 'Must be an object.'],
    ['rw', 'Must be an object.'],
  ])('the permission %j is refused', async (permission, sentence) => {
    const id = await create({});
    expect(await api.call('CollectionItem.setPermission', { collectionName, _id: id, permission })).toMatchObject(invalidParams({ permission: sentence }));
  });

  test('deleting ignores unknown ids and keeps the total', async () => {
    const [first, second, third] = [await create({}), await create({}), await create({})];
    expect((await api.call('CollectionItem.delete', { collectionName, idList: [first, 'iunknown', third, first] })).result).toBe('OK');
    expect(await list()).toMatchObject({ items: [{ _id: second }], totalItems: 1 });
    expect((await api.call('CollectionItem.delete', { collectionName, _idList: [second] })).result).toBe('OK');
    expect(await list()).toEqual({ items: [], totalItems: 0 });
  });

  test('pages are cut from the order of creation, and totalItems counts every match', async () => {
    const ids = [];
    for (let index = 0; index < 7; index++) ids.push(await create({ index }));
    const page = async (params: object): Promise<unknown[]> => {
      const { items, totalItems } = await list(params);
      expect(totalItems).toBe(7);
      return items.map((item) => item['_id']);
    };
    expect(await page({})).toEqual(ids);
    expect(await page({ page: 2, itemsInPage: 3 })).toEqual(ids.slice(3, 6));
    expect(await page({ page: 3, itemsInPage: 3 })).toEqual(ids.slice(6));
    expect(await page({ page: 4, itemsInPage: 3 })).toEqual([]);
    expect(await page({ page: 1_000_000, itemsInPage: 10_000 })).toEqual([]);
    expect(await page({ sortOrder: 'desc', itemsInPage: 2 })).toEqual([ids[6], ids[5]]);
    expect(await page({ itemsInPage: 150 })).toEqual(ids);
  });

  test('a hundred items are a page unless another number is asked for', async () => {
    for (let index = 0; index < 101; index++) await create({ index });
    expect((await list()).items).toHaveLength(100);
    expect((await list({ itemsInPage: 101 })).items.map((item) => item['index'])).toEqual(Array.from({ length: 101 }, (_, index) => index));
  });

  test('a sort follows the order across types, and ties stay in order of creation either way', async () => {
    const values = [true, 'b', 3, null, [1], { x: 1 }, 'a', -1, false, '\u{10000}', '\uffff', [0], 3];
    for (const [n, value] of values.entries()) await create({ n, value });
    await create({ n: values.length });
    const sorted = async (params: object): Promise<unknown[]> => (await list(params)).items.map((item) => item['n']);
    const ascending = [3, 13, 7, 2, 12, 6, 1, 10, 9, 5, 4, 11, 8, 0];
    expect(await sorted({ sortProperty: 'value' })).toEqual(ascending);
    expect(await sorted({ sortPropery: 'value', sortOrder: 'desc' })).toEqual([0, 8, 4, 11, 5, 9, 10, 1, 6, 2, 12, 7, 3, 13]);
    expect(await sorted({ sortProperty: 'value', page: 2, itemsInPage: 5 })).toEqual(ascending.slice(5, 10));
  });

  test('a sort steps into objects, and by system properties', async () => {
    for (const [n, score] of [3, 1, 2].entries()) await create({ n, stats: { score } });
    const sorted = async (params: object): Promise<unknown[]> => (await list(params)).items.map((item) => item['n']);
    expect(await sorted({ sortProperty: 'stats.score' })).toEqual([1, 2, 0]);
    expect(await sorted({ sortProperty: '_createdAt' })).toEqual([0, 1, 2]);
    expect(await sorted({ sortProperty: '_permission', sortOrder: 'desc' })).toEqual([0, 1, 2]);
    const ids = (await list({ sortProperty: '_id' })).items.map((item) => String(item['_id']));
    expect(ids).toEqual([...ids].sort());
  });

  test.each([[['a', 'missing']], ['a,missing'], [' a , missing '], ['a']])('propertyNames %j gives these besides the system ones', async (propertyNames) => {
    await create({ b: 1, a: 2 });
    const [item] = (await list({ propertyNames })).items;
    expect(Object.keys(item!)).toEqual(['_id', 'a', '_ownerUserOid', '_ownerDeviceOid', '_createdAt', '_updatedAt', '_permission']);
  });

  test.each([[null], [''], [[]]])('propertyNames %j gives all', async (propertyNames) => {
    await create({ b: 1, a: 2 });
    expect((await list({ propertyNames })).items[0]).toMatchObject({ a: 2, b: 1 });
  });

  test.each([
    ['CollectionItem.list', {}, { collectionName: 'Collection not found.' }],
    ['CollectionItem.create', { item: {} }, { collectionName: 'Collection not found.' }],
    ['CollectionItem.get', { _id: 'ix' }, { collectionName: 'Collection not found.' }],
    ['CollectionItem.update', { _id: 'ix', item: {} }, { collectionName: 'Collection not found.' }],
    ['CollectionItem.delete', { idList: [] }, { collectionName: 'Collection not found.' }],
    ['CollectionItem.getPermission', { _id: 'ix' }, { collectionName: 'Collection not found.' }],
    ['CollectionItem.setPermission', { _id: 'ix', permission: {} }, { collectionName: 'Collection not found.' }],
  ])('%s tells of a collection that is not there', async (method, params, data) => {
    expect(await api.call(method, { collectionName: 'Nothing', ...params })).toMatchObject(invalidParams(data));
  });

  test.each([
    ['CollectionItem.get', {}],
    ['CollectionItem.update', { item: {} }],
    ['CollectionItem.getPermission', {}],
    ['CollectionItem.setPermission', { permission: {} }],
  ])('%s tells of an item that is not there', async (method, params) => {
    expect(await api.call(method, { collectionName, _id: 'iunknown', ...params })).toMatchObject(invalidParams({ _id: 'Item not found.' }));
  });

  test('a bad value and an unknown collection: only the bad values are reported', async () => {
    expect(await api.call('CollectionItem.list', { collectionName: 'Nothing', page: 0, itemsInPage: 10_001, sortOrder: 'up' })).toMatchObject(invalidParams({
      page: 'Must be between 1 and 1000000.', itemsInPage: 'Must be between 1 and 10000.', sortOrder: 'Must be "asc" or "desc".',
    }));
  });

  test('an item may hold 512 000 bytes and not one more, also after merging', async () => {
    const room = 512_000 - JSON.stringify({ a: '' }).length;
    const id = await create({ a: 'x'.repeat(room) });
    expect(String((await get(id))['a'])).toHaveLength(room);
    expect(await api.call('CollectionItem.create', { collectionName, item: { a: 'x'.repeat(room + 1) } })).toMatchObject(invalidParams({ item: 'Must be at most 512000 bytes as JSON.' }));
    expect((await api.call('CollectionItem.update', { collectionName, _id: id, item: { b: 1 } })).error?.data.item).toContain('512000 bytes');
    expect(await get(id)).not.toHaveProperty('b');
  });

  test('an item at the limit can be written back as it was read', async () => {
    const id = await create({ a: 'x'.repeat(512_000 - JSON.stringify({ a: '' }).length) });
    expect((await api.call('CollectionItem.update', { collectionName, _id: id, item: await get(id) })).result).toBe('OK');
  });

  test('large items are read back in pages like small ones', async () => {
    for (let index = 0; index < 3; index++) await create({ index, text: 'é'.repeat(50_000) });
    const { items } = await list({ sortProperty: 'index', sortOrder: 'desc' });
    expect(items.map((item) => [item['index'], String(item['text']).length])).toEqual([[2, 50_000], [1, 50_000], [0, 50_000]]);
  });
});
