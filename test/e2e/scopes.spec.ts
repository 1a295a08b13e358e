import { sqliteDatabase, type TestDatabase } from '../support/databases.js';
import { openKeyMaker, type KeyMaker } from '../support/keys.js';
import { adminKey, clientOf, startServer, type RunningServer } from '../support/server.js';

type Client = ReturnType<typeof clientOf>;

let database: TestDatabase;
let server: RunningServer;
let maker: KeyMaker;
let user: { readonly _id: string };
let item: { readonly _id: string };
beforeAll(async () => {
  database = await sqliteDatabase();
  server = await startServer({ DATABASE_URL: database.url });
  maker = await openKeyMaker(database.url);
  for (const name of ['A', 'B']) await server.rpc('Collection.create', { _id: name });
  ({ user } = (await server.rpc('User.create', { username: 'ann', password: 'secret' })).result);
  ({ item } = (await server.rpc('CollectionItem.create', { collectionName: 'A', item: { a: 1 }, ownerUserOid: user._id })).result);
});
afterAll(async () => {
  await server.stop();
  await maker.close();
  await database.remove();
});

const clientWith = async (...scopes: string[]): Promise<Client> => clientOf(server.url, await maker.make(scopes));
const lacks = (...scopes: string[]): object => ({ message: `The key lacks the scope${scopes.length > 1 ? 's' : ''} ${scopes.join(', ')}.`, extensions: { code: 'FORBIDDEN', status: 403, type: '/problems/forbidden', rpc: expect.objectContaining({ code: 14, data: { scopes } }) } });

test('a write reads back what it has written, and nothing else', async () => {
  const client = await clientWith('users:write', 'items:write:A', 'collections:write');
  const headers = { Prefer: 'return=representation' };
  for (const [address, body] of [[`/v1/users/${user._id}`, { age: 31 }], [`/v1/collections/A/items/${item._id}`, { b: 2 }]] as const) {
    const changed = await client.request(address, { method: 'PATCH', body, headers });
    expect([changed.status, await changed.json()]).toEqual([200, expect.objectContaining(body)]);
    expect((await client.request(address)).status).toBe(403);
  }
  const { data, errors } = await client.graphql(`mutation {
    updateUser(id: "${user._id}", properties: { age: 32 }) { properties }
    configureCollection(name: "A", isInsertable: true) { isInsertable }
    updateItem(collectionName: "A", id: "${item._id}", data: { b: 3 }) { data }
    setItemPermission(collectionName: "A", id: "${item._id}", permission: { public: "r" }) { permission }
  }`);
  expect([data, errors]).toEqual([{
    updateUser: { properties: { age: 32 } }, configureCollection: { isInsertable: true },
    updateItem: { data: { a: 1, b: 3 } }, setItemPermission: { permission: { public: 'r' } },
  }, undefined]);
  const further = await client.graphql(`mutation { updateItem(collectionName: "A", id: "${item._id}", data: {}) { id owner { username } } configureCollection(name: "A") { name items { totalItems } propertyNames } }`);
  expect(further.data).toEqual({ updateItem: { id: item._id, owner: null }, configureCollection: { name: 'A', items: null, propertyNames: null } });
  expect(further.errors).toEqual([['updateItem', 'owner'], ['configureCollection', 'items'], ['configureCollection', 'propertyNames']]
    .map((path, index) => expect.objectContaining({ path, ...lacks(['users:read', 'items:read', 'collections:read'][index]!) })));
});

test('a forbidden field is null, and its siblings answer', async () => {
  const { data, errors } = await (await clientWith('items:read:A')).graphql('{ users { totalItems } a: collection(name: "A") { items { totalItems items { owner { username } } } propertyNames } b: collection(name: "B") { name } }');
  expect(data).toEqual({ users: null, a: { items: { totalItems: 1, items: [{ owner: null }] }, propertyNames: ['a', 'b'] }, b: null });
  expect(errors?.map(({ path, message }) => [path, message]).sort()).toEqual([
    [['a', 'items', 'items', 0, 'owner'], 'The key lacks the scope users:read.'],
    [['b'], 'The key lacks the scope collections:read.'],
    [['users'], 'The key lacks the scope users:read.'],
  ]);
});

