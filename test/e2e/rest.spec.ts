import { startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
let collection: string;
let next = 0;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.stop());
beforeEach(async () => {
  collection = `Rest${++next}`;
  await server.request('/v1/collections', { body: { _id: collection } });
});

const newItem = async (item: object): Promise<Record<string, unknown>> => (await server.request(`/v1/collections/${collection}/items`, { body: item })).json() as Promise<Record<string, unknown>>;
const newUser = async (properties: object = {}): Promise<Record<string, unknown>> =>
  (await server.request('/v1/users', { body: { username: `rest${++next}`, password: 'secret', properties } })).json() as Promise<Record<string, unknown>>;

describe('users', () => {
  test('are created, read, changed, listed and deleted', async () => {
    const created = await server.request('/v1/users', { body: { username: 'ann', password: 'secret', properties: { age: 31 } } });
    expect(created.status).toBe(201);
    const user = (await created.json()) as Record<string, unknown>;
    const address = created.headers.get('location')!;
    expect(address).toBe(`/v1/users/${String(user['_id'])}`);
    expect(await (await server.request(address)).json()).toEqual(user);

    const changed = await server.request(address, { method: 'PATCH', body: { age: 32, _username: 'anna' } });
    expect([changed.status, await changed.text()]).toEqual([204, '']);
    expect(await (await server.request(address)).json()).toMatchObject({ _username: 'anna', age: 32 });

    const listed = await server.request('/v1/users?nameFilter=ANN');
    expect(await listed.json()).toMatchObject({ items: [{ _username: 'anna' }], totalItems: 1 });
    expect((await server.request(address, { method: 'DELETE' })).status).toBe(204);
    expect((await server.request(address, { method: 'DELETE' })).status).toBe(204);
    expect((await server.request(address)).status).toBe(404);
  });

  test('have a password that is set and verified', async () => {
    const user = await newUser();
    expect((await server.request(`/v1/users/${String(user['_id'])}/password`, { method: 'PUT', body: { password: 'another' } })).status).toBe(204);
    const verify = async (password: string): Promise<unknown> => {
      const reply = await server.request('/v1/users/verify-password', { body: { username: user['_username'], password } });
      expect(reply.status).toBe(200);
      return reply.json();
    };
    expect(await verify('another')).toEqual({ user });
    expect(await verify('secret')).toEqual({ user: null });
  });

  test('are deleted many at a time, and their property names are listed', async () => {
    const ids = [(await newUser({ colour: 'red' }))['_id'], (await newUser())['_id']];
    expect(((await (await server.request('/v1/users/property-names')).json()) as { names: string[] }).names).toContain('colour');
    expect((await server.request('/v1/users/batch-delete', { body: { idList: [...ids, 'unobody'] } })).status).toBe(204);
    expect((await server.request(`/v1/users/${String(ids[0])}`)).status).toBe(404);
  });
});

describe('collections', () => {
  test('are created, configured, listed and dropped', async () => {
    const created = await server.request('/v1/collections', { body: { _id: 'Kept', isInsertable: true } });
    expect([created.status, created.headers.get('location'), await created.json()]).toEqual([201, '/v1/collections/Kept', { _id: 'Kept', isInsertable: true, defaultPublicPermission: '' }]);
    expect((await server.request('/v1/collections/Kept', { method: 'PATCH', body: { defaultPublicPermission: 'r' } })).status).toBe(204);
    const definition = { _id: 'Kept', isInsertable: true, defaultPublicPermission: 'r' };
    expect(await (await server.request('/v1/collections/Kept')).json()).toEqual(definition);
    expect(((await (await server.request('/v1/collections')).json()) as { items: unknown[] }).items).toContainEqual(definition);
    expect((await server.request('/v1/collections/Kept', { method: 'DELETE' })).status).toBe(204);
    expect((await server.request('/v1/collections/Kept')).status).toBe(404);
  });

  test('tell the property names of their items', async () => {
    await newItem({ b: 1, a: 2 });
    expect(await (await server.request(`/v1/collections/${collection}/property-names`)).json()).toEqual({ names: ['a', 'b'] });
  });
});

