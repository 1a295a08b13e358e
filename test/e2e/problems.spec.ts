import { connect } from 'node:net';
import { adminKey, keyHeader, startServer, type RequestOptions, type RunningServer } from '../support/server.js';

let server: RunningServer;
let item: string;
beforeAll(async () => {
  server = await startServer();
  await server.rpc('Collection.create', { _id: 'There' });
  await server.rpc('User.create', { username: 'taken', password: 'secret' });
  item = (await server.rpc('CollectionItem.create', { collectionName: 'There', item: {} })).result.item._id as string;
});
afterAll(() => server.stop());

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly rpc?: { readonly code: number; readonly method: string; readonly data: unknown };
  readonly errors?: { readonly name: string; readonly detail: string }[];
}

async function problemAt(path: string, options: RequestOptions = {}): Promise<Problem & { headers: Headers }> {
  const reply = await server.request(path, options);
  expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = (await reply.json()) as Problem;
  expect(problem).toMatchObject({ status: reply.status, instance: reply.headers.get('x-request-id'), title: expect.any(String), detail: expect.any(String) });
  return { ...problem, headers: reply.headers };
}

/** What the server answers to bytes as they are. */
async function raw(bytes: string): Promise<string> {
  const { port } = new URL(server.url);
  return new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString())).on('close', () => { resolve(text); }).on('error', reject);
  });
}

describe('every error of a call is a problem of the table', () => {
  test.each<[string, string, RequestOptions, number, string, object[]]>([
    ['an unknown user', '/v1/users/unobody', {}, 404, 'not-found', [{ name: 'id', detail: 'User not found.' }]],
    ['an unknown user to change', '/v1/users/unobody', { method: 'PATCH', body: { a: 1 } }, 404, 'not-found', [{ name: 'id', detail: 'User not found.' }]],
    ['an unknown collection', '/v1/collections/Nothing', {}, 404, 'not-found', [{ name: 'name', detail: 'Collection not found.' }]],
    ['items of an unknown collection', '/v1/collections/Nothing/items', {}, 404, 'not-found', [{ name: 'name', detail: 'Collection not found.' }]],
    ['an unknown item', '/v1/collections/There/items/inone', {}, 404, 'not-found', [{ name: 'id', detail: 'Item not found.' }]],
    ['an unknown owner', '/v1/collections/There/items?ownerUserOid=unobody', { body: {} }, 400, 'invalid-params', [{ name: 'ownerUserOid', detail: 'User not found.' }]],
    ['a taken username', '/v1/users', { body: { username: 'taken', password: 'secret' } }, 409, 'already-exists', [{ name: 'username', detail: 'Username already exists.' }]],
    ['a taken collection name', '/v1/collections', { body: { _id: 'There' } }, 409, 'already-exists', [{ name: '_id', detail: 'Collection already exists.' }]],
    ['a bad item', '/v1/collections/There/items', { body: { _x: 1 } }, 400, 'invalid-params', [{ name: 'body', detail: '"_x" is not a system property; own names do not start with "_".' }]],
  ])('%s', async (_what, path, options, status, slug, errors) => {
    const problem = await problemAt(path, options);
    expect([problem.status, problem.type]).toEqual([status, `/problems/${slug}`]);
    expect(problem.errors).toEqual(errors);
    expect(problem.rpc).toMatchObject({ code: -32602, method: expect.any(String), data: expect.any(Object) });
  });
});

