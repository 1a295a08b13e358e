import { problems } from '../../src/contract/errors.js';
import { beyondTheContract } from '../support/contracts/check-every-reply.js';
import { adminKey, startServer, type RunningServer } from '../support/server.js';
import { envelope, say, ScriptedUpstream, type Received, type Script } from '../support/scripted-upstream.js';

const user = (id: unknown): object => ({ user: { _id: String(id), _username: 'ann', _createdAt: 1, _updatedAt: 1 } });
const answerTo = ({ id, method, params }: Received['calls'][number]): object => envelope(id, { result: method === 'User.get' ? user(params['_id']) : 'OK' });

/** What an upstream that is well answers. */
const healthy: Script = (received) => {
  const answers = received.calls.map(answerTo);
  say(received, JSON.stringify(received.isBatch ? answers.reverse() : answers[0]));
};

const codes = [-32700, -32600, -32601, -32602, -32603, -32_050, 4, 10, 11, 12, 13, 14, 9999, 10_000, -11, -12, -13, -14, 0];

/** A source of numbers from 0 to 1 that gives the same ones in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

/** Everything that an upstream can do wrong. */
function faults(random: () => number): readonly Script[] {
  const anyOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const text = (received: Received): string => JSON.stringify(received.calls.map(answerTo)[0]);
  return [
    ({ socket }) => { socket.resetAndDestroy(); },
    ({ socket }) => { socket.destroy(); },
    ({ socket }) => { socket.end(); },
    () => undefined,
    ({ response }) => { response.writeHead(200).write('{"jsonrpc":"2.0",'); },
    ({ response, socket }) => { response.writeHead(200, { 'Content-Length': 99 }).write('{', () => { socket.destroy(); }); },
    ({ response }) => { response.writeHead(200, { 'Content-Length': 2 ** 40 }).write('{'); },
    ({ socket }) => { socket.end('RUBBISH\r\n\r\n'); },
    (received) => { setTimeout(() => { healthy(received); }, 100); },
    (received) => { say(received, '<h1>secret</h1>', anyOf([200, 404, 500, 502]), 'text/html'); },
    (received) => { say(received, ''); },
    (received) => { say(received, text(received).slice(0, -1)); },
    (received) => { say(received, text(received).replace('"id":', '"id":7')); },
    (received) => { say(received, text(received).replace('2.0', '1.0')); },
    (received) => { say(received, JSON.stringify(envelope(1, { result: { secret: true } }))); },
    (received) => { say(received, JSON.stringify(received.calls.slice(1).map(answerTo))); },
    (received) => { say(received, JSON.stringify([...received.calls, ...received.calls].map(answerTo))); },
    (received) => { say(received, JSON.stringify(envelope(anyOf([1, null]), { error: { code: anyOf(codes), message: 'secret', data: anyOf([undefined, null, { _id: 'User not found.' }, ['x']]) } }))); },
  ];
}

const writers = 12;
const readers = 12;
const loadMs = 2_000;

const unhandled: unknown[] = [];
const note = (reason: unknown): void => { unhandled.push(reason); };
let upstream: ScriptedUpstream;
let gateway: RunningServer | undefined;
const stopGateway = async (): Promise<void> => {
  const running = gateway;
  gateway = undefined;
  await running?.stop();
};
afterEach(async () => {
  await stopGateway();
  await upstream.stop();
});
beforeAll(() => { process.on('unhandledRejection', note); });
afterAll(() => { process.off('unhandledRejection', note); });

test.each([['singly', 'false'], ['in batches', 'true']])('two seconds of random faults under load, with reads sent %s: every reply is of the table, no write is sent twice, nothing leaks, and it is well again', async (_how, UPSTREAM_BATCH) => {
  upstream = await ScriptedUpstream.start();
  gateway = await startServer({
    MANAGEMENT_API_URL: upstream.url, MANAGEMENT_API_KEY: 'own-key', UPSTREAM_TIMEOUT_MS: '500', RATE_LIMIT_PER_MINUTE: '0', UPSTREAM_BATCH, ADMIN_KEY: adminKey,
  });
  const { request, graphql } = gateway;
  const random = seeded(UPSTREAM_BATCH.length);
  const wrongs = faults(random);
  upstream.lets = () => random() > 0.02;
  upstream.script = (received) => { (random() < 0.7 ? healthy : wrongs[Math.floor(random() * wrongs.length)]!)(received); };

  const endsAt = performance.now() + loadMs;
  const told = new Map<string, number>();
  const tell = (what: string): void => { told.set(what, (told.get(what) ?? 0) + 1); };
  let serial = 0;
  const carriedOut: string[] = [];
  const read = async (): Promise<void> => {
    while (performance.now() < endsAt) tell(await restOutcome(request, `/v1/users/u${serial++}`));
  };
  const write = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const id = `w${serial++}`;
      const outcome = serial % 2 === 0 ? await restOutcome(request, `/v1/users/${id}`, { method: 'PATCH', body: { age: 1 } }) : await graphqlOutcome(graphql, `mutation { setUserPassword(id: "${id}", password: "fine") }`);
      if (outcome === 'ok') carriedOut.push(id);
      tell(outcome);
    }
  };
  // Among the faults are errors that the contract does not know of these methods: they are told by the table all the same.
  await beyondTheContract(() => Promise.all([...Array.from({ length: readers }, read), ...Array.from({ length: writers }, write)]));

  const slugs = Object.keys(problems);
  expect([...told.keys()].filter((outcome) => outcome !== 'ok' && !slugs.includes(outcome))).toEqual([]);
  expect(told.get('ok')).toBeGreaterThan(0);
  expect(told.has('internal')).toBe(false);
  const writes = upstream.received.flatMap(({ calls }) => calls).filter(({ params }) => String(params['_id']).startsWith('w')).map(({ params }) => params['_id']);
  expect(new Set(writes).size).toBe(writes.length);
  expect(writes).toEqual(expect.arrayContaining(carriedOut));

  upstream.lets = () => true;
  upstream.script = healthy;
  const recoveredBy = performance.now() + 10_000;
  while (await restOutcome(request, `/v1/users/r${serial++}`) !== 'ok') {
    expect(performance.now()).toBeLessThan(recoveredBy);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  await stopGateway();
  // Closing is seen at the other end a moment later.
  while (upstream.sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(unhandled).toEqual([]);
});

/** "ok", or the problem; fails when a reply tells anything of what the upstream said. */
async function restOutcome(request: RunningServer['request'], path: string, options = {}): Promise<string> {
  const reply = await request(path, options);
  const text = await reply.text();
  if (reply.ok) return 'ok';
  const { type, status, detail } = JSON.parse(text) as { type: string; status: number; detail: string };
  return status === reply.status && reply.headers.get('content-type')?.startsWith('application/problem+json') === true && isDiscreet(text, type) ? type.slice('/problems/'.length) : `${reply.status} ${detail}`;
}

async function graphqlOutcome(graphql: RunningServer['graphql'], query: string): Promise<string> {
  const { errors } = await graphql(query);
  if (errors === undefined) return 'ok';
  const { type } = errors[0]!.extensions as { type: string };
  return isDiscreet(JSON.stringify(errors), type) ? type.slice('/problems/'.length) : JSON.stringify(errors);
}

/** Only these problems tell the message of an error, which is meant to be told. */
function isDiscreet(text: string, type: string): boolean {
  return ['/problems/application-error', '/problems/invalid-operation'].includes(type) || !text.includes('secret');
}
