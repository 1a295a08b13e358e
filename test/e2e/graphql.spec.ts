import { keyHeader, startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
let collectionName: string;
let next = 0;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.stop());
beforeEach(async () => {
  collectionName = `Graph${++next}`;
  const { data } = await server.graphql('mutation ($name: ID!) { createCollection(input: { name: $name, defaultPublicPermission: "r" }) { name isInsertable defaultPublicPermission } }', { name: collectionName });
  expect(data.createCollection).toEqual({ name: collectionName, isInsertable: false, defaultPublicPermission: 'r' });
});

const newUser = async (properties: object = {}): Promise<{ id: string; username: string }> => {
  const { data } = await server.graphql('mutation ($input: CreateUserInput!) { createUser(input: $input) { id username } }', { input: { username: `graph${++next}`, password: 'secret', properties } });
  return data.createUser;
};
const newItem = async (item: object, ownerUserOid?: string): Promise<string> => {
  const { data } = await server.graphql('mutation ($c: ID!, $data: JSONObject!, $o: ID) { createItem(collectionName: $c, data: $data, ownerUserOid: $o) { id } }', { c: collectionName, data: item, o: ownerUserOid });
  return data.createItem.id as string;
};

test('a user is created, read, changed, verified and deleted', async () => {
  const { id, username } = await newUser({ age: 31, tags: ['a'] });
  const read = 'query ($id: ID!) { user(id: $id) { id username createdAt updatedAt properties property(name: "age") missing: property(name: "constructor") } }';
  const { data } = await server.graphql(read, { id });
  expect(data.user).toEqual({ id, username, createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), updatedAt: data.user.createdAt, properties: { age: 31, tags: ['a'] }, property: 31, missing: null });
  const changed = await server.graphql('mutation ($id: ID!, $p: JSONObject) { updateUser(id: $id, username: "renamed", properties: $p) { username properties } }', { id, p: { age: 32, _username: 'not so' } });
  expect(changed.data.updateUser).toEqual({ username: 'renamed', properties: { age: 32, tags: ['a'] } });
  expect((await server.graphql('mutation ($id: ID!) { setUserPassword(id: $id, password: "another") }', { id })).data).toEqual({ setUserPassword: true });
  const verify = 'mutation ($p: String!) { verifyUserPassword(username: "renamed", password: $p) { id } }';
  expect((await server.graphql(verify, { p: 'another' })).data.verifyUserPassword).toEqual({ id });
  expect((await server.graphql(verify, { p: 'secret' })).data.verifyUserPassword).toBeNull();
  expect((await server.graphql('mutation ($l: [ID!]!) { deleteUsers(idList: $l) }', { l: [id, 'unobody'] })).data).toEqual({ deleteUsers: true });
  expect(await server.graphql(read, { id })).toEqual({ data: { user: null } });
});

test('users are listed with the arguments of the schema', async () => {
  const marks = [await newUser({ n: 1 }), await newUser({ n: 2 })].map((user) => user.username);
  const { data } = await server.graphql('query ($f: String) { users(nameFilter: $f, sortProperty: "n", sortOrder: DESC, itemsInPage: 5, page: 1, propertyNames: ["n"]) { totalItems items { username properties } } }', { f: marks[0]!.slice(0, -1) });
  expect(data.users.items).toContainEqual({ username: marks[1], properties: { n: 2 } });
  expect((await server.graphql('{ userPropertyNames }')).data.userPropertyNames).toContain('n');
});

test('collections are listed, read with their items, configured and dropped', async () => {
  const id = await newItem({ z: 1, a: 2 });
  const { data } = await server.graphql('query ($n: ID!, $id: ID!) { collections { name } collection(name: $n) { propertyNames items { totalItems items { id data } } item(id: $id) { id collectionName value(name: "a") permission } none: item(id: "inone") { id } } nothing: collection(name: "Nothing") { name } }', { n: collectionName, id });
  expect(data.collections).toContainEqual({ name: collectionName });
  expect(Object.keys(data.collection.items.items[0].data)).toEqual(['z', 'a']);
  expect(data.collection).toEqual({ propertyNames: ['a', 'z'], items: { totalItems: 1, items: [{ id, data: { z: 1, a: 2 } }] }, item: { id, collectionName, value: 2, permission: { public: 'r' } }, none: null });
  expect(data.nothing).toBeNull();
  const configured = await server.graphql('mutation ($n: ID!) { configureCollection(name: $n, isInsertable: true) { isInsertable defaultPublicPermission } }', { n: collectionName });
  expect(configured.data.configureCollection).toEqual({ isInsertable: true, defaultPublicPermission: 'r' });
  expect((await server.graphql('mutation ($n: ID!) { dropCollection(name: $n) }', { n: collectionName })).data).toEqual({ dropCollection: true });
});

