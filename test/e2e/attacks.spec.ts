import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { fieldsOf, type JsonSchema } from '../../src/contract/facts.js';
import { methods } from '../../src/contract/methods.js';
import { databases, sqliteDatabase, type TestDatabase } from '../support/databases.js';
import { adminKey, clientOf, keyHeader, startServer, type RunningServer } from '../support/server.js';

/** What an attacker tries, as tables. Nothing falls over, nothing leaks, and what was there before is there afterwards. */
interface Target {
  readonly server: RunningServer;
  readonly user: { readonly _id: string };
  readonly item: { readonly _id: string };
}

/** A server with data; after every attack it answers, and they are as they were. */
function attacked(createDatabase: () => Promise<TestDatabase>): Target {
  const target = {} as { -readonly [K in keyof Target]: Target[K] };
  beforeAll(async () => {
    const server = await startServer({}, createDatabase);
    await server.rpc('Collection.create', { _id: 'Kept', defaultPublicPermission: 'r' });
    const { user } = (await server.rpc('User.create', { username: 'kept', password: 'correct-horse-battery', properties: { age: 31 } })).result as Target;
    const { item } = (await server.rpc('CollectionItem.create', { collectionName: 'Kept', item: { score: 1 }, ownerUserOid: user._id })).result as Target;
    Object.assign(target, { server, user, item });
  });
  afterAll(() => target.server.stop());
  afterEach(async () => {
    const { server, user, item } = target;
    const calls = [['User.get', { _id: user._id }], ['CollectionItem.get', { collectionName: 'Kept', _id: item._id }], ['Collection.getConfig', { _id: 'Kept' }]];
    const reply = await server.request('/rpc', { body: calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params })) });
    expect(await reply.json()).toMatchObject([{ result: { user } }, { result: { item } }, { result: { config: { _id: 'Kept', isInsertable: false, defaultPublicPermission: 'r' } } }]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
  return target;
}

