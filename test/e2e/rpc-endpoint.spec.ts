import { request as httpRequest } from 'node:http';
import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
let strict: RunningServer;
beforeAll(async () => {
  server = await startServer({ BACKEND_ID: 'mine' });
  strict = await startServer({ RPC_STRICT_HTTP: 'true' });
});
afterAll(async () => {
  await server.stop();
  await strict.stop();
});

const list = '{"jsonrpc":"2.0","id":1,"method":"Collection.list","params":{}}';
const listed = { jsonrpc: '2.0', id: 1, result: { items: [] } };
const wrongKey = { code: 4, message: 'API key invalid' };
const invalidRequest = { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'Invalid Request' } };

const post = async (body: string | undefined, headers: Record<string, string> = {}, path = '/rpc'): Promise<[number, unknown]> => {
  const reply = await fetch(`${server.url}${path}`, { method: 'POST', headers: { [keyHeader]: adminKey, ...headers }, ...(body !== undefined && { body }) });
  const text = await reply.text();
  if (text !== '') expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return [reply.status, text === '' ? '' : JSON.parse(text)];
};

test.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data', 'rubbish', ''])('the body is JSON under the content type %j', async (type) => {
  expect(await post(list, { 'Content-Type': type })).toEqual([200, listed]);
});

test('the body is JSON without any content type', async () => {
  const text = await new Promise<string>((resolve, reject) => {
    const request = httpRequest(`${server.url}/rpc`, { method: 'POST', headers: { [keyHeader]: adminKey } }, (reply) => {
      let answer = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk)).on('end', () => { resolve(answer); });
    });
    request.on('error', reject).end(list);
  });
  expect(JSON.parse(text)).toEqual(listed);
});

test.each(['/rpc', '/manage/json-rpc/mine'])('calls are answered at %s', async (path) => {
  expect(await post(list, {}, path)).toEqual([200, listed]);
});

test('an unknown backend is a wrong key', async () => {
  expect(await post(list, {}, '/manage/json-rpc/default')).toEqual([200, { jsonrpc: '2.0', id: 1, error: wrongKey }]);
});

test.each<[string, string, unknown]>([
  ['a request', '{"jsonrpc":"2.0","id":"x","method":"Collection.list"}', { jsonrpc: '2.0', id: 'x', error: wrongKey }],
  ['a batch, once', `[${list},${list}]`, { jsonrpc: '2.0', id: null, error: wrongKey }],
  ['rubbish', '{', { jsonrpc: '2.0', id: null, error: wrongKey }],
])('a wrong key is error 4 with HTTP 200 for %s, and HTTP 401 where that is set', async (_what, body, answer) => {
  for (const headers of [{ [keyHeader]: 'wrong' }, { [keyHeader]: '' }]) expect(await post(body, headers)).toEqual([200, answer]);
  const reply = await fetch(`${strict.url}/rpc`, { method: 'POST', body, headers: { [keyHeader]: 'wrong' } });
  expect([reply.status, reply.headers.get('www-authenticate'), await reply.json()]).toEqual([401, 'Bearer', answer]);
});

test('other errors are HTTP 200 also where a wrong key is 401', async () => {
  const reply = await strict.request('/rpc', { body: '{"jsonrpc":"2.0","id":1,"method":"nothing"}' });
  expect(reply.status).toBe(200);
});

test.each<[string, string]>([
  ['a notification', '{"jsonrpc":"2.0","method":"Collection.list"}'],
  ['a notification of nothing known', '{"jsonrpc":"2.0","method":"nothing"}'],
  ['a batch of notifications', '[{"jsonrpc":"2.0","method":"Collection.list"},{"jsonrpc":"2.0","method":"nothing"}]'],
])('%s is answered 204 without a body', async (_what, body) => {
  expect(await post(body)).toEqual([204, '']);
});

test('a notification does what it says', async () => {
  await post('{"jsonrpc":"2.0","method":"Collection.create","params":{"_id":"Noted"}}');
  expect((await server.rpc('Collection.drop', { _id: 'Noted' })).result).toBe('OK');
});

test('the calls of a batch see what earlier ones did', async () => {
  const calls = [['Collection.create', { _id: 'Batched' }], ['CollectionItem.create', { collectionName: 'Batched', item: {} }], ['Collection.drop', { _id: 'Batched' }]];
  const [, replies] = await post(JSON.stringify(calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params }))));
  expect(replies).toMatchObject([{ id: 0, result: 'OK' }, { id: 1, result: { item: {} } }, { id: 2, result: 'OK' }]);
});

test.each<[string, string, number, unknown]>([
  ['broken JSON', '{"jsonrpc":', 200, { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'Parse error' } }],
  ['no body', '', 200, { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'Parse error' } }],
  ['a batch of none', '[]', 200, invalidRequest],
  ['a batch of 101', `[${Array(101).fill(list).join(',')}]`, 200, invalidRequest],
  ['a body over 5 MiB', `"${'x'.repeat(5 * 1024 * 1024)}"`, 413, invalidRequest],
])('%s is refused', async (_what, body, status, answer) => {
  expect(await post(body)).toEqual([status, answer]);
});

test('a body of exactly 5 MiB is read', async () => {
  const call = '{"jsonrpc":"2.0","id":1,"method":"Collection.list","params":{"unknown":""}}';
  const filled = call.replace('""', `"${'x'.repeat(5 * 1024 * 1024 - call.length)}"`);
  expect(await post(filled)).toEqual([200, listed]);
});

test('a body that is no UTF-8 is no JSON', async () => {
  const reply = await fetch(`${server.url}/rpc`, { method: 'POST', headers: { [keyHeader]: adminKey }, body: Buffer.from('{"jsonrpc":"2.0","id":"\xff","method":"Collection.list"}', 'latin1') });
  expect(await reply.json()).toMatchObject({ error: { code: -32700 } });
});
