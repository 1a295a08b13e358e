import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await server.rpc('Collection.create', { _id: 'GameScore' });
});
afterAll(() => server.stop());

const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join(' ');
const refused = (message: string): object => ({ message, extensions: { code: 'BAD_USER_INPUT', status: 400, type: '/problems/invalid-params', errors: [{ name: 'query', detail: message }] } });

const overLimit: [what: string, query: string, message: string][] = [
  ['depth', `{ collection(name: "GameScore") ${'{ items '.repeat(12)}{ id }${'}'.repeat(12)} }`, 'The query is 14 levels deep; at most 12 are allowed.'],
  ['introspection', `{ __type(name: "User") ${'{ ofType '.repeat(19)}{ name }${'}'.repeat(19)} }`, 'The introspection is 21 levels deep; at most 20 are allowed.'],
  ['aliases', `{ ${times(51, (index) => `a${index}: userPropertyNames`)} }`, 'The query has 51 aliases; at most 50 are allowed.'],
  ['directives', `{ __typename ${times(51, () => '@skip(if: false)')} }`, 'The query has 51 directives; at most 50 are allowed.'],
  ['tokens', `{ users(bindParams: [${'1 '.repeat(5_000)}]) { totalItems } }`, 'The query has more than 5000 tokens, which is the limit.'],
  ['bytes', `{ users(query: "${'x'.repeat(100 * 1024)}") { totalItems } }`, 'The query is 102435 bytes long; at most 102400 are read.'],
  ['cost', '{ a: users(itemsInPage: 10000) { items { id } } b: users(itemsInPage: 10000) { items { id } } }', 'The operation costs 20002 units (it may ask for 20000 records in 2 calls); at most 20000 are allowed.'],
  ['cost of owners', '{ collection(name: "GameScore") { items(itemsInPage: 10000) { items { owner { id } } } } }', 'The operation costs 20002 units (it may ask for 10000 records in 10002 calls); at most 20000 are allowed.'],
];

describe.each(overLimit)('a query over the limit of %s', (_what, query, message) => {
  test('is refused with what is allowed, as any mistake of a query is', async () => {
    const reply = await server.request('/graphql', { body: { query } });
    expect([reply.status, await reply.json()]).toEqual([200, { errors: [refused(message)] }]);
  });

  test('is refused with 400 where the caller knows the media type of GraphQL', async () => {
    const reply = await server.request('/graphql', { body: { query }, headers: { Accept: 'application/graphql-response+json' } });
    expect([reply.status, reply.headers.get('content-type'), await reply.json()]).toEqual([400, 'application/graphql-response+json; charset=utf-8', { errors: [refused(message)] }]);
  });
});

test('a query over a limit is refused over GET, too', async () => {
  const reply = await fetch(`${server.url}/graphql?query=${encodeURIComponent(`{ ${times(51, (index) => `a${index}: __typename`)} }`)}`, { headers: { [keyHeader]: adminKey } });
  expect(await reply.json()).toMatchObject({ errors: [{ message: 'The query has 51 aliases; at most 50 are allowed.' }] });
});

test('the size of a page counts when it is a variable', async () => {
  const query = 'query ($n: Int!) { a: users(itemsInPage: $n) { totalItems } b: users(itemsInPage: $n) { totalItems } }';
  expect(await server.graphql(query, { n: 9_999 })).toEqual({ data: { a: { totalItems: 0 }, b: { totalItems: 0 } } });
  expect((await server.graphql(query, { n: 10_000 })).errors).toMatchObject([{ message: expect.stringMatching(/^The operation costs 20002 units/) }]);
});

test.each<[what: string, query: string]>([
  ['50 aliases', `{ ${times(50, (index) => `a${index}: userPropertyNames`)} }`],
  ['a page of 10 000 records', '{ collection(name: "GameScore") { items(itemsInPage: 10000) { items { id } } } }'],
  ['9 999 items with their owners', '{ collection(name: "GameScore") { items(itemsInPage: 9999) { items { owner { id } } } } }'],
])('%s are within the limits', async (_what, query) => {
  expect(await server.graphql(query)).toEqual({ data: expect.anything() });
});

test('a mutation over the limit has not run', async () => {
  const ids = times(10_000, (index) => `"u${index}"`).split(' ').map((id) => JSON.parse(id) as string);
  const { data: { createUser } } = await server.graphql('mutation { createUser(input: { username: "kept", password: "secret" }) { id } }');
  const twice = await server.graphql('mutation ($l: [ID!]!) { a: deleteUsers(idList: $l) b: deleteUsers(idList: $l) }', { l: [createUser.id, ...ids].slice(0, 10_000) });
  expect(twice).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  expect((await server.rpc('User.get', { _id: createUser.id })).result.user._username).toBe('kept');
});

test('no more than a few mistakes of a query are told', async () => {
  const { errors } = await server.graphql(`{ ${times(40, (index) => `nothing${index}`)} }`);
  expect(errors).toHaveLength(9);
});

test('a batch of operations is refused', async () => {
  const reply = await server.request('/graphql', { body: [{ query: '{ __typename }' }, { query: '{ __typename }' }] });
  expect([reply.status, await reply.json()]).toMatchObject([400, { errors: [{ message: 'Operation batching disabled.', extensions: { status: 400 } }] }]);
});
