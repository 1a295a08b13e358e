import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { User } from '../contract/user.js';
import { limits } from '../contract/limits.js';
import type { Caller } from '../contract/management-api.js';
import { RpcError } from '../contract/rpc-error.js';
import { CheckedManagementApi } from './checked-management-api.js';
import { RpcAdapterService } from './rpc-adapter.service.js';
import { Upstream } from './upstream.js';

const caller: Caller = { keyId: undefined, keyName: 'test', scopes: ['*'], cidrs: [], expiresAt: null, opens: 'everything' };

type Answering = (response: ServerResponse, request: IncomingMessage) => void;

const servers: Server[] = [];
const clients: Upstream[] = [];
let received: { readonly headers: IncomingMessage['headers']; readonly body: unknown }[] = [];
beforeEach(() => { received = []; });
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  })));
});

/** An upstream that reads every request to its end, keeps it, and answers in its own way. */
async function upstream(answer: Answering): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body: JSON.parse(body) });
      answer(response, request);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/manage/json-rpc/b1`;
}

const replying = (body: string, status = 200): Answering => (response) => { response.writeHead(status, { 'Content-Type': 'application/json' }).end(body); };
const envelope = (members: object): string => JSON.stringify({ jsonrpc: '2.0', id: 1, ...members });
const good = envelope({ result: { names: ['age'] } });

interface Calling {
  readonly key?: string;
  readonly callerKey?: string;
  readonly timeoutMs?: number;
}
function upstreamAt(url: string, { key, timeoutMs = 30_000 }: Calling = {}): Upstream {
  const made = new Upstream({ url, key, timeoutMs, mayBatch: false }, { exchanged: () => undefined, retried: () => undefined, batched: () => undefined, breakerChanged: () => undefined });
  clients.push(made);
  return made;
}
const call = async (url: string, calling: Calling = {}, params: unknown = {}): Promise<unknown> =>
  upstreamAt(url, calling).call('User.getPropertyNames', params, { requestId: 'request-1', callerKey: calling.callerKey });

/** The error that a call ends in; what else it carries shows in a comparison with toEqual. */
async function failureOf(outcome: Promise<unknown>): Promise<object> {
  const error: unknown = await outcome.then((result) => new Error(`It succeeded with ${JSON.stringify(result)}.`), (reason: unknown) => reason);
  if (!(error instanceof RpcError)) throw error;
  const { code, message, data, source } = error;
  return { code, message, source, ...(data !== undefined && { data }) };
}

const invalidResponse = { code: -12, message: 'Invalid response', source: 'adapter' };
const timedOut = { code: -11, message: 'Timed out', source: 'adapter' };
const invalidStatus = (status: number): object => ({ code: -13, message: 'Invalid status code', source: 'adapter', data: { status } });

test('a call is sent as one JSON-RPC request with the id 1, and its result comes back', async () => {
  const url = await upstream(replying(good));
  expect(await call(url, {}, { page: 1, 'ü': [null, 0.5] })).toEqual({ names: ['age'] });
  expect(received).toEqual([{
    headers: expect.objectContaining({ accept: 'application/json', 'content-type': 'application/json', 'x-request-id': 'request-1' }),
    body: { jsonrpc: '2.0', id: 1, method: 'User.getPropertyNames', params: { page: 1, 'ü': [null, 0.5] } },
  }]);
});

test.each([[undefined], [null]])('params that are %s are sent as an empty object', async (params) => {
  await upstreamAt(await upstream(replying(good))).call('rpc.discover', params, { requestId: 'request-1' });
  expect(received).toMatchObject([{ body: { params: {} } }]);
});

test.each<[whose: string, calling: Calling, key: string | undefined]>([
  ['the settings', { key: 'own-key' }, 'own-key'],
  ['the settings, not the caller’s', { key: 'own-key', callerKey: 'callers-key' }, 'own-key'],
  ['the caller', { callerKey: 'callers-key' }, 'callers-key'],
  ['nobody', {}, undefined],
])('the key that is presented is that of %s', async (_whose, calling, key) => {
  await call(await upstream(replying(good)), calling);
  expect(received[0]?.headers['x-monaca-backend-management-api-key']).toBe(key);
  expect(received[0]?.headers.authorization).toBeUndefined();
});

test.each<[result: unknown]>([['OK'], [null], [0], [false], [[]]])('the result %j is passed on as it is', async (result) => {
  expect(await call(await upstream(replying(envelope({ result }))))).toEqual(result);
});

test.each<[what: string, id: number | null, status: number]>([
  ['', 1, 200], [' with another status', 1, 500], [' that could not tell the id', null, 400],
])('an error of the upstream%s is passed on with its data', async (_what, id, status) => {
  const error = { code: 20_000, message: 'Mine', data: { a: [1] } };
  expect(await failureOf(call(await upstream(replying(envelope({ id, error }), status))))).toEqual({ ...error, source: 'upstream' });
});

test.each<[Calling, string]>([[{ key: 'own-key' }, 'upstream-key'], [{ callerKey: 'callers-key' }, 'upstream']])('with %j a key that is refused is a matter of the %s', async (calling, source) => {
  const url = await upstream(replying(envelope({ error: { code: 4, message: 'API key invalid' } })));
  expect(await failureOf(call(url, calling))).toEqual({ code: 4, message: 'API key invalid', source });
});

test.each<[what: string, body: string]>([
  ['HTML', '<html>secret</html>'], ['nothing', ''], ['JSON that is cut', good.slice(0, -1)], ['a batch', `[${good}]`], ['null', 'null'], ['a text', '"OK"'],
  ['another id', envelope({ id: 2, result: 1 })], ['the id as a text', envelope({ id: '1', result: 1 })], ['no id', '{"jsonrpc":"2.0","result":1}'],
  ['an id of null with a result', envelope({ id: null, result: 1 })], ['another version', envelope({ jsonrpc: '1.0', result: 1 })], ['no version', '{"id":1,"result":1}'],
  ['both a result and an error', envelope({ result: 1, error: { code: 1, message: 'x' } })], ['neither', envelope({})], ['an error of null', envelope({ error: null })],
  ['an error without a code', envelope({ error: { message: 'x' } })], ['an error with a code that is no integer', envelope({ error: { code: 1.5, message: 'x' } })],
  ['an error without a message', envelope({ error: { code: 1 } })],
])('a reply that is %s is no answer, and nothing of it is repeated', async (_what, body) => {
  expect(await failureOf(call(await upstream(replying(body))))).toEqual(invalidResponse);
  expect(await failureOf(call(await upstream(replying(body, 500))))).toEqual(invalidStatus(500));
});

test('a reply that is larger than the limit once it is unpacked is given up', async () => {
  const packed = gzipSync(Buffer.concat([Buffer.from(good), Buffer.alloc(limits.replyBytes, ' ')]), { level: 1 });
  const url = await upstream((response) => { response.setHeader('Content-Encoding', 'gzip').end(packed); });
  expect(await failureOf(call(url))).toEqual(invalidResponse);
});

test.each<[what: string, answer: Answering]>([
  ['reset before an answer', (_response, request) => { request.socket.resetAndDestroy(); }],
  ['closed before an answer', (_response, request) => { request.socket.destroy(); }],
  ['reset within an answer', (response, request) => { response.writeHead(200, { 'Content-Length': 999 }).write(good, () => { request.socket.resetAndDestroy(); }); }],
])('a connection that is %s has been used: the call may have been carried out', async (_what, answer) => {
  expect(await failureOf(call(await upstream(answer)))).toEqual(invalidResponse);
});

test('a connection that is refused has carried nothing', async () => {
  const url = await upstream(replying(good));
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await failureOf(call(url))).toMatchObject({ source: 'unsent' });
});

test.each<[what: string, answer: Answering]>([
  ['never begins', () => undefined],
  ['begins and never ends', (response) => { response.writeHead(200).write(good); }],
])('an answer that %s is not waited for longer than the deadline', async (_what, answer) => {
  expect(await failureOf(call(await upstream(answer), { timeoutMs: 100 }))).toEqual(timedOut);
});

test.each([301, 302, 303, 307, 308])('a redirect with status %i is not followed, so that no key travels elsewhere', async (status) => {
  const elsewhere = await upstream(replying(good));
  const url = await upstream((response) => { response.writeHead(status, { Location: elsewhere }).end(); });
  expect(await failureOf(call(url, { key: 'own-key' }))).toEqual(invalidStatus(status));
  expect(received).toHaveLength(1);
});

test('a mistake that the contract knows of is found without a request', async () => {
  const rpc = new RpcAdapterService(new CheckedManagementApi(upstreamAt(await upstream(replying(good)))));
  expect(await failureOf(rpc.call(User.get, { _id: '' }, { requestId: 'request-1', caller }))).toMatchObject({ code: -32602, data: { _id: 'Must be 1 to 255 characters.' } });
  expect(received).toEqual([]);
});

test.each<[what: string, params: () => unknown]>([
  ['hold a BigInt', () => ({ page: 1n })],
  ['hold themselves', () => { const params: Record<string, unknown> = {}; return (params['itself'] = params); }],
])('parameters that %s are no JSON: the call is rejected as a mistake of this process, nothing is sent, and the next call is', async (_what, params) => {
  const made = upstreamAt(await upstream(replying(good)));
  const outcome = made.call('User.list', params(), { requestId: 'request-1' });
  await expect(outcome).rejects.toThrow(TypeError);
  expect(received).toEqual([]);
  expect(await made.call('User.list', {}, { requestId: 'request-1' })).toEqual({ names: ['age'] });
});

test.each<[what: string, isThere: boolean, answer: Answering]>([
  ['an error of JSON-RPC', true, replying(envelope({ error: { code: -32601, message: 'Method not found' } }))],
  ['the refusal of a key', true, replying(envelope({ error: { code: 4, message: 'API key invalid' } }))],
  ['a result', true, replying(good)],
  ['what is no JSON-RPC', false, replying('<html>')],
  ['a broken connection', false, (_response, request) => { request.socket.destroy(); }],
])('that an upstream which answers a probe with %s is there is %s', async (_what, isThere, answer) => {
  const isFound = await upstreamAt(await upstream(answer), { key: 'own-key' }).ping().then(() => true, () => false);
  expect(isFound).toBe(isThere);
});
