import { Agent, request as httpRequest } from 'node:http';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/free-port.mjs';
import { keyHeader } from '../support/server.js';
import { envelope, say, ScriptedUpstream } from '../support/scripted-upstream.js';
import { cleanUp, launch, type ServerProcess } from './support/server-process.js';

let upstream: ScriptedUpstream;
beforeAll(async () => { upstream = await ScriptedUpstream.start(); });
afterAll(async () => {
  await cleanUp();
  await upstream.stop();
});

interface Place {
  server: ServerProcess;
  readonly port: string;
}

/** What came of how many requests: a status, or the code of an error. */
type Outcomes = Map<string, number>;

/** Which process the request of a client goes to, and which one when that refuses the connection; none while nobody knows. */
type Choice = (turn: number) => readonly [first?: Place, otherwise?: Place];

const environment = { RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' };
const clients = 32;

async function startAt(port: string, settings: Readonly<Record<string, string>>): Promise<Place> {
  const server = launch({ ...environment, MANAGEMENT_API_URL: upstream.url, ...settings, PORT: port });
  return { server, port: new URL(await server.ready()).port };
}

/** Two processes, each of which is restarted while clients go on asking; returns what came of their requests. */
async function restartUnderLoad(settings: Readonly<Record<string, string>>, choosing: (places: readonly [Place, Place]) => Choice): Promise<Outcomes> {
  // Each is restarted at the port that it had.
  const places = await Promise.all([startAt(String(await freePort()), settings), startAt(String(await freePort()), settings)]);
  const choose = choosing(places);
  const kept = new Agent({ keepAlive: true });
  const outcomes: Outcomes = new Map();
  let isOver = false;
  const client = async (serial: number): Promise<void> => {
    // Half of them open a connection for every request.
    const agent = serial % 2 === 0 ? kept : false;
    for (let turn = serial >> 1; !isOver; turn++) {
      // What this process has not been told yet, held up as it may have been, it is told before it uses a connection again.
      await nextTurn();
      const [first, otherwise] = choose(turn);
      if (first === undefined) continue;
      let outcome = await get(agent, first.port);
      if (outcome === 'ECONNREFUSED' && otherwise !== undefined) outcome = await get(agent, otherwise.port);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      // A connection that is not being used for a moment is where requests get lost.
      await pause(serial % 8);
    }
  };
  const load = Promise.all(Array.from({ length: clients }, (_, serial) => client(serial)));
  for (const place of places) {
    await answered(outcomes, 200);
    expect(await place.server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    place.server = (await startAt(place.port, settings)).server;
  }
  await answered(outcomes, 200);
  isOver = true;
  await load;
  kept.destroy();
  await Promise.all(places.map(({ server }) => server.end('SIGKILL')));
  return outcomes;
}

beforeAll(() => {
  upstream.script = (received) => { setTimeout(() => { say(received, JSON.stringify(envelope(1, { result: { items: [] } }))); }, 5); };
});

test('a rolling restart of two processes under load loses no request of clients that try the other one when a connection is refused', async () => {
  const outcomes = await restartUnderLoad({}, (places) => (turn) => [places[turn % 2]!, places[(turn + 1) % 2]!]);
  expect([...outcomes.keys()]).toEqual(['200']);
});

test('behind a load balancer that checks who is ready no connection is ever refused', async () => {
  const checks = new AbortController();
  const delayMs = 1_000;
  const outcomes = await restartUnderLoad({ SHUTDOWN_DELAY_MS: String(delayMs), SHUTDOWN_GRACE_MS: '2000' }, (places) => {
    // Who was ready when it was asked listens for as long as the delay at least; what is older than that nobody goes by.
    const readyAt = new Map<Place, number>();
    const check = async (place: Place): Promise<void> => {
      while (!checks.signal.aborted) {
        const askedAt = performance.now();
        const isReady = (await get(false, place.port, '/health/ready')) === '200';
        readyAt.set(place, isReady ? askedAt : -Infinity);
        await pause(50);
      }
    };
    for (const place of places) void check(place);
    return (turn) => {
      const ready = places.filter((place) => performance.now() - (readyAt.get(place) ?? -Infinity) < delayMs / 2);
      return [ready[turn % ready.length]];
    };
  });
  checks.abort();
  expect([...outcomes.keys()]).toEqual(['200']);
});

/** The status of a reply, or the code of the error that came instead; without an agent over a connection of its own. */
function get(agent: Agent | false, port: string, path = '/v1/collections'): Promise<string> {
  return new Promise((resolve) => {
    const request = httpRequest({ agent, host: '127.0.0.1', port, path, headers: { [keyHeader]: 'callers-key' } }, (reply) => {
      reply.resume().once('end', () => { resolve(String(reply.statusCode)); }).once('error', (error) => { resolve(error.name); });
    });
    request.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
      resolve(code === 'ECONNREFUSED' ? code : `${code} on a ${request.reusedSocket ? 'kept' : 'new'} connection`);
    }).end();
  });
}

/** Resolves when so many more requests have been answered. */
async function answered(outcomes: ReadonlyMap<string, number>, more: number): Promise<void> {
  const count = (): number => [...outcomes.values()].reduce((sum, each) => sum + each, 0);
  const enough = count() + more;
  while (count() < enough) await pause(10);
}
