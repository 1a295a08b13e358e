import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closedPort } from '../support/closed-port.js';
import { beyondTheContract } from '../support/contracts/check-every-reply.js';
import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';

/** A gateway before an upstream that answers whatever a test says. */
let upstream: Server;
let answer: (body: string) => { readonly status?: number; readonly type?: string; readonly retryAfter?: string; readonly text: string } | undefined;
let received: { key: string | undefined; requestId: string | undefined; body: string }[] = [];
let gateway: RunningServer;
let passing: RunningServer;

beforeAll(async () => {
  upstream = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => {
      received.push({ key: request.headers[keyHeader.toLowerCase()] as string | undefined, requestId: request.headers['x-request-id'] as string | undefined, body });
      const { status = 200, type = 'application/json', retryAfter, text } = answer(body) ?? { text: undefined };
      if (text === undefined) response.socket?.destroy();
      else response.writeHead(status, { 'Content-Type': type, ...(retryAfter !== undefined && { 'Retry-After': retryAfter }) }).end(text);
    });
  }).listen(0, '127.0.0.1');
  // Not closed while the gateway may be about to send on it: writes are not sent again.
  upstream.keepAliveTimeout = 600_000;
  await new Promise((resolve) => upstream.once('listening', resolve));
  const MANAGEMENT_API_URL = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/manage/json-rpc/x`;
  gateway = await startServer({ MANAGEMENT_API_URL, MANAGEMENT_API_KEY: 'the-gateways-own-key', UPSTREAM_TIMEOUT_MS: '20000' });
  passing = await startServer({ MANAGEMENT_API_URL });
});
afterAll(async () => {
  await gateway.stop();
  await passing.stop();
  await new Promise((resolve) => upstream.close(resolve));
});
beforeEach(() => { received = []; });

const reply = (members: object): { text: string } => ({ text: JSON.stringify({ jsonrpc: '2.0', id: 1, ...members }) });
const error = (code: number, data?: unknown): { text: string } => reply({ error: { code, message: 'theirs', data } });

test('a call travels with the gateway’s key, id 1 and the request id', async () => {
  answer = () => reply({ result: { items: [] } });
  expect((await gateway.request('/v1/collections', { headers: { 'X-Request-Id': 'mine' } })).status).toBe(200);
  expect(received).toEqual([{ key: 'the-gateways-own-key', requestId: 'mine', body: '{"jsonrpc":"2.0","id":1,"method":"Collection.list","params":{}}' }]);
});

test('without a key of the gateway’s own the caller’s is passed on, and the upstream decides', async () => {
  answer = () => error(4);
  const refused = await passing.request('/v1/collections', { headers: { [keyHeader]: 'theirs' } });
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect(received[0]?.key).toBe('theirs');
  expect((await fetch(`${passing.url}/v1/collections`)).status).toBe(401);
});

test('a key that the upstream refuses is 401 on GraphQL too, and the ADMIN_KEY never leaves the gateway', async () => {
  answer = () => error(4);
  const query = { method: 'POST', body: { query: '{ collections { name } }' } };
  const refused = await passing.request('/graphql', { ...query, headers: { [keyHeader]: 'theirs' } });
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  received = [];
  expect((await passing.request('/graphql', query)).status).toBe(401);
  expect((await passing.request('/v1/collections')).status).toBe(401);
  expect(received).toEqual([]);
});

test('an upstream that refuses the gateway’s key has not refused that of an RPC caller', async () => {
  answer = () => error(4);
  expect((await gateway.rpc('Collection.list')).error).toEqual({ code: -32603, message: 'Internal error' });
});

test('what would nest too deep in a request is the caller’s mistake', async () => {
  answer = () => reply({ result: { item: { _id: 'i1', _ownerUserOid: null, _ownerDeviceOid: null, _createdAt: 1, _updatedAt: 1, _permission: { public: '' } } } });
  const deep = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  expect((await gateway.request('/v1/collections/C/items', { body: deep(97) })).status).toBe(201);
  expect(await (await gateway.request('/v1/collections/C/items', { body: deep(98) })).json()).toMatchObject({ status: 400, errors: [{ name: 'body', detail: 'Must nest at most 100 levels.' }] });
});

test.each<[string, () => ReturnType<typeof answer>, number, string, string]>([
  ['error 4 for the gateway’s key', () => error(4), 502, 'upstream-key-refused', 'BAD_UPSTREAM'],
  ['-32602 not found', () => error(-32602, { _id: 'User not found.' }), 404, 'not-found', 'NOT_FOUND'],
  ['-32602', () => error(-32602, { _id: 'Odd.' }), 400, 'invalid-params', 'BAD_USER_INPUT'],
  ['-32602 with odd data', () => error(-32602, ['x']), 400, 'invalid-params', 'BAD_USER_INPUT'],
  ['-32601', () => error(-32601), 501, 'method-not-supported', 'NOT_SUPPORTED'],
  ['-32603', () => error(-32603), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['-32700', () => error(-32700), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['-32600', () => error(-32600), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['-11', () => error(-11), 504, 'upstream-timeout', 'UPSTREAM_TIMEOUT'],
  ['-12', () => error(-12), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['-13', () => error(-13), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['-14', () => error(-14), 403, 'forbidden', 'FORBIDDEN'],
  ['11', () => error(11), 401, 'unauthenticated', 'UNAUTHENTICATED'],
  ['-32602 already exists', () => error(-32602, { username: 'Username already exists.' }), 409, 'already-exists', 'CONFLICT'],
  ['JSON that is cut', () => ({ text: '{"jsonrpc":"2.0","id":1,"result":{"secret' }), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['JSON nested a hundred thousand levels', () => ({ text: `{"jsonrpc":"2.0","id":1,"result":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['10', () => error(10), 401, 'unauthenticated', 'UNAUTHENTICATED'],
  ['12', () => error(12), 400, 'invalid-params', 'BAD_USER_INPUT'],
  ['13', () => error(13), 409, 'invalid-operation', 'CONFLICT'],
  ['14', () => error(14), 403, 'forbidden', 'FORBIDDEN'],
  ['9999', () => error(9999), 429, 'too-many-requests', 'TOO_MANY_REQUESTS'],
  ['10001', () => error(10001), 422, 'application-error', 'APPLICATION_ERROR'],
  ['-32050', () => error(-32050), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['HTML', () => ({ type: 'text/html', text: '<h1>secret</h1>' }), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['nothing', () => ({ text: '' }), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['HTTP 500', () => ({ status: 500, text: 'secret' }), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['another id', () => ({ text: '{"jsonrpc":"2.0","id":2,"result":{}}' }), 502, 'bad-upstream', 'BAD_UPSTREAM'],
  ['a cut connection', () => undefined, 502, 'bad-upstream', 'BAD_UPSTREAM'],
])('an upstream that answers %s', async (_what, answered, status, slug, code) => {
  answer = answered;
  const ask = (): Promise<Response> => gateway.request('/v1/users/u1');
  // A read conflicts with nothing, says the contract; an upstream that says it does is told by the table all the same.
  const rest = await (status === 409 ? beyondTheContract(ask) : ask());
  const text = await rest.text();
  expect([rest.status, JSON.parse(text)]).toEqual([status, expect.objectContaining({ type: `/problems/${slug}` })]);
  expect(text).not.toContain('secret');
  const { errors } = await gateway.graphql('mutation { setUserPassword(id: "u1", password: "fine") }');
  expect(errors?.[0]?.extensions).toMatchObject({ code, status, type: `/problems/${slug}` });
});

test.each<[told: string | undefined, expected: string]>([['17', '17'], [undefined, '2'], ['soon', '2']])('an upstream that limits calls and says to come back after %s: the caller is told %s seconds on every surface', async (told, expected) => {
  answer = () => ({ ...reply({ error: { code: 9999, message: 'Call limit exceeded' } }), ...(told !== undefined && { retryAfter: told }) });
  const rest = await gateway.request('/v1/users/u1');
  expect([rest.status, rest.headers.get('retry-after')]).toEqual([429, expected]);
  const rpc = await gateway.request('/rpc', { body: { jsonrpc: '2.0', id: 1, method: 'User.get', params: { _id: 'u1' } } });
  expect([rpc.status, rpc.headers.get('retry-after'), await rpc.json()]).toMatchObject([200, expected, { error: { code: 9999 } }]);
  const graphql = await gateway.request('/graphql', { body: { query: '{ user(id: "u1") { id } collections { name } }' } });
  expect([graphql.status, graphql.headers.get('retry-after'), await graphql.json()]).toMatchObject([200, expected, { errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }, { extensions: { status: 429 } }] }]);
});

test.each<[what: string, result: unknown]>([
  ['null', null], ['a text', 'OK'], ['a list', []], ['another shape', { items: [] }], ['a user without a name', { user: { _id: 'u1', _createdAt: 1, _updatedAt: 1 } }],
  ['times that are no times', { user: { _id: 'u1', _username: 'secret', _createdAt: 9e15, _updatedAt: 1 } }],
])('a result that is %s instead of what the contract promises is no answer on any surface, and nothing of it is repeated', async (_what, result) => {
  answer = () => reply({ result });
  const rest = await gateway.request('/v1/users/u1');
  const text = await rest.text();
  expect([rest.status, JSON.parse(text)]).toEqual([502, expect.objectContaining({ type: '/problems/bad-upstream' })]);
  const graphql = await gateway.graphql('{ user(id: "u1") { id username createdAt } }');
  expect(graphql).toMatchObject({ data: { user: null }, errors: [{ extensions: { code: 'BAD_UPSTREAM' } }] });
  expect(`${text}${JSON.stringify(graphql)}`).not.toContain('secret');
});

test('what an upstream tells beyond the contract is no fault', async () => {
  answer = () => reply({ result: { items: [{ _id: 'C', isInsertable: true, defaultPublicPermission: 'r', theirs: 1 }], more: false } });
  expect((await beyondTheContract(() => gateway.request('/v1/collections'))).status).toBe(200);
});

/** Names that objects inherit or that something on the way might call or follow, as members of a JSON object. */
const inheritedNames = '"__proto__":{"isAdmin":true},"constructor":{"prototype":{"polluted":1}},"hasOwnProperty":1,"toString":"x","toJSON":"x","valueOf":null,"then":1,"length":-1';
const systemProperties = '"_createdAt":1,"_updatedAt":1';

test('names that objects inherit are names like any others in what an upstream answers, on every surface', async () => {
  const user = `{"_id":"u1","_username":"ann",${systemProperties},${inheritedNames}}`;
  const item = `{"_id":"i1","_ownerUserOid":null,"_ownerDeviceOid":null,"_permission":{"__proto__":"r","constructor":"rw"},${systemProperties},"a":{${inheritedNames}}}`;
  answer = () => ({ text: `{"jsonrpc":"2.0","id":1,${inheritedNames},"result":{${inheritedNames},"user":${user},"item":${item},"config":{"_id":"C","isInsertable":true,"defaultPublicPermission":"r",${inheritedNames}}}}` });
  const [overUsers, overItems] = await Promise.all(['/v1/users/u1', '/v1/collections/C/items/i1'].map((path) => beyondTheContract(() => gateway.request(path))));
  expect([overUsers?.status, await overUsers?.text(), overItems?.status, await overItems?.text()]).toEqual([200, user, 200, item]);
  const graphql = await gateway.request('/graphql', { body: { query: '{ user(id: "u1") { properties proto: property(name: "__proto__") inherited: property(name: "isAdmin") } collection(name: "C") { item(id: "i1") { data permission } } }' } });
  expect((await graphql.text()).trim()).toBe(`{"data":{"user":{"properties":{${inheritedNames}},"proto":{"isAdmin":true},"inherited":null},"collection":{"item":{"data":{"a":{${inheritedNames}}},"permission":{"__proto__":"r","constructor":"rw"}}}}}`);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test.each<[what: string, text: string]>([
  ['is its envelope’s', '{"__proto__":{"jsonrpc":"2.0","id":1,"result":{"user":{"_id":"u1","_username":"ann","_createdAt":1,"_updatedAt":1}}}}'],
  ['is its result’s', '{"jsonrpc":"2.0","id":1,"result":{"__proto__":{"user":{"_id":"u1","_username":"ann","_createdAt":1,"_updatedAt":1}}}}'],
  ['is its record’s', '{"jsonrpc":"2.0","id":1,"result":{"user":{"__proto__":{"_id":"u1","_username":"ann","_createdAt":1,"_updatedAt":1}}}}'],
])('nothing is taken from the __proto__ that %s', async (_what, text) => {
  answer = () => ({ text });
  expect((await gateway.request('/v1/users/u1')).status).toBe(502);
  expect((await gateway.graphql('{ user(id: "u1") { username } }')).errors).toMatchObject([{ extensions: { code: 'BAD_UPSTREAM' } }]);
});

test('what an upstream tells of a collection beyond the contract takes the place of nothing in GraphQL', async () => {
  answer = () => reply({ result: { config: { _id: 'C', isInsertable: true, defaultPublicPermission: 'r', name: 'Theirs', items: 1, propertyNames: ['theirs'] } } });
  expect(await gateway.graphql('{ collection(name: "C") { name isInsertable } }')).toEqual({ data: { collection: { name: 'C', isInsertable: true } } });
});

test('a mistake that the contract knows costs no call, and is told as the upstream would', async () => {
  answer = () => reply({ result: 'OK' });
  const refused = await gateway.request('/v1/users', { body: { username: 'a b', password: 'fine' } });
  expect(await refused.json()).toMatchObject({ status: 400, errors: [{ name: 'username', detail: 'Must not contain blanks.' }], rpc: { code: -32602, method: 'User.create' } });
  expect(received).toEqual([]);
});

test.each<[data: Readonly<Record<string, string>>, rest: readonly [wrong: string, right: string], graphql: readonly [wrong: string, right: string]]>([
  [{ nameFilter: 'Must be 0 to 1000 characters.', page: 'Must be between 1 and 1000000.' }, [`page=0&nameFilter=${'x'.repeat(1_001)}`, 'page=1'], [`page: 0, nameFilter: "${'x'.repeat(1_001)}"`, 'page: 1']],
  [{ userQuery: 'Must be 0 to 4000 characters.' }, [`userQuery=${'x'.repeat(4_001)}`, 'userQuery=a==1'], [`query: "${'x'.repeat(4_001)}"`, 'query: "a==1"']],
])('the same mistake (%j) is the same problem, whether the gateway finds it or the upstream', async (data, rest, graphql) => {
  answer = () => error(-32602, data);
  const problems = await Promise.all(rest.map(async (query) => ((await gateway.request(`/v1/users?${query}`, { headers: { 'X-Request-Id': 'same' } })).json())));
  expect(problems[1]).toEqual(problems[0]);
  expect((problems[0] as { errors: { name: string }[] }).errors.map(({ name }) => name)).toEqual(Object.keys(data));
  const errors = await Promise.all(graphql.map(async (args) => (await gateway.graphql(`{ users(${args}) { totalItems } }`)).errors?.map(({ message, extensions }) => ({ message, extensions: extensions as unknown }))));
  expect(errors[1]).toEqual(errors[0]);
  expect((errors[0]?.[0]?.extensions as { errors: { name: string }[] }).errors.map(({ name }) => name)).toEqual(Object.keys(data).map((name) => (name === 'userQuery' ? 'query' : name)));
  expect(received).toHaveLength(2);
});

test('an unknown method over RPC is the upstream’s to answer, as its parameters are', async () => {
  answer = () => reply({ result: { theirs: true } });
  expect((await beyondTheContract(() => gateway.rpc('Theirs.only', { page: 'x' }))).result).toEqual({ theirs: true });
  expect(JSON.parse(received[0]!.body)).toMatchObject({ method: 'Theirs.only', params: { page: 'x' } });
});

test('readiness calls through: any JSON-RPC answer will do', async () => {
  answer = () => error(-32601);
  expect((await gateway.request('/health/ready')).status).toBe(200);
});

test('an upstream that is not there is 503 with Retry-After, and the gateway is not ready', async () => {
  const alone = await startServer({ MANAGEMENT_API_URL: `http://127.0.0.1:${closedPort}/rpc`, MANAGEMENT_API_KEY: adminKey });
  const refused = await alone.request('/v1/users');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await refused.json()).toMatchObject({ type: '/problems/upstream-unavailable' });
  expect((await alone.request('/health/ready')).status).toBe(503);
  await alone.stop();
});

test('an upstream that does not answer in time is 504', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const impatient = await startServer({ MANAGEMENT_API_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`, MANAGEMENT_API_KEY: adminKey, UPSTREAM_TIMEOUT_MS: '100' });
  const refused = await impatient.request('/v1/users');
  expect([refused.status, await refused.json()]).toEqual([504, expect.objectContaining({ type: '/problems/upstream-timeout' })]);
  await impatient.stop();
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});
