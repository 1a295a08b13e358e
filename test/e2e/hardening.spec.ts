import { once } from 'node:events';
import { connect } from 'node:net';
import { limits } from '../../src/contract/limits.js';
import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';

/** A connection is given little time here, so that running out of it is not waited for. */
const times = { headersMs: 200, requestMs: 400, idleMs: 72_000, checkedEveryMs: 20 };

let server: RunningServer;
let impatient: RunningServer;
beforeAll(async () => {
  server = await startServer();
  impatient = await startServer({}, undefined, times);
});
afterAll(async () => {
  await server.stop();
  await impatient.stop();
});

/** Sends bytes as they are and resolves to everything that comes back until the server ends the connection. */
function exchange(text: string, { url }: RunningServer): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => { socket.write(text); });
    socket.setEncoding('latin1').on('data', (chunk: string) => { answer += chunk; }).on('close', () => { resolve(answer); });
    socket.on('error', (error: Error & { code?: string }) => { if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error); });
  });
}

test.each<[what: string, text: string, status: number, detail: string]>([
  ['headers that do not end', 'GET /v1/users HTTP/1.1\r\nHost: a\r\n', 408, 'The request did not arrive in time.'],
  ['a body that does not end', `POST /rpc HTTP/1.1\r\nHost: a\r\n${keyHeader}: ${adminKey}\r\nContent-Length: 100\r\n\r\n{`, 408, 'The request did not arrive in time.'],
  ['headers without bound', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'The headers of a request may be 16384 bytes long.'],
  ['thousands of headers', `GET / HTTP/1.1\r\nHost: a\r\n${'a: b\r\n'.repeat(10_000)}\r\n`, 431, 'The headers of a request may be 16384 bytes long.'],
  ['what is no HTTP', 'HELO example.com\r\n\r\n', 400, 'What came is no HTTP request.'],
  ['a request smuggled behind another', 'POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n', 400, 'What came is no HTTP request.'],
])('the answer to %s is a problem, and the connection ends', async (_what, text, status, detail) => {
  // What is not refused for being late has the time that it needs, also on a busy machine.
  const answer = await exchange(text, status === 408 ? impatient : server);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toEqual({ type: 'about:blank', title: expect.any(String), status, detail });
});

test('who is slow keeps nobody else from being answered', async () => {
  const { hostname, port } = new URL(server.url);
  const slow = await Promise.all(Array.from({ length: 200 }, async () => {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('GET /v1/users HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    return socket;
  }));
  expect((await server.request('/v1/users')).status).toBe(200);
  for (const socket of slow) socket.destroy();
});

test('of many who are slow each is refused', async () => {
  const slow = Array.from({ length: 200 }, () => exchange('GET /v1/users HTTP/1.1\r\nHost: a\r\nX-Slow: ', impatient));
  for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('no reply says what it was made with, and none may be framed, sniffed or embedded', async () => {
  const replies = await Promise.all(['/', '/docs', '/openapi.json', '/v1/users', '/v1/nothing', '/rpc', '/graphql?query={__typename}'].map((path) => server.request(path)));
  for (const { headers } of replies) {
    expect([headers.get('server'), headers.get('x-powered-by'), headers.get('via')]).toEqual([null, null, null]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

test('data are kept by nobody on the way', async () => {
  for (const path of ['/v1/users', '/graphql?query={__typename}']) expect((await server.request(path)).headers.get('cache-control')).toBe('no-store');
});

test('more passwords at once than may wait are refused, while everything else goes on', async () => {
  // Far more than may wait: however slowly they arrive on a busy machine, they arrive faster than two at a time are hashed.
  const count = limits.passwordsWaiting * 3;
  const created = Array.from({ length: count }, (_, index) => server.request('/v1/users', { body: { username: `crowd${index}`, password: 'secret' } }));
  expect((await server.request('/v1/collections')).status).toBe(200);
  const replies = await Promise.all(created);
  const refused = replies.filter((reply) => reply.status !== 201);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThanOrEqual(count - limits.passwordsWaiting - 2);
  for (const reply of refused) expect([reply.status, reply.headers.get('retry-after'), await reply.json()]).toMatchObject([503, '2', { type: '/problems/overloaded' }]);
  const { totalItems } = (await server.rpc('User.list')).result;
  expect(totalItems).toBe(count - refused.length);
});
