import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, get as httpGet, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { adminKey, clientOf } from '../support/server.js';
import { beginCall, refusesConnections } from './support/begun-call.js';
import { cleanUp, launch, temporaryFolder } from './support/server-process.js';

const run = promisify(execFile);

afterEach(cleanUp);

describe('the first admin key', () => {
  test('is printed once, by the first start, with a curl line that works as it stands', async () => {
    const { environment, file } = freshDatabase();
    const first = launch(environment);
    await first.ready();
    const [key] = keysIn(first.stdout);
    expect(keysIn(first.stdout)).toHaveLength(1);
    const curl = first.stdout.split('\n').find((line) => line.trim().startsWith('curl '))!;
    expect(JSON.parse((await run('sh', ['-c', curl])).stdout)).toEqual({ items: [] });
    await first.end('SIGTERM');

    const second = launch(environment);
    expect((await clientOf(await second.ready(), key).request('/v1/collections')).status).toBe(200);
    expect(keysIn(second.stdout)).toEqual([]);

    // While the second one runs, so that the write-ahead log is there too.
    expect(contentOf(dirname(file))).not.toContain(key);
    expect(contentOf(dirname(file))).toContain(sha256(key!));
  });

  test('is not made when there is an ADMIN_KEY, which is not stored either', async () => {
    const { environment, file } = freshDatabase();
    const server = launch({ ...environment, ADMIN_KEY: adminKey });
    expect((await clientOf(await server.ready()).request('/v1/collections')).status).toBe(200);
    expect(keysIn(server.stdout)).toEqual([]);
    expect(contentOf(dirname(file))).not.toContain(adminKey);
    expect(contentOf(dirname(file))).not.toContain(sha256(adminKey));
  });

  test('and passwords appear in no log line, at no level', async () => {
    const server = launch({ ...freshDatabase().environment, LOG_LEVEL: 'trace' });
    const url = await server.ready();
    const [key = ''] = keysIn(server.stdout);
    const welcomeEnds = server.stdout.length;
    const client = clientOf(url, key);
    const password = 'pass-word-never-logged';
    const requests = [
      client.request('/v1/users', { body: { username: 'taro', password } }),
      client.request('/v1/users', { body: { username: 'no', password: `${password} with blanks` } }),
      client.request('/v1/users', { body: `{"username":"taro","password":"${password}"` }),
      client.request('/v1/users/unknown/password', { method: 'PUT', body: { password } }),
      client.request('/rpc', { body: { jsonrpc: '2.0', id: 1, method: 'User.create', params: { username: 1, password } } }),
      client.request('/rpc', { body: `{"method":"User.create","password":"${password}"` }),
      client.request('/graphql', { body: { query: `mutation { createUser(input: { username: "x", password: "${password}" }) { id } }` } }),
      client.request('/graphql', { body: { query: `mutation { createUser(password: "${password}") }` } }),
      client.request(`/v1/users?key=${key}&password=${password}`),
      client.request(`/v1/users/${password}`),
      client.request(`/${password}/${key}`),
      clientOf(url, `${key}x`).request('/v1/users', { body: { password } }),
      clientOf(url, '').request('/v1/users', { headers: { Authorization: `Bearer ${key}` } }),
    ];
    await Promise.all(requests.map(async (request) => (await request).text()));
    await server.end('SIGTERM');
    const logged = `${server.stdout.slice(welcomeEnds)}${server.stderr}`;
    expect(logged.split('\n').filter((line) => line.includes('"msg":"request"'))).toHaveLength(requests.length);
    expect(logged).not.toContain(key);
    expect(logged).not.toContain(password);
  });
});

