import { invalidParams, targets, type Target } from './targets.js';

describe.each(targets)('Collection methods %s', (_name, start) => {
  let api: Target;
  let next = 0;
  const newName = (): string => `Collection${String(++next).padStart(3, '0')}`;
  const create = async (params: object = {}): Promise<string> => {
    const _id = newName();
    expect(await api.call('Collection.create', { _id, ...params })).toMatchObject({ result: 'OK' });
    return _id;
  };
  beforeAll(async () => { api = await start(); });
  afterAll(() => api.stop());

  test('a new collection has the documented defaults', async () => {
    const _id = await create();
    expect(await api.call('Collection.getConfig', { _id })).toMatchObject({ result: { config: { _id, isInsertable: false, defaultPublicPermission: '' } } });
  });

  test('collections are listed by name', async () => {
    const [first, second] = [await create({ isInsertable: true, defaultPublicPermission: 'rw' }), await create()];
    const { items } = (await api.call('Collection.list')).result;
    const names = items.map((item: { _id: string }) => item._id);
    expect(names).toEqual([...names].sort());
    expect(items).toContainEqual({ _id: first, isInsertable: true, defaultPublicPermission: 'rw' });
    expect(items).toContainEqual({ _id: second, isInsertable: false, defaultPublicPermission: '' });
  });

  test.each([
    [{ isInsertable: true }, { isInsertable: true, defaultPublicPermission: 'r' }],
    [{ defaultPublicPermission: 'w' }, { isInsertable: false, defaultPublicPermission: 'w' }],
    [{ isInsertable: null, defaultPublicPermission: '' }, { isInsertable: false, defaultPublicPermission: '' }],
    [{}, { isInsertable: false, defaultPublicPermission: 'r' }],
  ])('setConfig of %j changes only what is given', async (change, expected) => {
    const _id = await create({ defaultPublicPermission: 'r' });
    expect((await api.call('Collection.setConfig', { _id, ...change })).result).toBe('OK');
    expect((await api.call('Collection.getConfig', { _id })).result.config).toEqual({ _id, ...expected });
  });

  test('a name is taken once', async () => {
    const _id = await create();
    expect(await api.call('Collection.create', { _id })).toMatchObject(invalidParams({ _id: 'Collection already exists.' }));
  });

  test('names are case-sensitive', async () => {
    const _id = await create();
    expect((await api.call('Collection.create', { _id: _id.toLowerCase() })).result).toBe('OK');
  });

  test('a dropped collection is gone with its items, and its name is free', async () => {
    const _id = await create();
    await api.call('CollectionItem.create', { collectionName: _id, item: { a: 1 } });
    expect((await api.call('Collection.drop', { _id })).result).toBe('OK');
    expect(await api.call('CollectionItem.list', { collectionName: _id })).toMatchObject(invalidParams({ collectionName: 'Collection not found.' }));
    expect((await api.call('Collection.create', { _id })).result).toBe('OK');
    expect((await api.call('CollectionItem.list', { collectionName: _id })).result).toEqual({ items: [], totalItems: 0 });
  });

  test('property names come from the latest 100 items', async () => {
    const _id = await create();
    await api.call('CollectionItem.create', { collectionName: _id, item: { oldest: 1 } });
    for (let index = 0; index < 100; index++) await api.call('CollectionItem.create', { collectionName: _id, item: { b: index, a: { nested: 1 } } });
    expect((await api.call('Collection.getPropertyNames', { _id })).result).toEqual({ names: ['a', 'b'] });
  });

  test.each(['Collection.getConfig', 'Collection.setConfig', 'Collection.drop', 'Collection.getPropertyNames'])('%s tells of a collection that is not there', async (method) => {
    expect(await api.call(method, { _id: 'Nothing' })).toMatchObject(invalidParams({ _id: 'Collection not found.' }));
  });

  test.each([
    ['', 'Must be 1 to 64 characters.'],
    ['1abc', 'Must be a letter, then letters, digits, "_" or "-".'],
    ['a b', 'Must be a letter, then letters, digits, "_" or "-".'],
    ['a\n', 'Must be a letter, then letters, digits, "_" or "-".'],
    [`a${'b'.repeat(64)}`, 'Must be 1 to 64 characters.'],
    [7, 'Must be a string.'],
    [null, 'Required.'],
  ])('the name %j is refused', async (_id, sentence) => {
    expect(await api.call('Collection.create', { _id })).toMatchObject(invalidParams({ _id: sentence }));
  });

  test('a name of 64 characters is fine', async () => {
    expect((await api.call('Collection.create', { _id: `Z${'-'.repeat(63)}` })).result).toBe('OK');
  });

  test('all offending parameters are reported at once, and unknown ones are ignored', async () => {
    expect(await api.call('Collection.create', { _id: '_a', isInsertable: 'yes', defaultPublicPermission: 'x', another: 1 })).toMatchObject(invalidParams({
      _id: 'Must be a letter, then letters, digits, "_" or "-".',
      isInsertable: 'Must be true or false.',
      defaultPublicPermission: 'Must be "", "r", "w" or "rw".',
    }));
  });

  test('there may be at most 1 000 collections', async () => {
    const there = (await api.call('Collection.list')).result.items.length as number;
    for (let index = there; index < 1_000; index++) await create();
    expect((await api.call('Collection.create', { _id: 'OneTooMany' })).error).toMatchObject({ code: 13, message: 'Invalid operation' });
    expect((await api.call('Collection.drop', { _id: newNameBefore(next) })).result).toBe('OK');
    expect((await api.call('Collection.create', { _id: 'OneTooMany' })).result).toBe('OK');
  });
});

function newNameBefore(number: number): string {
  return `Collection${String(number).padStart(3, '0')}`;
}
