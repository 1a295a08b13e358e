import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { keyHeader } from '../support/server.js';
import { envelope, say, ScriptedUpstream, type Script } from '../support/scripted-upstream.js';
import { cleanUp, launch, temporaryFolder, type ServerProcess } from './support/server-process.js';

let upstream: ScriptedUpstream;
beforeEach(async () => { upstream = await ScriptedUpstream.start(); });
afterEach(async () => {
  await cleanUp();
  await upstream.stop();
});

const healthy: Script = (received) => {
  const answers = received.calls.map(({ id }) => envelope(id, { result: { config: { _id: 'C', isInsertable: false, defaultPublicPermission: '' } } }));
  say(received, JSON.stringify(received.isBatch ? answers : answers[0]));
};

/** What goes wrong, in turn: each of them leaves something behind in a client that does not clean up after it. */
const faults: readonly Script[] = [
  () => undefined,
  ({ response }) => { response.writeHead(200).write('{"jsonrpc":'); },
  ({ socket }) => { socket.resetAndDestroy(); },
  ({ socket }) => { socket.end(); },
  ({ response, socket }) => { response.writeHead(200, { 'Content-Length': 99 }).write('{', () => { socket.destroy(); }); },
  ({ response }) => { response.writeHead(200, { 'Content-Length': 2 ** 40 }).write('{'); },
  (received) => { say(received, '<html>', 500, 'text/html'); },
  (received) => { setTimeout(() => { healthy(received); }, 400); },
];

test.each([['singly', 'false'], ['in batches', 'true']])('after faults of every kind, with reads sent %s, no timer and no socket is left', async (_how, UPSTREAM_BATCH) => {
  const server = launch({ MANAGEMENT_API_URL: upstream.url, MANAGEMENT_API_KEY: 'own-key', ADMIN_KEY: 'a-key-of-the-tests', DATABASE_URL: `sqlite:${join(temporaryFolder(), 'keys.db')}`, UPSTREAM_TIMEOUT_MS: '60000', UPSTREAM_BATCH, LOG_LEVEL: 'fatal' }, 'resource-teller.mjs');
  const { port } = new URL(await server.ready());
  const before = await resourcesOf(server);
  let turn = 0;
  upstream.script = (received) => { (turn++ % 3 === 0 ? healthy : faults[turn % faults.length]!)(received); };
  for (let round = 0; round < 4; round++) {
    await Promise.all(Array.from({ length: 60 }, (_, serial) => ask(port, `/v1/collections/C${round}-${serial}`, serial % 3 === 0 ? 'DELETE' : 'GET')));
  }
  expect(upstream.received.length).toBeGreaterThan(faults.length);
  // The upstream goes on, and ends no exchange that it began: what was abandoned, the server must have ended itself.
  const expected = { resources: before, connections: 0 };
  let found: typeof expected;
  let tries = 0;
  do {
    upstream.closeIdle();
    await pause(50);
    found = { resources: await resourcesOf(server), connections: upstream.sockets.size };
  } while (JSON.stringify(found) !== JSON.stringify(expected) && ++tries < 100);
  expect(found).toEqual(expected);
});

/** A request over a connection of its own. It hangs up long before the deadline, so that a timer which outlives its call is there to be seen. */
async function ask(port: string, path: string, method: string): Promise<void> {
  const request = httpRequest({ agent: false, host: '127.0.0.1', port, path, method, headers: { [keyHeader]: 'a-key-of-the-tests' } }).end();
  const patience = setTimeout(() => { request.destroy(); }, 250);
  await new Promise<void>((resolve) => {
    request.once('close', resolve).once('error', () => undefined).once('response', (reply) => { reply.resume(); });
  });
  clearTimeout(patience);
}

/** How many timers and sockets of which kind keep the event loop of a server going. (Threads of the database come and go by themselves.) */
async function resourcesOf({ child }: ServerProcess): Promise<Readonly<Record<string, number>>> {
  const told = once(child, 'message') as Promise<[{ resources: string[] }]>;
  child.send('resources');
  const kinds = (await told)[0].resources.filter((kind) => /^(?:Timeout|TCP|TLS)/.test(kind)).sort();
  return Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]));
}