describe('items', () => {
  test('are created with an owner, read and deleted', async () => {
    const user = await newUser();
    const created = await server.request(`/v1/collections/${collection}/items?ownerUserOid=${String(user['_id'])}`, { body: { z: 1, a: [1] } });
    const item = (await created.json()) as Record<string, unknown>;
    expect([created.status, created.headers.get('location')]).toEqual([201, `/v1/collections/${collection}/items/${String(item['_id'])}`]);
    expect(item).toMatchObject({ z: 1, a: [1], _ownerUserOid: user['_id'] });
    const address = created.headers.get('location')!;
    expect(await (await server.request(address)).json()).toEqual(item);
    expect((await server.request(address, { method: 'DELETE', headers: { 'Content-Type': 'application/json' } })).status).toBe(204);
    expect((await server.request(address)).status).toBe(404);
  });

  test('a change brings the item where that is preferred', async () => {
    const item = await newItem({ a: 1 });
    const address = `/v1/collections/${collection}/items/${String(item['_id'])}`;
    const plain = await server.request(address, { method: 'PATCH', body: { a: 2 } });
    expect([plain.status, plain.headers.get('preference-applied')]).toEqual([204, null]);
    const preferred = await server.request(address, { method: 'PATCH', body: { b: 3 }, headers: { Prefer: 'respond-async, return=representation' } });
    expect([preferred.status, preferred.headers.get('preference-applied')]).toEqual([200, 'return=representation']);
    expect(await preferred.json()).toMatchObject({ _id: item['_id'], a: 2, b: 3 });
  });

  test('have a permission that is replaced', async () => {
    const item = await newItem({});
    const address = `/v1/collections/${collection}/items/${String(item['_id'])}/permission`;
    expect(await (await server.request(address)).json()).toEqual({ public: '' });
    expect((await server.request(address, { method: 'PUT', body: { uann: 'rw' } })).status).toBe(204);
    expect(await (await server.request(address)).json()).toEqual({ public: '', uann: 'rw' });
  });

  test('are deleted many at a time', async () => {
    const ids = [(await newItem({}))['_id'], (await newItem({}))['_id']];
    expect((await server.request(`/v1/collections/${collection}/items/batch-delete`, { body: { idList: ids } })).status).toBe(204);
    expect(await (await server.request(`/v1/collections/${collection}/items`)).json()).toEqual({ items: [], totalItems: 0 });
  });

  test('are listed 20 a page, with links and a total', async () => {
    for (let index = 0; index < 45; index++) await newItem({ index });
    const reply = await server.request(`/v1/collections/${collection}/items?sortProperty=index&sortOrder=desc&propertyNames=index`);
    const { items, totalItems } = (await reply.json()) as { items: { index: number }[]; totalItems: number };
    expect([items.length, items[0]?.index, totalItems, reply.headers.get('x-total-count')]).toEqual([20, 44, 45, '45']);
    const base = `/v1/collections/${collection}/items?sortProperty=index&sortOrder=desc&propertyNames=index`;
    expect(reply.headers.get('link')).toBe(`<${base}&page=1>; rel="first", <${base}&page=2>; rel="next", <${base}&page=3>; rel="last"`);
    const past = await server.request(`/v1/collections/${collection}/items?page=9`);
    expect(past.headers.get('link')).toBe([1, 3, 3].map((page, index) => `</v1/collections/${collection}/items?page=${page}>; rel="${['first', 'prev', 'last'][index]!}"`).join(', '));
  });
});

describe('replies', () => {
  test('of 1 KiB and more are compressed when the client asks', async () => {
    const item = await newItem({ text: 'x'.repeat(2_000) });
    const address = `/v1/collections/${collection}/items/${String(item['_id'])}`;
    expect((await server.request(address, { headers: { 'Accept-Encoding': 'gzip' } })).headers.get('content-encoding')).toBe('gzip');
    expect((await server.request(address, { headers: { 'Accept-Encoding': 'identity' } })).headers.get('content-encoding')).toBeNull();
    expect((await server.request(`${address}/permission`, { headers: { 'Accept-Encoding': 'gzip' } })).headers.get('content-encoding')).toBeNull();
  });

  test('carry the request id of the caller where it is sane, else a new one', async () => {
    expect((await server.request('/v1/collections', { headers: { 'X-Request-Id': 'mine-1' } })).headers.get('x-request-id')).toBe('mine-1');
    const fresh = (await server.request('/v1/collections', { headers: { 'X-Request-Id': 'not sane "' } })).headers.get('x-request-id');
    expect(fresh).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('to HEAD have the headers of GET and no body', async () => {
    const reply = await server.request('/v1/collections', { method: 'HEAD' });
    expect([reply.status, await reply.text()]).toEqual([200, '']);
  });
});

test('queries and their bind parameters travel in the address, and are in the links to other pages', async () => {
  for (const n of [1, 2, 3]) await newItem({ n, name: 'a&b' });
  const query = new URLSearchParams({ query: 'name == ? && n >= ?', bindParams: '["a&b", 2]', itemsInPage: '1' });
  const reply = await server.request(`/v1/collections/${collection}/items?${query.toString()}`);
  expect([await reply.json(), reply.headers.get('x-total-count')]).toMatchObject([{ items: [{ n: 2 }], totalItems: 2 }, '2']);
  const next = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link')!)![1]!;
  expect(await (await server.request(next.replace(/^https?:\/\/[^/]+/, ''))).json()).toMatchObject({ items: [{ n: 3 }], totalItems: 2 });
  const user = await newUser({ team: collection });
  const users = new URLSearchParams({ userQuery: 'team IN ? && _id == ?', userQueryBindParams: JSON.stringify([[collection], user['_id']]) });
  expect(await (await server.request(`/v1/users?${users.toString()}`)).json()).toEqual({ items: [user], totalItems: 1 });
  const fault = await server.request('/v1/users?userQuery=a%20==%20%27x%27');
  expect([fault.status, await fault.json()]).toMatchObject([400, { errors: [{ name: 'userQuery', detail: "Unexpected ''' at position 5; expected a value." }] }]);
});