describe('the gateway’s own refusals are problems too', () => {
  test.each<[string, string, RequestOptions, number, string]>([
    ['an unknown route', '/v1/nothing', {}, 404, 'unknown-route'],
    ['an unknown route elsewhere', '/nothing', {}, 404, 'unknown-route'],
    ['broken JSON', '/v1/users', { body: '{"username":' }, 400, 'malformed-body'],
    ['no body', '/v1/users', { method: 'POST' }, 400, 'malformed-body'],
    ['a body that is no object', '/v1/users', { body: '[]' }, 400, 'invalid-params'],
    ['a body nested 101 levels', '/v1/collections/There/items', { body: `{"a":${'['.repeat(100)}${']'.repeat(100)}}` }, 400, 'malformed-body'],
    ['another media type', '/v1/users', { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported-media-type'],
    ['text', '/v1/users', { body: '{}', headers: { 'Content-Type': 'text/plain' } }, 415, 'unsupported-media-type'],
    ['a media type that is none', '/v1/users', { body: '{}', headers: { 'Content-Type': 'rubbish' } }, 415, 'unsupported-media-type'],
    ['a body over 5 MiB', '/v1/users', { body: `"${'x'.repeat(5 * 1024 * 1024)}"` }, 413, 'too-large'],
    ['a reply type that is not had', '/v1/users', { headers: { Accept: 'text/html' } }, 406, 'not-acceptable'],
    ['a path that is no UTF-8', '/v1/users/%zz', {}, 400, 'malformed-body'],
  ])('%s', async (_what, path, options, status, slug) => {
    expect(await problemAt(path, options)).toMatchObject({ status, type: `/problems/${slug}` });
  });

  test.each(['GET', 'HEAD'])('%s of a file that the pages do not have is unknown, however much its folder allows it', async (method) => {
    expect((await server.request('/docs/nothing.css', { method })).status).toBe(404);
  });

  test.each([['DELETE', '/v1/users', 'GET, HEAD, POST'], ['PUT', '/v1/collections/There', 'GET, HEAD, PATCH, DELETE'], ['GET', '/rpc', 'POST'], ['GET', '/manage/json-rpc/default', 'POST'], ['POST', '/', 'GET, HEAD'], ['POST', '/docs/', 'GET, HEAD']])('%s %s is not allowed, and Allow says what is', async (method, path, allow) => {
    const problem = await problemAt(path, { method });
    expect([problem.status, problem.type, problem.headers.get('allow')]).toEqual([405, '/problems/method-not-allowed', allow]);
  });

  test.each([
    ['/v1/usres', '/v1/users'],
    ['/users', '/v1/users'],
    ['/v1/users/', '/v1/users'],
    ['/v1/collections/There/items/', '/v1/collections/There/items'],
    ['/v1/collection/There', '/v1/collections/There'],
    ['/collections/There/item', '/v1/collections/There/items'],
    ['/v1/collections/There/items/i1/permissions', '/v1/collections/There/items/i1/permission'],
    ['/v1/push/demo/notification?x=1', '/v1/push/demo/notifications'],
    ['/openapi.jsn', '/openapi.json'],
    ['/graphiql', '/graphql'],
    ['/manage/jsonrpc/default', '/manage/json-rpc/default'],
  ])('whoever asks for %s is told of %s', async (path, meant) => {
    const problem = await problemAt(path);
    expect([problem.status, problem.detail]).toEqual([404, `There is nothing at ${JSON.stringify(path.split('?')[0])}. Did you mean ${JSON.stringify(meant)}?`]);
  });

  test.each(['/v1/nothing', '/nothing', '/v1/users/u1/friends/u2', '/v2/things', '/.env', '/wp-login.php', '//', '/v1/collections//items', `/v1/${'u'.repeat(500)}`])('nothing is near %s', async (path) => {
    expect((await problemAt(path)).detail).not.toContain('Did you mean');
  });

  test('an unknown route and a wrong method are told without a key', async () => {
    expect((await fetch(`${server.url}/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${server.url}/v1/users`, { method: 'DELETE' })).status).toBe(405);
  });

  test('unknown names are refused by name, together with every wrong value', async () => {
    const problem = await problemAt('/v1/users?pages=2&itemsInPage=0&page=x&page=y');
    expect(problem.errors?.map((error) => error.name).sort()).toEqual(['itemsInPage', 'page', 'pages']);
    const inBody = await problemAt('/v1/users', { body: { name: 'ann', password: 1, __proto__x: 1 } });
    expect(inBody.errors?.map((error) => error.name).sort()).toEqual(['__proto__x', 'name', 'password', 'username']);
  });

  test('an unknown name in the address of a deletion is the only mistake told', async () => {
    expect((await problemAt(`/v1/collections/There/items/${item}?force=1`, { method: 'DELETE' })).errors).toEqual([{ name: 'force', detail: 'Unknown; nothing may be given here.' }]);
  });

  test.each([
    ['page=0', 'page', 'Must be between 1 and 1000000.'],
    ['page=1.5', 'page', 'Must be an integer.'],
    ['page=', 'page', 'Must be an integer.'],
    ['itemsInPage=10001', 'itemsInPage', 'Must be between 1 and 10000.'],
    ['sortOrder=ASC', 'sortOrder', 'Must be "asc" or "desc".'],
    ['query=a==', 'query', 'Unexpected end at position 3.'],
    ['bindParams=1', 'bindParams', 'Must be an array.'],
    ['bindParams=[1', 'bindParams', 'Must be an array.'],
  ])('the query parameter %s', async (query, name, detail) => {
    expect((await problemAt(`/v1/collections/There/items?${query}`)).errors).toEqual([{ name, detail }]);
  });

  test('a body’s words are never repeated, because they may be a password', async () => {
    const text = JSON.stringify(await problemAt('/v1/users', { body: '{"password":"hunter2" oops}' }));
    expect(text).not.toContain('hunter2');
  });

  test('a request that is no HTTP gets 400 and the server lives on', async () => {
    expect(await raw('RUBBISH\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await server.request('/health/live')).status).toBe(200);
  });
});

describe('nothing is open without a key', () => {
  test.each(['/v1/users', '/v1/collections', '/v1/collections/There/items', '/graphql?query={collections{name}}'])('%s answers 401', async (path) => {
    for (const headers of [{}, { [keyHeader]: 'wrong' }, { Authorization: 'Bearer wrong' }, { Authorization: `Basic ${adminKey}` }]) {
      const reply = await fetch(`${server.url}${path}`, { headers: headers as Record<string, string> });
      expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      const body = (await reply.json()) as { errors?: unknown[]; type?: string };
      expect(path.startsWith('/graphql') ? body.errors : body.type).toBeTruthy();
    }
  });

  test.each([
    ['GET', '/%761/users'], ['GET', '/v1/%75sers'], ['POST', '/%67raphql'], ['GET', '/%67raphql?query={collections{name}}'], ['GET', 'http://elsewhere/v1/users'],
    ['GET', '//v1/users'], ['GET', '/v1/users;x'], ['GET', '/./v1/users'], ['GET', '/docs/../v1/users'], ['GET', '/v1/users#'], ['POST', '/%72pc'], ['POST', '/manage/json-rpc/%64efault'],
  ])('%s %s, however it is spelled, gives nothing away', async (method, target) => {
    const body = method === 'POST' ? '{"jsonrpc":"2.0","id":1,"method":"Collection.list","query":"{ collections { name } }"}' : '';
    const answer = await raw(`${method} ${target} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:401|404|400) |"code":4,/);
    expect(answer).not.toMatch(/"_id"|"name":"There"|totalItems/);
  });

  test('the key goes in either header', async () => {
    expect((await fetch(`${server.url}/v1/users`, { headers: { Authorization: `Bearer ${adminKey}` } })).status).toBe(200);
    expect((await fetch(`${server.url}/v1/users`, { headers: { [keyHeader]: adminKey } })).status).toBe(200);
  });

  test.each(['/health/live', '/health/ready', '/openapi.json', '/openrpc.json', '/schema.graphql'])('%s is open', async (path) => {
    expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  });
});