/** Nothing of the inside of the server stands in a reply: no secret, no statement, no stack, no path. */
function expectNoLeak(text: string): void {
  expect(text).not.toMatch(/\n\s+at |node_modules|\$argon2|SQLITE|libsql|postgres|syntax error at|SELECT |INSERT |file:\/\//);
  expect(text).not.toContain(adminKey);
}

describe('whatever the database', () => {
  const target = attacked(sqliteDatabase);

  describe('graphql-cop', () => {
    type Ask = (body: unknown, headers?: Record<string, string>) => Promise<{ status: number; body: { data?: Record<string, unknown> | null; errors?: unknown[] }; text: string }>;
    const ask: Ask = async (body, headers = {}) => answerOf(await target.server.request('/graphql', { body, headers }));
    const askOpenly = async (path: string, init: RequestInit = {}): ReturnType<Ask> => answerOf(await fetch(`${target.server.url}${path}`, init));
    const answerOf = async (reply: Response): ReturnType<Ask> => {
      const text = await reply.text();
      return { status: reply.status, text, body: (/json/.test(reply.headers.get('content-type') ?? '') ? JSON.parse(text) : {}) as { data?: Record<string, unknown> } };
    };
    const query = (text: string): { query: string } => ({ query: text });
    const repeat = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join(' ');

    test.each<[check: string, attack: () => ReturnType<Ask>, isSafe: (answer: Awaited<ReturnType<Ask>>) => boolean]>([
      ['alias overloading', () => ask(query(`query { ${repeat(101, (index) => `alias${index}:__typename`)} }`)), ({ body }) => body.data == null],
      ['array-based batching', () => ask(Array(10).fill(query('query cop { __typename }'))), ({ body, status }) => status === 400 && !Array.isArray(body)],
      ['directive overloading', () => ask(query(`query { __typename ${'@aa'.repeat(10)} }`)), ({ body }) => body.data == null && (body.errors?.length ?? 0) < 10],
      ['circular introspection', () => ask(query('query { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }')), ({ body }) => body.data == null],
      ['circular fragments', () => ask(query('query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }')), ({ body }) => body.data == null],
      ['field duplication', () => ask(query(`query { ${'__typename '.repeat(500)} }`)), ({ body }) => body.data == null],
      ['field suggestions without a key', () => askOpenly('/graphql', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(query('query { __schema { directive } }')) }), ({ status, text }) => status === 401 && !text.includes('Did you mean')],
      ['mutations over GET', async () => answerOf(await target.server.request('/graphql?query=mutation%20%7B__typename%7D')), ({ status, body }) => status === 405 && body.data == null],
      ['queries over GET from another page, which has no key to send', () => askOpenly('/graphql?query=%7B__typename%7D'), ({ status, body }) => status === 401 && body.data == null],
      ['forms over POST', () => askOpenly('/graphql', { method: 'POST', headers: { [keyHeader]: adminKey, 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'query=%7B__typename%7D' }), ({ status, body }) => status === 415 && body.data == null],
      ['a query in the address over POST', () => askOpenly('/graphql?query=%7B__typename%7D', { method: 'POST', headers: { [keyHeader]: adminKey } }), ({ body }) => body.data == null],
      ['trace mode', () => ask(query('query { __typename }'), { 'apollo-tracing': '1', 'X-Apollo-Tracing': '1' }), ({ body, text }) => Object.keys(body).join() === 'data' && !/stacktrace/i.test(text)],
      ['introspection without a key', () => askOpenly('/graphql', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(query('{ __schema { types { name } } }')) }), ({ status, body }) => status === 401 && body.data == null],
      ['unhandled errors', () => ask(query('qwerty cop { abc }')), ({ text }) => !/exception|stacktrace/i.test(text)],
      ['an editor that shows data without a key', () => askOpenly('/graphql', { headers: { Accept: 'text/html' } }), ({ text }) => !text.includes(target.user._id)],
    ])('%s gains nothing', async (_check, attack, isSafe) => {
      const answer = await attack();
      const shown = answer.text.slice(0, 300);
      expect([isSafe(answer), answer.status, shown]).toEqual([true, answer.status, shown]);
      if (!answer.text.trimStart().startsWith('<')) expectNoLeak(answer.text);
    });
  });

  test.each<[what: string, path: string, body: string]>([
    ['REST', '/v1/collections/Kept/items', '{"__proto__":{"polluted":1}}'],
    ['REST, as a constructor', '/v1/collections/Kept/items', '{"constructor":{"prototype":{"polluted":1}}}'],
    ['REST, nested', '/v1/users', '{"username":"polluter","password":"secret","properties":{"a":{"__proto__":{"polluted":1}}}}'],
    ['JSON-RPC, in the request', '/rpc', '{"jsonrpc":"2.0","id":1,"method":"User.list","__proto__":{"polluted":1},"params":{"__proto__":{"polluted":1}}}'],
    ['JSON-RPC, as a method', '/rpc', '{"jsonrpc":"2.0","id":1,"method":"__proto__","params":{}}'],
    ['GraphQL', '/graphql', '{"query":"mutation ($d: JSONObject!) { createItem(collectionName: \\"Kept\\", data: $d) { id } }","variables":{"d":{"a":{"__proto__":{"polluted":1}}},"__proto__":{"polluted":1}}}'],
    ['GraphQL, as an operation name', '/graphql', '{"query":"{ __typename }","operationName":"__proto__"}'],
  ])('no prototype is polluted over %s', async (_what, path, body) => {
    const reply = await target.server.request(path, { body });
    expect(reply.status).toBeLessThan(500);
    expectNoLeak(await reply.text());
  });

  test.each<[what: string, headers: Record<string, string>, body: string | Buffer, statuses: number[]]>([
    ['a gzip bomb', { 'Content-Encoding': 'gzip' }, gzipSync(Buffer.alloc(20 * 1024 * 1024, ' ')), [400, 413, 415]],
    ['JSON a million levels deep', {}, '['.repeat(1_000_000), [400]],
    ['an object of a hundred thousand names', {}, `{${Array.from({ length: 100_000 }, (_, index) => `"a${index}":1`).join(',')}}`, [400]],
    ['a number of a million digits', {}, `{"a":${'9'.repeat(1_000_000)}}`, [400]],
    ['more than 5 MiB', {}, `{"a":"${'x'.repeat(6 * 1024 * 1024)}"}`, [413]],
  ])('the body bomb %s is refused', async (_what, headers, body, statuses) => {
    const reply = await fetch(`${target.server.url}/v1/collections/Kept/items`, { method: 'POST', headers: { [keyHeader]: adminKey, 'Content-Type': 'application/json', ...headers }, body: new Uint8Array(Buffer.from(body)) });
    expect([reply.status, statuses.includes(reply.status)]).toEqual([reply.status, true]);
    expectNoLeak(await reply.text());
  });
});