test('items are changed, get a permission and are deleted', async () => {
  const id = await newItem({ a: 1 });
  const both = await server.graphql('mutation ($c: ID!, $id: ID!, $d: JSONObject!) { updateItem(collectionName: $c, id: $id, data: $d) { data } setItemPermission(collectionName: $c, id: $id, permission: { uann: "rw" }) { permission } }', { c: collectionName, id, d: { b: [1, null] } });
  expect(both.data).toEqual({ updateItem: { data: { a: 1, b: [1, null] } }, setItemPermission: { permission: { public: '', uann: 'rw' } } });
  const deleted = await server.graphql('mutation ($c: ID!, $l: [ID!]!) { deleteItems(collectionName: $c, idList: $l) }', { c: collectionName, l: [id] });
  expect(deleted.data).toEqual({ deleteItems: true });
});

test('lists hold 20 items unless another number is asked for', async () => {
  for (let index = 0; index < 21; index++) await newItem({ index });
  const { data } = await server.graphql('query ($n: ID!) { collection(name: $n) { items { totalItems items { id } } all: items(itemsInPage: 100) { items { id } } } }', { n: collectionName });
  expect([data.collection.items.items.length, data.collection.items.totalItems, data.collection.all.items.length]).toEqual([20, 21, 21]);
});

test('owners come with their items, and one who is no more is null', async () => {
  const [ann, bob] = [await newUser(), await newUser()];
  for (const owner of [ann.id, bob.id, ann.id, undefined]) await newItem({}, owner);
  await server.rpc('User.delete', { idList: [bob.id] });
  const { data, errors } = await server.graphql('query ($n: ID!) { collection(name: $n) { items { items { ownerUserOid owner { username } } } } }', { n: collectionName });
  expect(errors).toBeUndefined();
  expect(data.collection.items.items).toEqual([
    { ownerUserOid: ann.id, owner: { username: ann.username } }, { ownerUserOid: bob.id, owner: null },
    { ownerUserOid: ann.id, owner: { username: ann.username } }, { ownerUserOid: null, owner: null },
  ]);
});

test.each<[string, string, object, string, number, string, object[]]>([
  ['a taken name', 'mutation ($c: ID!) { createCollection(input: { name: $c }) { name } }', {}, 'CONFLICT', 409, 'already-exists', [{ name: 'name', detail: 'Collection already exists.' }]],
  ['a page out of bounds', '{ users(page: 0) { totalItems } }', {}, 'BAD_USER_INPUT', 400, 'invalid-params', [{ name: 'page', detail: 'Must be between 1 and 1000000.' }]],
  ['a query of users', '{ users(query: "a == b") { totalItems } }', {}, 'BAD_USER_INPUT', 400, 'invalid-params', [{ name: 'query', detail: "Unexpected 'b' at position 5; expected a value." }]],
  ['an unknown user', 'mutation { setUserPassword(id: "unobody", password: "secret") }', {}, 'NOT_FOUND', 404, 'not-found', [{ name: 'id', detail: 'User not found.' }]],
  ['an unknown item', 'mutation ($c: ID!) { updateItem(collectionName: $c, id: "inone", data: {}) { id } }', {}, 'NOT_FOUND', 404, 'not-found', [{ name: 'id', detail: 'Item not found.' }]],
  ['an unknown collection', 'mutation { deleteItems(collectionName: "Nothing", idList: []) }', {}, 'NOT_FOUND', 404, 'not-found', [{ name: 'collectionName', detail: 'Collection not found.' }]],
  ['a name that is too short', 'mutation { updateUser(id: "u1", username: "a") { id } }', {}, 'BAD_USER_INPUT', 400, 'invalid-params', [{ name: 'username', detail: '_username: Must be 3 to 255 characters.' }]],
  ['bad properties', 'mutation { updateUser(id: "u1", properties: { _x: 1 }) { id } }', {}, 'BAD_USER_INPUT', 400, 'invalid-params', [{ name: 'properties', detail: '"_x" is not a system property; own names do not start with "_".' }]],
  ['bad data', 'mutation ($c: ID!) { createItem(collectionName: $c, data: { _x: 1 }) { id } }', {}, 'BAD_USER_INPUT', 400, 'invalid-params', [{ name: 'data', detail: '"_x" is not a system property; own names do not start with "_".' }]],
])('%s is an error with the extensions of the table', async (_what, query, variables, code, status, slug, mistakes) => {
  const { errors } = await server.graphql(query, { c: collectionName, ...variables });
  expect(errors).toHaveLength(1);
  expect(errors![0]!.extensions).toEqual({ code, status, type: `/problems/${slug}`, errors: mistakes, rpc: { code: -32602, method: expect.any(String), data: expect.any(Object) } });
});

