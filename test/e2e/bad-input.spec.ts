import { startServer, type RunningServer } from '../support/server.js';

/** Values that no database is to hold, on each surface: refused with a sentence, and nothing is stored. */
let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await server.rpc('Collection.create', { _id: 'Bad' });
});
afterAll(() => server.stop());

const text = 'Must not contain U+0000 or a lone surrogate.';
const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

// Written as JSON, because some of it no JavaScript value can stand for.
const refusedItems: [string, string, string][] = [
  ['a lone surrogate', '{"a":"\\ud800"}', text],
  ['a lone surrogate deep down', '{"a":[{"b":"x\\udc00"}]}', text],
  ['a lone surrogate in a nested name', '{"a":{"\\ud800":1}}', text],
  ['U+0000', '{"a":"x\\u0000y"}', text],
  ['a number that is no double', '{"a":1e400}', 'Numbers must be finite doubles.'],
  ['a negative one deep down', '{"a":[[-1e400]]}', 'Numbers must be finite doubles.'],
  ['__proto__', '{"__proto__":{"isAdmin":true}}', '"__proto__" is not a system property; own names do not start with "_".'],
  ['a name with a dot', '{"a.b":1}', 'Property name "a.b" must be a letter, then letters, digits or "_".'],
  ['a name that looks like a placeholder', '{"a$property $target":1}', 'Property name "a$property $target" must be a letter, then letters, digits or "_".'],
  ['an empty name', '{"":1}', 'Property name "" must be a letter, then letters, digits or "_".'],
  ['a name with a lone surrogate', '{"a\\ud800":1}', text],
];

describe.each(refusedItems)('an item with %s', (_what, item, sentence) => {
  test('is refused over RPC', async () => {
    const reply = await server.request('/rpc', { body: `{"jsonrpc":"2.0","id":1,"method":"CollectionItem.create","params":{"collectionName":"Bad","item":${item}}}` });
    expect(await reply.json()).toEqual({ jsonrpc: '2.0', id: 1, error: { code: -32602, message: 'Invalid params', data: { item: sentence } } });
  });

  test('is refused over REST', async () => {
    const reply = await server.request('/v1/collections/Bad/items', { body: item });
    expect(await reply.json()).toMatchObject({ status: 400, type: '/problems/invalid-params', errors: [{ name: 'body', detail: sentence }] });
  });

  test('is refused over GraphQL', async () => {
    const reply = await server.request('/graphql', { body: `{"query":"mutation ($d: JSONObject!) { createItem(collectionName: \\"Bad\\", data: $d) { id } }","variables":{"d":${item}}}` });
    expect(await reply.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT', status: 400, errors: [{ name: 'data', detail: sentence }] } }] });
  });
});

test.each([
  ['User.create', { username: 'a\ud800b', password: 'secret' }, { username: text }],
  ['User.create', { username: 'fine', password: 'sec\0ret' }, { password: text }],
  ['User.get', { _id: 'u\0' }, { _id: text }],
  ['User.list', { nameFilter: '\udc00', sortProperty: 'a\0' }, { nameFilter: text, sortProperty: text }],
  ['User.delete', { idList: ['a', '\ud800'] }, { idList: `Element 1: ${text}` }],
  ['Collection.getConfig', { _id: '\ud800' }, { _id: text }],
  ['CollectionItem.list', { collectionName: 'Bad', propertyNames: ['\0'] }, { propertyNames: `Element 0: ${text}` }],
  ['CollectionItem.list', { collectionName: 'Bad', bindParams: [{ a: '\ud800' }] }, { bindParams: text }],
])('%s refuses %j', async (method, params, data) => {
  expect((await server.rpc(method, params)).error).toEqual({ code: -32602, message: 'Invalid params', data });
});

test.each([
  ['too deep over RPC', '/rpc', `{"jsonrpc":"2.0","id":1,"method":"CollectionItem.create","params":{"collectionName":"Bad","item":{"a":${deep(98)}}}}`, { id: null, error: { code: -32600 } }],
  ['too deep over REST', '/v1/collections/Bad/items', `{"a":${deep(100)}}`, { status: 400, type: '/problems/malformed-body' }],
  ['too deep over GraphQL', '/graphql', `{"query":"{ collections { name } }","variables":{"a":${deep(99)}}}`, { errors: [{ extensions: { status: 400, type: '/problems/malformed-body' } }] }],
  ['a hundred thousand levels deep', '/v1/collections/Bad/items', deep(100_000), { status: 400 }],
])('JSON %s is refused', async (_what, path, body, answer) => {
  expect(await (await server.request(path, { body })).json()).toMatchObject(answer);
});

test('JSON as deep as may be comes back as it went in', async () => {
  const created = await server.request('/v1/collections/Bad/items', { body: `{"a":${deep(99)}}` });
  expect(created.status).toBe(201);
  expect(await created.text()).toContain(`"a":${deep(99)}`);
});

test('a nested __proto__ is a name like any other', async () => {
  const created = await server.request('/v1/collections/Bad/items', { body: '{"a":{"__proto__":{"b":1},"constructor":2}}' });
  const { _id } = JSON.parse(await created.text()) as { _id: string };
  expect(await (await server.request(`/v1/collections/Bad/items/${_id}`)).text()).toContain('"a":{"__proto__":{"b":1},"constructor":2}');
  expect(({} as { b?: number }).b).toBeUndefined();
});

test('a large number is kept as a double', async () => {
  const created = await server.request('/v1/collections/Bad/items', { body: '{"a":9007199254740993,"b":1e300,"c":-0.0,"d":12345678901234567890}' });
  expect(JSON.parse(await created.text())).toMatchObject({ a: 9007199254740992, b: 1e300, d: 12345678901234567000 });
});

test('a list of 10 000 ids is taken and one of 10 001 refused', async () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `i${index}`);
  expect((await server.rpc('CollectionItem.delete', { collectionName: 'Bad', idList: ids })).result).toBe('OK');
  expect((await server.rpc('CollectionItem.delete', { collectionName: 'Bad', idList: [...ids, 'x'] })).error?.data).toEqual({ idList: 'Must have at most 10000 elements.' });
});

test('nothing of what was refused has been stored', async () => {
  const { items } = (await server.rpc('CollectionItem.list', { collectionName: 'Bad' })).result;
  expect(items.every((item: object) => !Object.hasOwn(item, 'isAdmin'))).toBe(true);
  expect((await server.rpc('User.list')).result).toEqual({ items: [], totalItems: 0 });
});