const payloads = [
  `' OR '1'='1`, `'; DROP TABLE users; --`, `") UNION SELECT password_hash FROM users --`, `x' AND 1=CAST((SELECT version()) AS int) --`, `$1`, `?`, '\\', '%', '_', `{"$ne":null}`,
  '{{7*7}}', '${process.env.ADMIN_KEY}', '../../../etc/passwd', '<script>alert(1)</script>', 'a\r\nSet-Cookie: a=b', '`id`; ls', '__proto__', 'constructor.prototype', '\u202e\u0000\ufeff', 'a'.repeat(5_000),
  'score == 1 OR 1 == 1 --', "_username LIKE '%'", '$x', '((((((((((((((((((((',
];
const textFields = [...methods.values()].flatMap((method) => fieldsOf(method.params).flatMap(({ name, schema }): [string, string][] => (takesText(schema) ? [[method.name, name]] : [])));

test('there are many parameters that take text', () => { expect(textFields.length).toBeGreaterThan(40); });

describe.each(databases)('on %s', (_database, createDatabase) => {
  const target = attacked(createDatabase);

  test.each(textFields)('injections into %s %s are values or mistakes, never statements', async (name, field) => {
    const method = methods.get(name)!;
    const base = Object.fromEntries(fieldsOf(method.params).filter(({ required }) => required).map((each) => [each.name, sampleOf(each.name, each.schema)]));
    const schema = fieldsOf(method.params).find((each) => each.name === field)!.schema;
    const calls = payloads.map((payload, id) => ({ jsonrpc: '2.0', id, method: name, params: { ...base, [field]: around(schema, payload) } }));
    const text = await (await target.server.request('/rpc', { body: calls })).text();
    const unforeseen = (JSON.parse(text) as { id: number; error?: { code: number } }[]).filter(({ error }) => error !== undefined && ![-32602, 13].includes(error.code));
    expect(unforeseen.map(({ id, error }) => [payloads[id], error])).toEqual([]);
    // A mistake quotes what was sent, statements and all; what the server would add of its own is looked for here.
    expect(text).not.toMatch(/\n\s+at |node_modules|\$argon2|SQLITE|libsql|syntax error at|invalid input syntax/);
  });

  test('injections into the parameters of lists over REST are values or mistakes', async () => {
    for (const name of ['sortProperty', 'propertyNames', 'nameFilter', 'userQuery', 'userQueryBindParams', 'page', '__proto__', 'constructor', '__proto__[polluted]']) {
      const replies = await Promise.all(payloads.map((payload) => target.server.request(`/v1/users?${encodeURIComponent(name)}=${encodeURIComponent(payload)}`)));
      for (const reply of replies) expect([name, reply.status === 200 || reply.status === 400]).toEqual([name, true]);
    }
  });

  test.each([
    ['..', [404]], ['../users', [404]], ['%2e%2e', [400, 404]], ['%2e%2e%2f%2e%2e%2fetc%2fpasswd', [400, 404]], ['..%5c..%5cwindows', [400, 404]], ['%2f', [400, 404]], ['a%2fb', [400, 404]], ['%00', [400]],
    ['%c0%ae%c0%ae%c0%af', [400]], ['%zz', [400]], ['%', [400]], ['%ed%a0%80', [400]], ['%ef%bc%8e%ef%bc%8e%ef%bc%8f', [400, 404]], ['%e2%80%ae', [400, 404]], ['..;', [400, 404]], ['.%0d%0aX-Injected:1', [400, 404]], ['a'.repeat(4_000), [400, 404]],
    ['constructor', [404]], ['__proto__', [404]], ['*', [400, 404]], ['kept%20', [400, 404]],
  ])('the path trick %s in an id or a name finds nothing', async (trick, statuses) => {
    for (const path of [`/v1/users/${trick}`, `/v1/collections/${trick}`, `/v1/collections/Kept/items/${trick}`, `/v1/collections/${trick}/items/${target.item._id}`]) {
      const { status, text, headers } = await rawGet(target.server.url, path);
      expect([path, status, statuses.includes(status) || status === 404]).toEqual([path, status, true]);
      expect(headers['x-injected']).toBeUndefined();
      expect(JSON.parse(text)).toMatchObject({ status });
      expectNoLeak(text);
    }
  });
});

