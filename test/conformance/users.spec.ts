import { invalidParams, targets, type Target } from './targets.js';

describe.each(targets)('User methods %s', (_name, start) => {
  let api: Target;
  let next = 0;
  const newName = (): string => `user${String(++next)}x`;
  const create = async (properties?: object, username = newName()): Promise<Record<string, unknown>> =>
    (await api.call('User.create', { username, password: 'secret', properties })).result.user as Record<string, unknown>;
  const get = async (_id: unknown): Promise<Record<string, unknown>> => (await api.call('User.get', { _id })).result.user as Record<string, unknown>;
  beforeAll(async () => { api = await start(); });
  afterAll(() => api.stop());

  test('a new user is answered whole and without a password', async () => {
    const username = newName();
    const { user } = (await api.call('User.create', { username, password: 'secret', properties: { z: 1, _password: '****', _id: 'mine', a: null } })).result;
    expect(Object.keys(user)).toEqual(['_id', '_username', '_createdAt', '_updatedAt', 'z', 'a']);
    expect(user).toMatchObject({ _id: expect.stringMatching(/^u[0-9a-f-]{36}$/), _username: username, _updatedAt: user._createdAt, z: 1, a: null });
    expect(await get(user._id)).toEqual(user);
  });

  test('a username is taken once, and is case-sensitive', async () => {
    const { _username: username } = await create();
    expect(await api.call('User.create', { username, password: 'secret' })).toMatchObject(invalidParams({ username: 'Username already exists.' }));
    expect((await api.call('User.create', { username: String(username).toUpperCase(), password: 'secret' })).result.user._username).toBe(String(username).toUpperCase());
  });

  test('an update merges, renames, never touches the password, and ignores other system properties', async () => {
    const user = await create({ a: 1, b: 2 });
    const username = newName();
    const changes = { b: null, c: { d: 1 }, _username: username, _password: 'mask', _createdAt: 0, _id: 'x' };
    expect((await api.call('User.update', { _id: user['_id'], user: changes })).result).toBe('OK');
    const after = await get(user['_id']);
    expect(after).toMatchObject({ _id: user['_id'], _username: username, _createdAt: user['_createdAt'], a: 1, b: null, c: { d: 1 } });
    expect(after['_updatedAt']).toBeGreaterThan(user['_updatedAt'] as number);
    expect((await api.call('User.verifyPassword', { username, password: 'secret' })).result.user).toEqual(after);
  });

  test.each([
    ['an existing one', () => create().then((user) => user['_username']), 'Username already exists.'],
    ['one that is too short', () => 'ab', '_username: Must be 3 to 255 characters.'],
    ['one with a blank', () => 'a b c', '_username: Must not contain blanks.'],
    ['one that is too long', () => 'x'.repeat(256), '_username: Must be at most 255 characters.'],
    ['a number', () => 123, '_username: Must be a string.'],
  ])('a user is not renamed to %s', async (_which, username, sentence) => {
    const user = await create({ a: 1 });
    const _username: unknown = await username();
    expect(await api.call('User.update', { _id: user['_id'], user: { a: 2, _username } })).toMatchObject(invalidParams({ user: sentence }));
    expect(await get(user['_id'])).toEqual(user);
  });

  test('a password is set and verified', async () => {
    const { _id, _username: username } = await create();
    const verify = async (password: string): Promise<unknown> => (await api.call('User.verifyPassword', { username, password })).result.user?._id ?? null;
    expect(await verify('secret')).toBe(_id);
    expect(await verify('Secret')).toBeNull();
    expect((await api.call('User.setPassword', { _id, password: 'changed' })).result).toBe('OK');
    expect(await verify('secret')).toBeNull();
    expect(await verify('changed')).toBe(_id);
    expect((await api.call('User.verifyPassword', { username: 'nobody', password: 'secret' })).result).toEqual({ user: null });
  });

  test('deleted users are gone, unknown ids are ignored, and the name is free', async () => {
    const user = await create();
    expect((await api.call('User.delete', { idList: [user['_id'], 'unobody'] })).result).toBe('OK');
    expect(await api.call('User.get', { _id: user['_id'] })).toMatchObject(invalidParams({ _id: 'User not found.' }));
    expect(await create({}, String(user['_username']))).toMatchObject({ _username: user['_username'] });
  });

  test('nameFilter finds a literal part of the name or id in any case', async () => {
    const mark = `Ма%рк_${newName()}`;
    const [first, second] = [await create({ n: 1 }, mark), await create({ n: 2 }, `${mark}2`)];
    const found = async (nameFilter: unknown, params: object = {}): Promise<unknown> => {
      const { items, totalItems } = (await api.call('User.list', { nameFilter, ...params })).result;
      return [items.map((user: { n: number }) => user.n), totalItems];
    };
    expect(await found(mark.toUpperCase())).toEqual([[1, 2], 2]);
    expect(await found(mark, { sortOrder: 'desc', itemsInPage: 1 })).toEqual([[2], 2]);
    expect(await found(mark, { sortProperty: 'n', page: 2, itemsInPage: 1 })).toEqual([[2], 2]);
    expect(await found(String(second['_id']).slice(1).toUpperCase())).toEqual([[2], 1]);
    expect(await found(String(first['_username']).replace('%', 'x'))).toEqual([[], 0]);
  });

  test('totalItems follows creations and deletions, and an empty nameFilter filters nothing', async () => {
    const total = async (params: object = {}): Promise<number> => (await api.call('User.list', params)).result.totalItems as number;
    const before = await total();
    const user = await create();
    expect(await total({ nameFilter: '' })).toBe(before + 1);
    await api.call('User.delete', { idList: [user['_id'], user['_id']] });
    expect(await total()).toBe(before);
  });

  test('property names of the latest users are listed', async () => {
    await create({ zebra: 1, apple: 2 });
    const { names } = (await api.call('User.getPropertyNames')).result;
    expect(names).toEqual(expect.arrayContaining(['apple', 'zebra']));
  });

  test.each([
    [{ username: 'ab', password: 'abc' }, { username: 'Must be 3 to 255 characters.', password: 'Must be 4 to 80 characters.' }],
    [{ username: 'a\tb', password: 'ab cd' }, { username: 'Must not contain blanks.', password: 'Must not contain blanks.' }],
    [{ username: 'x'.repeat(256), password: 'x'.repeat(81) }, { username: 'Must be 1 to 255 characters.', password: 'Must be 1 to 80 characters.' }],
    [{ properties: [] }, { username: 'Required.', password: 'Required.', properties: 'Must be an object.' }],
    [{ username: 1, password: true, properties: { 'a-b': 1 } }, { username: 'Must be a string.', password: 'Must be a string.', properties: 'Property name "a-b" must be a letter, then letters, digits or "_".' }],
    [{ username: 'fine', password: 'fine', properties: { _mine: 1 } }, { properties: '"_mine" is not a system property; own names do not start with "_".' }],
  ])('User.create refuses %j, every mistake at once', async (params, data) => {
    expect(await api.call('User.create', params)).toMatchObject(invalidParams(data));
  });

  test('names and passwords at the edge of their limits are fine', async () => {
    const long = '😀'.repeat(255);
    expect((await api.call('User.create', { username: long, password: '😀'.repeat(80) })).result.user._username).toBe(long);
    expect((await api.call('User.create', { username: 'ab€', password: 'abc€' })).result.user._username).toBe('ab€');
  });

  test.each([['User.get', {}], ['User.update', { user: {} }], ['User.setPassword', { password: 'secret' }]])('%s tells of a user that is not there', async (method, params) => {
    expect(await api.call(method, { _id: 'unobody', ...params })).toMatchObject(invalidParams({ _id: 'User not found.' }));
  });
});

describe.each(targets)('The API as a whole %s', (_name, start) => {
  let api: Target;
  beforeAll(async () => { api = await start(); });
  afterAll(() => api.stop());

  test('rpc.discover describes every method', async () => {
    const { openrpc, methods } = (await api.call('rpc.discover')).result;
    expect(openrpc).toMatch(/^1\./);
    expect(methods.map((method: { name: string }) => method.name)).toEqual(expect.arrayContaining(['User.list', 'CollectionItem.create', 'Push.send', 'rpc.discover']));
    expect(methods.find((method: { name: string }) => method.name === 'User.setPassword')).toMatchObject({ 'x-extension': true });
  });

  test.each(['user.list', 'Collection', '', 'constructor', '__proto__', 'toString'])('the method %j is not found and has no data', async (method) => {
    expect((await api.call(method)).error).toEqual({ code: -32601, message: 'Method not found' });
  });

  test('parameters by position are refused', async () => {
    expect((await api.call('Collection.getConfig', ['GameScore'])).error).toMatchObject({ code: -32602 });
  });
});
