import { createHash } from 'node:crypto';
import { clientOf, startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
let next = 0;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.stop());

const json = async (reply: Promise<Response>): Promise<Record<string, unknown>> => (await (await reply).json()) as Record<string, unknown>;
const create = (body: object, client: Pick<RunningServer, 'request'> = server): Promise<Response> => client.request('/v1/keys', { body });
const newKey = async (scopes: readonly string[], facts: object = {}): Promise<string> => String((await json(create({ name: `k${++next}`, scopes, ...facts })))['key']);
const statusWith = async (key: string, path = '/v1/collections'): Promise<number> => (await clientOf(server.url, key).request(path)).status;

test('over REST a key is created, shown once, used, listed and revoked', async () => {
  const reply = await create({ name: 'ci', scopes: ['collections:read'], cidrs: ['127.0.0.1', '::1'], expires: '90d' });
  expect([reply.status, reply.headers.get('location'), reply.headers.get('cache-control')]).toEqual([201, '/v1/keys/ci', 'no-store']);
  const { key, ...record } = (await reply.json()) as { key: string; createdAt: number };
  expect(record).toEqual({ name: 'ci', scopes: ['collections:read'], cidrs: ['127.0.0.1/32', '::1/128'], createdAt: expect.any(Number), expiresAt: record.createdAt + 90 * 86_400_000, lastUsedAt: null });
  expect(await statusWith(key)).toBe(200);

  const listed = await (await server.request('/v1/keys')).text();
  const { items } = JSON.parse(listed) as { items: { name: string; lastUsedAt: number }[] };
  expect(items).toContainEqual({ ...record, lastUsedAt: expect.any(Number) });
  expect(listed).not.toContain(key);
  expect(listed).not.toContain(createHash('sha256').update(key).digest('hex'));

  expect((await server.request('/v1/keys/ci', { method: 'DELETE' })).status).toBe(204);
  expect(await statusWith(key)).toBe(401);
  const again = await server.request('/v1/keys/ci', { method: 'DELETE' });
  expect([again.status, await again.json()]).toEqual([404, expect.objectContaining({ type: '/problems/not-found', errors: [{ name: 'name', detail: 'Key not found.' }] })]);
});

test('over GraphQL the same', async () => {
  const made = await server.graphql('mutation { createKey(input: { name: "graph", scopes: ["collections:read"], expires: "1h" }) { key name scopes cidrs createdAt expiresAt lastUsedAt } }');
  const { key, ...record } = made.data.createKey;
  expect(record).toEqual({ name: 'graph', scopes: ['collections:read'], cidrs: [], createdAt: expect.stringMatching(/Z$/), expiresAt: expect.stringMatching(/Z$/), lastUsedAt: null });
  expect(await statusWith(key)).toBe(200);
  const { data } = await server.graphql('{ keys { name scopes lastUsedAt } }');
  expect(data.keys).toContainEqual({ name: 'graph', scopes: ['collections:read'], lastUsedAt: expect.stringMatching(/Z$/) });
  expect((await server.graphql('mutation { revokeKey(name: "graph") }')).data).toEqual({ revokeKey: true });
  expect(await statusWith(key)).toBe(401);
  expect((await server.graphql('mutation { revokeKey(name: "graph") }')).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', status: 404, errors: [{ name: 'name', detail: 'Key not found.' }] });
});

test('mistakes are told by name on both, and none is an answer of a Management API', async () => {
  const wrong = { name: 'a b', scopes: ['users:fly'], cidrs: ['10.0.0.0/99'], expires: 'never' };
  const rest = await json(create(wrong));
  expect(rest).toMatchObject({ type: '/problems/invalid-params', errors: ['name', 'scopes', 'cidrs', 'expires'].map((name) => ({ name, detail: expect.any(String) })) });
  expect(rest['rpc']).toBeUndefined();
  const graphql = await server.graphql('mutation ($input: CreateKeyInput!) { createKey(input: $input) { key } }', { input: wrong });
  expect(graphql.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', errors: rest['errors'] });
  expect(await json(create({ name: 'x', scopes: ['*'], sha256: 'mine' }))).toMatchObject({ status: 400, errors: [{ name: 'sha256' }] });
  await newKey(['*']);
  expect(await json(create({ name: `k${next}`, scopes: ['*'] }))).toMatchObject({ status: 409, type: '/problems/already-exists', errors: [{ name: 'name', detail: 'Key already exists.' }] });
});

test('a key makes none that can do more than it can', async () => {
  const admin = clientOf(server.url, await newKey(['keys:admin', 'items:read'], { cidrs: ['127.0.0.0/8'], expires: '1h' }));
  const refused = await create({ name: 'more', scopes: ['*', 'keys:admin'] }, admin);
  expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ errors: [
    { name: 'scopes', detail: 'Must be among those of the key that creates it, which lacks *.' },
    { name: 'cidrs', detail: 'Must lie within those of the key that creates it: 127.0.0.0/8.' },
    { name: 'expires', detail: expect.stringMatching(/^Must end no later than the key that creates it: at 20/) },
  ] })]);
  expect((await create({ name: 'less', scopes: ['items:read:A'], cidrs: ['127.0.0.1'], expires: '5m' }, admin)).status).toBe(201);
  expect((await clientOf(server.url, await newKey(['users:read'])).request('/v1/keys')).status).toBe(403);
});

test('a gateway that passes keys on keeps none: its ADMIN_KEY is told so, and what is passed on opens nothing of it', async () => {
  const gateway = await startServer({ MANAGEMENT_API_URL: `${server.url}/rpc` });
  for (const [path, options] of [['/v1/keys', {}], ['/v1/keys', { body: { name: 'x', scopes: ['*'] } }], ['/v1/keys/x', { method: 'DELETE' }]] as const) {
    expect(await json(gateway.request(path, options))).toMatchObject({ status: 409, type: '/problems/invalid-operation', detail: 'This gateway passes keys on and keeps none; administer them at the upstream.' });
    expect((await clientOf(gateway.url, 'passed-on').request(path, options)).status).toBe(401);
  }
  expect((await gateway.graphql('{ keys { name } }')).errors?.[0]?.extensions.code).toBe('CONFLICT');
  await gateway.stop();
});