describe('keys', () => {
  let server: RunningServer;
  beforeAll(async () => { server = await startServer(); });
  afterAll(() => server.stop());

  /**
   * What is compared are SHA-256 hashes, so how much of a key is right cannot show in the time. This would find a check
   * that does more work for a key that begins right, not one that compares byte by byte: that is below the noise.
   */
  test('a key that begins right takes no longer to refuse than one that is all wrong', async () => {
    const verdictMs = async (key: string): Promise<number> => {
      const start = performance.now();
      expect((await clientOf(server.url, key).request('/v1/users')).status).toBe(401);
      return performance.now() - start;
    };
    const [wrong, nearly]: [number[], number[]] = [[], []];
    for (let round = 0; round < 100; round++) {
      wrong.push(await verdictMs(`x${adminKey.slice(1)}`));
      nearly.push(await verdictMs(`${adminKey.slice(0, -1)}x`));
    }
    const ratio = undisturbed(nearly) / undisturbed(wrong);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('ten thousand wrong keys in a row gain nothing, and the right one goes on working', async () => {
    expect((await server.request('/v1/users')).status).toBe(200);
    const requests = Array.from({ length: 10_000 }, (_, index) => `GET /v1/users HTTP/1.1\r\nHost: a\r\n${keyHeader}: wrong-${index}\r\n\r\n`);
    const statuses = await pipelined(server.url, requests);
    expect(Object.keys(statuses).sort()).toEqual(['401', '429']);
    // A minute may end on the way, and another thousand are looked at.
    expect(statuses['429']).toBeGreaterThanOrEqual(8_000);
    expect((await server.request('/v1/users')).status).toBe(200);
  });
});

function takesText({ type }: JsonSchema): boolean {
  return [type].flat().some((each) => each === 'string' || each === 'array' || each === 'object');
}

function around({ type }: JsonSchema, payload: string): unknown {
  const types = [type].flat();
  return types.includes('string') ? payload : types.includes('array') ? [payload] : { [payload]: payload };
}

/** Something valid for a parameter, so that nothing but the payload stands in the way. */
function sampleOf(name: string, schema: JsonSchema): unknown {
  const [type] = [schema['type']].flat();
  if (name === 'collectionName') return 'Kept';
  if (name === 'pushProjectId') return 'demo';
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices[0];
  return type === 'array' ? [] : type === 'object' ? {} : type === 'integer' ? 1 : 'unobody';
}

/** The tenth part of the times is shorter: whatever else a busy machine does can only make them longer, and half of them or more. */
function undisturbed(times: number[]): number {
  return times.sort((one, other) => one - other)[Math.floor(times.length / 10)]!;
}

/** fetch would tidy the path before it is sent. */
function rawGet(url: string, path: string): Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    httpRequest({ hostname, port, path, headers: { [keyHeader]: adminKey } }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => { resolve({ status: reply.statusCode ?? 0, text, headers: reply.headers }); });
    }).on('error', reject).end();
  });
}

/** Sends requests one behind the other on one connection, and counts the replies by status. */
function pipelined(url: string, requests: readonly string[]): Promise<Record<string, number>> {
  const { hostname, port } = new URL(url);
  const counts: Record<string, number> = {};
  return new Promise((resolve, reject) => {
    let seen = 0;
    let rest = '';
    const socket = connect(Number(port), hostname, () => { socket.write(requests.join('')); });
    socket.setEncoding('latin1').on('error', reject).on('data', (chunk: string) => {
      rest += chunk;
      for (const [line, status = ''] of rest.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
        counts[status] = (counts[status] ?? 0) + 1;
        seen++;
        rest = rest.slice(rest.indexOf(line) + line.length);
      }
      if (seen < requests.length) return;
      socket.destroy();
      resolve(counts);
    });
  });
}