test('null is as good as nothing when a collection is created', async () => {
  const { data } = await server.graphql('mutation ($n: ID!) { createCollection(input: { name: $n, isInsertable: null, defaultPublicPermission: null }) { isInsertable defaultPublicPermission } }', { n: `${collectionName}Null` });
  expect(data.createCollection).toEqual({ isInsertable: false, defaultPublicPermission: '' });
});

test('a failing field leaves its siblings alone', async () => {
  const { data, errors } = await server.graphql('query ($n: ID!) { users(page: 0) { totalItems } collection(name: $n) { name } }', { n: collectionName });
  expect(data).toEqual({ users: null, collection: { name: collectionName } });
  expect(errors).toMatchObject([{ path: ['users'] }]);
});

test.each([
  ['*/*', 'application/json; charset=utf-8'],
  ['application/json', 'application/json; charset=utf-8'],
  ['application/graphql-response+json,application/json;q=0.9', 'application/graphql-response+json; charset=utf-8'],
])('a wrong key is refused in the media type that is accepted: %s', async (Accept, type) => {
  const reply = await server.request('/graphql', { body: { query: '{ collections { name } }' }, headers: { [keyHeader]: 'a-wrong-key', Accept } });
  expect([reply.status, reply.headers.get('content-type'), await reply.json()]).toEqual([401, type, { errors: [expect.objectContaining({ message: expect.stringMatching(/^Send a valid API key/) })] }]);
});

test('a mistake in the operation is told in GraphQL’s words, without a stack trace', async () => {
  const { errors } = await server.graphql('{ nothing }');
  expect(errors).toMatchObject([{ message: expect.stringContaining('Cannot query field "nothing"'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED', status: 400, type: '/problems/invalid-params' } }]);
  expect(JSON.stringify(errors)).not.toContain('stacktrace');
});

test('values in a literal arrive as they were written', async () => {
  const { data } = await server.graphql('mutation ($c: ID!, $v: JSON) { createItem(collectionName: $c, data: { a: { b: [1, 2.5, "x", null, true, $v] }, e: "é" }) { data } }', { c: collectionName, v: { nested: ['y'] } });
  expect(data.createItem.data).toEqual({ a: { b: [1, 2.5, 'x', null, true, { nested: ['y'] }] }, e: 'é' });
});

test('queries and their bind parameters are arguments', async () => {
  const { data } = await server.graphql(`mutation ($n: JSONObject!) {
    createCollection(input: { name: "Queried" }) { name }
    one: createItem(collectionName: "Queried", data: { n: 1 }) { id } two: createItem(collectionName: "Queried", data: $n) { id }
    createUser(input: { username: "queried", password: "secret", properties: { only: 2 } }) { id }
  }`, { n: { n: [2, null] } });
  const found = await server.graphql(`query ($binds: [JSON]) {
    collection(name: "Queried") { items(query: "n == ? && n == ?", bindParams: $binds) { totalItems items { id } } }
    users(query: "only == ?", bindParams: [2]) { items { username } }
  }`, { binds: [2, null] });
  expect(found).toEqual({ data: { collection: { items: { totalItems: 1, items: [{ id: data.two.id }] } }, users: { items: [{ username: 'queried' }] } } });
});
