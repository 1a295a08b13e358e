import { invalidParams, targets, type Target } from './targets.js';

/** Each item's number and what is told of it. */
const items = [
  { n: 0, country: 'US', age: 20, tags: ['a', 'b'], score: 1.5 },
  { n: 1, country: 'US', age: 30, tags: [], score: '1.5', address: { city: 'X', zip: { code: 7 } } },
  { n: 2, country: 'JP', age: 25, tags: [1, null], score: null },
  { n: 3, country: 'jp', age: true, tags: 'a', address: [{ city: 'X' }] },
  { n: 4, age: 1e300, score: -0.1, address: { city: null } },
  { n: 5, country: '\u{10000}', age: 2 ** 53, tags: [['a', 'b']], score: 0.1 + 0.2 },
  { n: 6, country: '\uffff', age: [21, 99], tags: { a: 1 } },
];

describe.each(targets)('queries %s', (_name, start) => {
  let api: Target;
  const collectionName = 'Queried';
  const users = ['ann', 'bob', 'Anna'];
  beforeAll(async () => {
    api = await start();
    await api.call('Collection.create', { _id: collectionName, defaultPublicPermission: 'r' });
    await api.call('Collection.create', { _id: 'Other' });
    for (const [index, username] of users.entries()) await api.call('User.create', { username, password: 'secret', properties: { age: index * 10, n: index } });
    const owner = await idOf('bob');
    for (const item of items) await api.call('CollectionItem.create', { collectionName, item, ...(item.n === 4 && { ownerUserOid: owner }) });
    await api.call('CollectionItem.create', { collectionName: 'Other', item: { n: 100, country: 'US' } });
  });
  afterAll(() => api.stop());

  const idOf = async (username: string): Promise<string> => (await api.call('User.list', { userQuery: '_username == ?', userQueryBindParams: [username] })).result.items[0]._id as string;
  const list = async (params: object): Promise<unknown> => {
    const { result, error } = await api.call('CollectionItem.list', { collectionName, ...params });
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return [result.items.map((item: { n: number }) => item.n), result.totalItems];
  };
  const found = (...numbers: number[]): unknown => [numbers, numbers.length];

  test.each<[string, unknown[], number[]]>([
    ['', [], [0, 1, 2, 3, 4, 5, 6]],
    ['  ', [], [0, 1, 2, 3, 4, 5, 6]],
    ['country == ? && age > ?', ['US', 20], [1]],
    ['country == "US" && (age == 20 || age == 30)', [], [0, 1]],
    ['!(country == "US" || country == "JP")', [], [3, 4, 5, 6]],
    ['country IN ["US","JP"]', [], [0, 1, 2]],
    ['country NIN ?', [['US', 'JP', null]], [3, 5, 6]],
    ['country = "JP"', [], [2]],
    ['age > 24', [], [1, 2, 4, 5, 6]],
    ['age < 22', [], [0, 6]],
    ['age == 9007199254740992', [], [5]],
    ['age == true', [], [3]],
    ['age != 20', [], [1, 2, 3, 4, 5, 6]],
    ['score == 1.5', [], [0]],
    ['score == 0.30000000000000004', [], [5]],
    ['score == 0.3', [], []],
    ['score == null', [], [2, 3, 6]],
    ['score != null', [], [0, 1, 4, 5]],
    ['score < 1', [], [4, 5]],
    ['score < "2"', [], [1]],
    ['tags == "a"', [], [0, 3]],
    ['tags == ["a","b"]', [], [0, 5]],
    ['tags == ?', [['a', 'b']], [0, 5]],
    ['tags == []', [], [1]],
    ['tags == null', [], [2, 4]],
    ['tags IN ["b", 1]', [], [0, 2]],
    ['address.city == "X"', [], [1]],
    ['address.zip.code >= 7', [], [1]],
    ['address.city == null', [], [0, 2, 3, 4, 5, 6]],
    ['country > "\uffff"', [], [5]],
    ['country >= "\uffff"', [], [5, 6]],
    ['country < "a"', [], [0, 1, 2]],
    ['_ownerUserOid != null', [], [4]],
    ['_permission.public == "r"', [], [0, 1, 2, 3, 4, 5, 6]],
    ['_createdAt > 1000 && _updatedAt > 1000 && _createdAt < 1e300', [], [0, 1, 2, 3, 4, 5, 6]],
    ['_createdAt == "x" || _id == 5 || _ownerDeviceOid == ""', [], []],
    ['_password != null || _nobody == 1', [], []],
    ['age >= null || age <= [1] || tags > true', [], []],
  ])('%s with %j', async (query, bindParams, numbers) => {
    expect(await list({ query, bindParams })).toEqual(found(...numbers));
  });

  test('totalItems counts every match, not the page; matches are sorted, and ties stay in order of creation', async () => {
    expect(await list({ query: 'n >= 1', itemsInPage: 2, page: 2 })).toEqual([[3, 4], 6]);
    expect(await list({ query: 'n >= 1', itemsInPage: 2, page: 4 })).toEqual([[], 6]);
    expect(await list({ query: 'n >= 1', sortProperty: 'country' })).toEqual([[4, 2, 1, 3, 6, 5], 6]);
    expect(await list({ query: 'n >= 1', sortProperty: 'address.city', sortOrder: 'desc' })).toEqual([[1, 2, 3, 4, 5, 6], 6]);
    expect(await list({ query: 'n >= 1', sortProperty: 'tags', sortOrder: 'asc' })).toEqual([[4, 3, 6, 1, 2, 5], 6]);
    expect(await list({ query: 'n >= 1', sortOrder: 'desc', itemsInPage: 3 })).toEqual([[6, 5, 4], 6]);
    expect(await list({ query: 'n >= 1', propertyNames: ['n'], sortProperty: 'score' })).toEqual([[2, 3, 6, 4, 5, 1], 6]);
  });

  test('users are found by own and system properties, and a name filter must hold too', async () => {
    const names = async (params: object): Promise<unknown> => (await api.call('User.list', params)).result.items.map((user: { _username: string }) => user._username);
    expect(await names({ userQuery: 'age >= ?', userQueryBindParams: [10] })).toEqual(['bob', 'Anna']);
    expect(await names({ userQuery: 'age >= 10', nameFilter: 'ANN' })).toEqual(['Anna']);
    expect(await names({ userQuery: '_username > "a" && _createdAt > 0', sortProperty: '_username', sortOrder: 'desc' })).toEqual(['bob', 'ann']);
    expect(await names({ userQuery: '_id == ?', userQueryBindParams: [await idOf('ann')] })).toEqual(['ann']);
    expect(await names({ userQuery: '_permission == null && _password == null' })).toEqual(['ann', 'bob', 'Anna']);
    expect((await api.call('User.list', { userQuery: 'n > 0', itemsInPage: 1 })).result.totalItems).toBe(2);
  });

  test('what is wrong with a query is told of the query, with the position', async () => {
    const fault = async (params: object): Promise<unknown> => api.call('CollectionItem.list', { collectionName, ...params });
    expect(await fault({ query: 'a == 1 && b == && c == 2' })).toMatchObject(invalidParams({ query: "Unexpected '&&' at position 15; expected a value." }));
    expect(await fault({ query: 'a == ?' })).toMatchObject(invalidParams({ query: "No bind parameter for '?' at position 5; 0 bind parameters are given." }));
    expect(await fault({ bindParams: [1] })).toMatchObject(invalidParams({ query: 'Unexpected end at position 0; 1 bind parameter is given, 0 used.' }));
    expect(await fault({ query: 'a =', bindParams: [], page: 0 })).toMatchObject(invalidParams({ page: 'Must be between 1 and 1000000.', query: 'Unexpected end at position 3.' }));
    expect(await fault({ query: 'a = ?', bindParams: 1 })).toMatchObject(invalidParams({ bindParams: 'Must be an array.' }));
    expect(await fault({ query: 'a', collectionName: 'Nobody' })).toMatchObject(invalidParams({ query: 'Unexpected end at position 1.' }));
    expect(await api.call('User.list', { userQuery: "name == 'x'", userQueryBindParams: [] })).toMatchObject(invalidParams({ userQuery: "Unexpected ''' at position 8; expected a value." }));
  });

  test('lone surrogates and U+0000 are refused wherever they stand', async () => {
    const fault = async (query: string, bindParams: unknown[] = []): Promise<unknown> => (await api.call('CollectionItem.list', { collectionName, query, bindParams })).error?.data;
    expect(await fault('a == "\ud800"')).toEqual({ query: 'Must not contain U+0000 or a lone surrogate.' });
    expect(await fault('a == "\\ud800"')).toEqual({ query: "Unexpected '\"\\ud800\"' at position 5; expected text without U+0000 and lone surrogates." });
    expect(await fault('a == ?', ['x\u0000'])).toEqual({ bindParams: 'Must not contain U+0000 or a lone surrogate.' });
    expect(await fault('a IN ?', [[['\udfff']]])).toEqual({ bindParams: 'Must not contain U+0000 or a lone surrogate.' });
  });
});
