import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
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

const clients = 64;

/** A new connection that was waiting to be accepted when the listener closed: the kernel resets it, and nobody has read from it. */
const neverAccepted = 'never accepted';

test('a rolling restart of two processes under load loses no request of clients that keep their connections', async () => {
  upstream.script = (received) => { setTimeout(() => { say(received, JSON.stringify(envelope(1, { result: { items: [] } }))); }, 5); };
  const environment = { MANAGEMENT_API_URL: upstream.url, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' };
  const start = async (port = '0'): Promise<Place> => {
    const server = launch({ ...environment, PORT: port });
    return { server, port: new URL(await server.ready()).port };
  };
  const places = await Promise.all([start(), start()]);
  const agent = new Agent({ keepAlive: true });
  const outcomes = new Map<string, number>();
  let isOver = false;
  const client = async (serial: number): Promise<void> => {
    for (let turn = serial; !isOver; turn++) {
      let outcome = await get(agent, places[turn % 2]!.port);
      // Surely not carried out, so any client may try the other one.
      if (outcome === 'ECONNREFUSED' || outcome === neverAccepted) outcome = await get(agent, places[(turn + 1) % 2]!.port);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      // A connection that is not being used for a moment is where requests get lost.
      await pause(serial % 8);
    }
  };
  const load = Promise.all(Array.from({ length: clients }, (_, serial) => client(serial)));
  for (const place of places) {
    await answered(outcomes, 200);
    expect(await place.server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    place.server = (await start(place.port)).server;
  }
  await answered(outcomes, 200);
  isOver = true;
  await load;
  agent.destroy();
  expect([...outcomes.keys()]).toEqual(['200']);
});

/** The status of a reply, or the code of the error that came instead. */
function get(agent: Agent, port: string): Promise<string> {
  return new Promise((resolve) => {
    const request = httpRequest({ agent, host: '127.0.0.1', port, path: '/v1/collections', headers: { [keyHeader]: 'callers-key' } }, (reply) => {
      reply.resume().once('end', () => { resolve(String(reply.statusCode)); }).once('error', (error) => { resolve(error.name); });
    });
    request.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNRESET' && !request.reusedSocket ? neverAccepted : (error.code ?? error.name));
    }).end();
  });
}

/** Resolves when so many more requests have been answered. */
async function answered(outcomes: ReadonlyMap<string, number>, more: number): Promise<void> {
  const count = (): number => [...outcomes.values()].reduce((sum, each) => sum + each, 0);
  const enough = count() + more;
  while (count() < enough) await pause(10);
}