describe('a signal', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s lets what runs finish and ends the process with status 0', async (signal) => {
    const server = launch({ ...freshDatabase().environment, ADMIN_KEY: adminKey, SHUTDOWN_GRACE_MS: '60000' });
    const url = await server.ready();
    const running = await beginCall(url, { jsonrpc: '2.0', id: 1, method: 'User.create', params: { username: 'ann', password: 'password' } });
    const ended = server.end(signal);
    await refusesConnections(url);
    expect(await running.finish()).toMatchObject({ id: 1, result: { user: { _username: 'ann' } } });
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
    expect(server.stdout.includes('Stopping: what runs is finished first.')).toBe(signal === 'SIGINT');
  });

  // The event loop accepts one connection a turn; the kernel resets those that are left when the listener closes.
  test('answers those whose connections were waiting to be accepted when it came', async () => {
    const server = launch({ ...freshDatabase().environment, ADMIN_KEY: adminKey });
    const url = await server.ready();
    server.child.kill('SIGSTOP');
    const requests = Array.from({ length: 50 }, () => httpGet(`${url}/health/live`, { agent: false }));
    const replies = requests.map((request) => once(request, 'response') as Promise<[IncomingMessage]>);
    await Promise.all(requests.map(async (request) => {
      const [socket] = (await once(request, 'socket')) as [Socket];
      if (socket.connecting) await once(socket, 'connect');
    }));
    server.child.kill('SIGTERM');
    server.child.kill('SIGCONT');
    expect((await Promise.all(replies)).map(([reply]) => reply.resume().statusCode)).toEqual(Array(50).fill(200));
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  test('answers what came on a kept connection while the process was held up for longer than connections linger', async () => {
    const server = launch({ ...freshDatabase().environment, ADMIN_KEY: adminKey, SHUTDOWN_GRACE_MS: '60000' });
    const url = await server.ready();
    const agent = new Agent({ keepAlive: true });
    const ask = async (): Promise<IncomingMessage> => {
      const [reply] = (await once(httpGet(`${url}/health/live`, { agent }), 'response')) as [IncomingMessage];
      await once(reply.resume(), 'end');
      return reply;
    };
    await ask();
    server.child.kill('SIGTERM');
    await refusesConnections(url);
    server.child.kill('SIGSTOP');
    const asked = ask();
    // The clock of the process goes on.
    await pause(1_600);
    server.child.kill('SIGCONT');
    expect((await asked).statusCode).toBe(200);
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  test('SIGINT a second time ends the process at once, whatever still runs', async () => {
    const server = launch({ ...freshDatabase().environment, ADMIN_KEY: adminKey, SHUTDOWN_GRACE_MS: '600000' });
    const url = await server.ready();
    await beginCall(url, { jsonrpc: '2.0', id: 1, method: 'User.get', params: { _id: 'unknown' } });
    server.child.kill('SIGINT');
    await refusesConnections(url);
    expect(await server.end('SIGINT')).toEqual({ code: null, signal: 'SIGINT' });
  });

  // A bug of src/server.ts: http.Server's close() destroys connections whose reply is complete, but still being sent.
  test('lets a reply that is being sent be sent to its end', async () => {
    const server = launch({ ...freshDatabase().environment, ADMIN_KEY: adminKey });
    const { rpc, request } = clientOf(await server.ready());
    await rpc('Collection.create', { _id: 'Large' });
    const creation = { jsonrpc: '2.0', id: 1, method: 'CollectionItem.create', params: { collectionName: 'Large', item: { text: 'x'.repeat(500_000) } } };
    // 20 MB: more than the buffers between the two processes hold.
    for (let batch = 0; batch < 4; batch++) expect((await (await request('/rpc', { body: Array<object>(10).fill(creation) })).json())).toHaveLength(10);
    const reply = await request('/v1/collections/Large/items?itemsInPage=40', { headers: { 'Accept-Encoding': 'identity' } });
    const ended = server.end('SIGTERM');
    expect(await reply.json()).toMatchObject({ totalItems: 40 });
    expect(await ended).toEqual({ code: 0, signal: null });
  });
});

describe('a start that fails', () => {
  test('because the port is taken says so in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1').unref();
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = launch({ ...freshDatabase().environment, PORT: String(port) });
    expect(await server.ended).toEqual({ code: 1, signal: null });
    expect(server.stderr).toBe(`PORT: 127.0.0.1:${port} is taken already; stop what listens there, or set another PORT.\n`);
  });

  test.each([
    ['is a folder', (folder: string) => folder],
    ['stands in a file', (folder: string) => join(textFile(folder), 'backend.db')],
    ['is no database', textFile],
  ])('because the database file %s ends with status 1 and names the file', async (_, fileIn) => {
    const file = fileIn(temporaryFolder());
    const server = launch({ DATABASE_URL: `sqlite:${file}` });
    expect(await server.ended).toEqual({ code: 1, signal: null });
    expect(server.stderr).toContain(file);
    expect(server.stderr).not.toMatch(/^ +at /m);
  });
});

/** A database in a folder that does not exist yet. */
function freshDatabase(): { readonly environment: Readonly<Record<string, string>>; readonly file: string } {
  const file = join(temporaryFolder(), 'made', 'by the server', 'backend.db');
  return { environment: { DATABASE_URL: `sqlite:${file}` }, file };
}

function textFile(folder: string): string {
  const file = join(folder, 'text');
  writeFileSync(file, 'No database at all, but a text that is longer than the header of one, which has a hundred bytes or so.');
  return file;
}

/** What looks like a generated key: 32 bytes in base64url. */
function keysIn(text: string): string[] {
  return [...new Set(text.match(/(?<![\w-])[\w-]{43}(?![\w-])/g))];
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** All files of a folder, their bytes as text. */
function contentOf(folder: string): string {
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')).join('\n');
}