test('a batch is asked call by call, and a notification that is forbidden does nothing', async () => {
  const client = await clientWith('items:read:A');
  const call = (id: number | undefined, method: string, params: object): object => ({ jsonrpc: '2.0', ...(id !== undefined && { id }), method, params });
  const reply = await client.request('/rpc', { body: [
    call(1, 'CollectionItem.get', { collectionName: 'A', _id: item._id }), call(2, 'CollectionItem.get', { collectionName: 'B', _id: 'x' }),
    call(undefined, 'Collection.drop', { _id: 'A' }), call(3, 'Push.send', { userQuery: 'a == 1' }), call(4, 'Nothing.known', {}), call(5, 'CollectionItem.get', { collectionName: 'A', _id: 'x' }),
  ] });
  const denied = (...scopes: string[]): object => ({ code: 14, message: 'Permission denied', data: { scopes } });
  expect(await reply.json()).toMatchObject([
    { id: 1, result: { item: { _id: item._id } } }, { id: 2, error: denied('items:read') }, { id: 3, error: denied('push:send', 'users:read') },
    { id: 4, error: { code: -32601 } }, { id: 5, error: { code: -32602, data: { _id: 'Item not found.' } } },
  ]);
  expect((await server.rpc('Collection.getConfig', { _id: 'A' })).error).toBeUndefined();
});

test('who lacks the scope is not told what exists', async () => {
  const client = await clientWith('users:read', 'items:read:A');
  const answers = await Promise.all(['A', 'B', 'Nothing'].map(async (name) => (await (await client.request(`/v1/collections/${name}`, { method: 'DELETE' })).text()).replace(/"instance":"[^"]*"/, '')));
  expect(new Set(answers).size).toBe(1);
  expect((await client.rpc('Collection.getConfig', { _id: 'B' })).error).toEqual((await client.rpc('Collection.getConfig', { _id: 'Nothing' })).error);
});

test('a key that is revoked while it is used is closed with the next request, on every surface', async () => {
  const key = await maker.make(['*']);
  const client = clientOf(server.url, key);
  expect((await client.request('/v1/collections')).status).toBe(200);
  await maker.revoke(key);
  expect((await client.request('/v1/collections')).status).toBe(401);
  expect((await client.rpc('Collection.list')).error?.code).toBe(4);
  expect((await client.graphql('{ __typename }')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test('before an upstream the scopes of the gateway’s keys hold, also for methods that only the upstream knows', async () => {
  const own = await sqliteDatabase();
  const gateway = await startServer({ DATABASE_URL: own.url, MANAGEMENT_API_URL: `${server.url}/rpc`, MANAGEMENT_API_KEY: adminKey });
  const gatewayMaker = await openKeyMaker(own.url);
  const client = clientOf(gateway.url, await gatewayMaker.make(['items:read:A']));
  expect((await client.rpc('CollectionItem.get', { collectionName: 'A', _id: item._id })).result).toMatchObject({ item: { _id: item._id } });
  expect((await client.rpc('Collection.list')).error).toMatchObject({ code: 14, data: { scopes: ['collections:read'] } });
  expect((await client.rpc('Theirs.only')).error).toMatchObject({ code: 14, data: { scopes: ['*'] } });
  expect((await gateway.rpc('Theirs.only')).error).toMatchObject({ code: -32601 });
  // Parameters are checked before they travel; the scope comes before that.
  const refused = await client.request('/v1/users', { body: { username: 'a b' } });
  expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ detail: 'The key lacks the scope users:write.' })]);
  await gateway.stop();
  await gatewayMaker.close();
  await own.remove();
});

test('where the caller’s key is passed on, the upstream’s scopes hold, and the ADMIN_KEY opens nothing there', async () => {
  const gateway = await startServer({ MANAGEMENT_API_URL: `${server.url}/rpc`, ADMIN_KEY: 'admin-key-of-the-gateway' });
  const client = clientOf(gateway.url, await maker.make(['items:read:A']));
  expect((await client.request(`/v1/collections/A/items/${item._id}`)).status).toBe(200);
  const refused = await client.request('/v1/users');
  expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ detail: 'The key lacks the scope users:read.' })]);
  const admin = clientOf(gateway.url, 'admin-key-of-the-gateway');
  expect((await admin.request('/v1/users')).status).toBe(401);
  expect((await admin.rpc('User.list')).error).toEqual({ code: 4, message: 'API key invalid' });
  expect(await (await admin.request('/rpc', { body: '[{"jsonrpc":"2.0","id":1,"method":"User.list"}]' })).json()).toEqual({ jsonrpc: '2.0', id: null, error: { code: 4, message: 'API key invalid' } });
  expect((await admin.request('/graphql', { body: { query: '{ users { totalItems } }' } })).status).toBe(401);
  await gateway.stop();
});
