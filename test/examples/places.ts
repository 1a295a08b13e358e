import Database from 'libsql';
import { closedPort } from '../support/closed-port.js';
import { sqliteDatabase } from '../support/databases.js';
import { say, ScriptedUpstream } from '../support/scripted-upstream.js';
import { startServer, type RequestOptions, type RunningServer } from '../support/server.js';

type Ask = (path: string, options?: RequestOptions) => Promise<Response>;
/** Where everything that can go wrong does. */
export interface Places {
  readonly server: RunningServer;
  /** A server whose keys may call once a minute. */
  readonly strict: RunningServer;
  /** A server whose database somebody has damaged. */
  readonly damaged: RunningServer;
  /** Lets an upstream answer a gateway's one call. */
  readonly behind: (answer: string | undefined) => Ask;
  readonly unreachable: RunningServer;
}

/** Starts all of them, lets somebody use them, and stops them. */
export async function inPlaces<T>(work: (places: Places) => Promise<T>): Promise<T> {
  const started: (() => Promise<void>)[] = [];
  const start = async (environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
    const server = await startServer(environment);
    started.push(() => server.stop());
    return server;
  };
  try {
    const upstream = await ScriptedUpstream.start();
    started.push(() => upstream.stop());
    const database = await sqliteDatabase();
    started.push(() => database.remove());
    const gatewayBefore = (url: string, timeoutMs = 10_000): Promise<RunningServer> =>
      start({ MANAGEMENT_API_URL: url, MANAGEMENT_API_KEY: 'the-gateways-own-key', UPSTREAM_TIMEOUT_MS: String(timeoutMs) });
    const [patient, impatient] = [await gatewayBefore(upstream.url), await gatewayBefore(upstream.url, 100)];
    const damaged = await start({ DATABASE_URL: database.url });
    const other = new Database(database.url.replace('sqlite:', ''));
    other.exec('DROP TABLE users');
    other.close();
    return await work({
      server: await start(), strict: await start({ RATE_LIMIT_PER_MINUTE: '1' }), damaged, unreachable: await gatewayBefore(`http://127.0.0.1:${closedPort}/`),
      behind: (answer) => {
        upstream.script = (received) => { if (answer !== undefined) say(received, answer); };
        return (answer === undefined ? impatient : patient).request;
      },
    });
  } finally {
    for (const stop of started.reverse()) await stop();
  }
}

/** The address of a push that is done, because it goes to nobody. */
export async function finishedPush({ request }: RunningServer): Promise<string> {
  const push = { platform: 'android', buildType: 'release', message: 'A new season begins.' };
  const address = (await request('/v1/push/demo/notifications', { body: push })).headers.get('location')!;
  const status = async (): Promise<unknown> => ((await (await request(address)).json()) as { readonly status: unknown }).status;
  for (let found = await status(); found !== 'finish'; found = await status()) expect(['queue', 'push']).toContain(found);
  return address;
}

/** A key that may read one collection. */
export async function narrowKey({ request }: RunningServer): Promise<string> {
  await request('/v1/keys/reader', { method: 'DELETE' });
  const made = await request('/v1/keys', { body: { name: 'reader', scopes: ['items:read:GameScore'] } });
  return ((await made.json()) as { readonly key: string }).key;
}
