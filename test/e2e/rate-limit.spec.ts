import { closedPort } from '../support/closed-port.js';
import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
afterEach(() => server.stop());
const start = async (limit: string, environment: Readonly<Record<string, string>> = {}): Promise<void> => { server = await startServer({ RATE_LIMIT_PER_MINUTE: limit, ...environment }); };

const collections = (): Promise<Response> => server.request('/v1/collections');
const call = { jsonrpc: '2.0', id: 1, method: 'Collection.list', params: {} };
const rpc = (body: unknown): Promise<Response> => server.request('/rpc', { body });
const graphql = (query: string): Promise<Response> => server.request('/graphql', { body: { query } });

/** What is left, as the reply says. */
const remaining = (reply: Response): number => Number(/^"key";r=(\d+);t=\d+$/.exec(reply.headers.get('ratelimit') ?? '')?.[1]);

test('every reply to a call with a key tells the limit, and how the key stands', async () => {
  await start('100');
  const replies = [await collections(), await rpc(call), await graphql('{ userPropertyNames }'), await server.request('/v1/collections/Nothing'), await server.request('/v1/users', { body: '{' }), await rpc('{')];
  for (const reply of replies) {
    expect(reply.headers.get('ratelimit-policy')).toBe('"key";q=100;w=60');
    expect(reply.headers.get('ratelimit')).toMatch(/^"key";r=\d+;t=(?:[1-5]?\d|60)$/);
  }
  expect(replies.map(remaining)).toEqual([99, 98, 97, 96, 95, 94]);
});

test('without a key, or where none is needed, nothing is told', async () => {
  await start('100');
  for (const reply of [await fetch(`${server.url}/v1/users`), await fetch(`${server.url}/health/live`), await fetch(`${server.url}/v1/users`, { headers: { [keyHeader]: 'wrong' } })]) {
    expect([reply.headers.get('ratelimit'), reply.headers.get('ratelimit-policy')]).toEqual([null, null]);
  }
});

test('0 is no limit', async () => {
  await start('0');
  expect((await collections()).headers.get('ratelimit-policy')).toBeNull();
});

test('past the limit each surface refuses in its own way, and says when to come again', async () => {
  await start('2');
  await collections();
  await graphql('{ collections { name } }');
  const [rest, overRpc, overGraphql] = [await collections(), await rpc({ ...call, id: 'x' }), await graphql('{ collections { name } }')];
  for (const reply of [rest, overRpc, overGraphql]) {
    expect([remaining(reply), Number(reply.headers.get('retry-after'))]).toEqual([0, expect.any(Number)]);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const detail = 'The key has used up its calls of this minute.';
  expect([rest.status, rest.headers.get('content-type'), await rest.json()]).toMatchObject([429, 'application/problem+json; charset=utf-8', { type: '/problems/too-many-requests', title: 'Too many requests', status: 429, detail }]);
  expect([overRpc.status, await overRpc.json()]).toEqual([200, { jsonrpc: '2.0', id: 'x', error: { code: 9999, message: 'Call limit exceeded' } }]);
  expect([overGraphql.status, await overGraphql.json()]).toEqual([429, { errors: [{ message: detail, extensions: { code: 'TOO_MANY_REQUESTS', status: 429, type: '/problems/too-many-requests' } }] }]);
});

test('a batch of calls counts each, and those over the limit are refused one by one', async () => {
  await start('5');
  const reply = await rpc([1, 2, 3].map((id) => ({ ...call, id })));
  expect([remaining(reply), await reply.json()]).toMatchObject([2, [{ id: 1, result: {} }, { id: 2, result: {} }, { id: 3, result: {} }]]);
  const second = await rpc([4, 5, 6].map((id) => ({ ...call, id })));
  expect([remaining(second), await second.json()]).toMatchObject([0, [{ id: 4, result: {} }, { id: 5, result: {} }, { id: 6, error: { code: 9999 } }]]);
});

test('an operation counts as the calls that it may make, and has not run when it is refused', async () => {
  await start('10');
  const create = (index: number): string => `a${index}: createCollection(input: { name: "Limited${index}" }) { name }`;
  const three = await graphql(`mutation { ${[1, 2, 3].map(create).join(' ')} }`);
  expect([remaining(three), await three.json()]).toMatchObject([7, { data: { a3: { name: 'Limited3' } } }]);
  const eight = await graphql(`mutation { ${[4, 5, 6, 7, 8, 9, 10, 11].map(create).join(' ')} }`);
  expect([eight.status, remaining(eight), await eight.json()]).toMatchObject([429, 6, { errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] }]);
  expect(eight.headers.get('retry-after')).toBe(/t=(\d+)/.exec(eight.headers.get('ratelimit') ?? '')?.[1]);
  const { items } = (await (await collections()).json()) as { items: unknown[] };
  expect(items).toHaveLength(3);
});

test('the owners of a page count as one call in a hundred', async () => {
  await start('1000');
  await server.rpc('Collection.create', { _id: 'Owned' });
  expect(remaining(await graphql('{ collection(name: "Owned") { items(itemsInPage: 150) { items { owner { id } } } } }'))).toBe(999 - 4);
});

test('keys do not count for each other, whichever header they come in', async () => {
  await start('10', { MANAGEMENT_API_URL: `http://127.0.0.1:${closedPort}/` });
  const left = async (headers: Record<string, string>): Promise<number> => remaining(await fetch(`${server.url}/v1/collections`, { headers }));
  expect([await left({ [keyHeader]: 'one' }), await left({ [keyHeader]: 'two' }), await left({ Authorization: 'Bearer one' })]).toEqual([9, 9, 8]);
});

test('an address that sends too many wrong keys waits, while keys that were right there go on working', async () => {
  await start('0', { RPC_STRICT_HTTP: 'true' });
  expect((await collections()).status).toBe(200);
  const attempt = (path: string, key: string, body?: string): Promise<Response> => fetch(`${server.url}${path}`, { headers: { [keyHeader]: key, 'Content-Type': 'application/json' }, ...(body !== undefined && { method: 'POST', body }) });
  const statuses = new Map<number, number>();
  for (let round = 0; round < 11; round++) {
    const replies = await Promise.all(Array.from({ length: 100 }, (_, index) => attempt('/v1/users', `wrong-${round}-${index}`)));
    for (const { status } of replies) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses]).toEqual([[401, 1_000], [429, 100]]);
  const [rest, overRpc, overGraphql] = [await attempt('/v1/users', 'wrong'), await attempt('/rpc', 'wrong', JSON.stringify(call)), await attempt('/graphql', 'wrong', '{"query":"{ __typename }"}')];
  expect([rest.status, overRpc.status, overGraphql.status]).toEqual([429, 200, 429]);
  for (const reply of [rest, overRpc, overGraphql]) expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await overRpc.json()).toMatchObject({ id: 1, error: { code: 9999 } });
  expect((await collections()).status).toBe(200);
  expect((await attempt('/v1/users', adminKey)).status).toBe(200);
});
