import { setTimeout as sleep } from 'node:timers/promises';
import { fcmError } from '../push/support/fake-fcm.js';
import type { Reply } from '../push/support/fake-server.js';
import { openLedger } from '../push/support/ledger-database.js';
import { startFakeProviders } from '../push/support/projects-file.js';
import { databases } from '../support/databases.js';
import { adminKey, clientOf } from '../support/server.js';
import { cleanUp, launch } from './support/server-process.js';

const devices = 5_000;
const requestsInFlight = 100;

afterAll(cleanUp);

const isDead = (token: string): boolean => token.endsWith('7');

test.each(databases)('killed in the midst of 5 000 recipients, on %s: every live token gets it, and hardly any twice', async (name, createDatabase) => {
  // SQLite is one process's; two share a PostgreSQL, and both are killed.
  const processes = name === 'PostgreSQL' ? 2 : 1;
  const database = await createDatabase();
  const providers = await startFakeProviders();
  const environment = { ADMIN_KEY: adminKey, DATABASE_URL: database.url, PUSH_PROJECTS_FILE: providers.file, LOG_LEVEL: 'error' };
  const start = async () => Promise.all(Array.from({ length: processes }, async () => {
    const server = launch(environment);
    return { server, ...clientOf(await server.ready()) };
  }));
  const first = await start();
  const ledger = await openLedger(database.url);
  const tokens = Array.from({ length: devices }, (_, index) => `token-${index}`);
  await ledger.addDevices(tokens);
  let asked = 0;
  const answerOf = (token: string): Reply | undefined => (isDead(token) ? fcmError(404, 'UNREGISTERED') : undefined);
  providers.fcm.answer = (token) => {
    if (++asked === 1_500) for (const { server } of first) server.child.kill('SIGKILL');
    return answerOf(token);
  };
  const push = { pushProjectId: 'p1', platform: 'android', buildType: 'release', message: 'Hello' };
  const { result: { queueIdList: [queueId] } } = await first[0]!.rpc('Push.send', push);
  await Promise.all(first.map(({ server }) => server.ended));
  const deliveredBefore = providers.fcm.deliveries.byToken.size;
  expect(deliveredBefore).toBeLessThan(devices / 2);
  await ledger.ageClaims();

  // The first to be up again sends nothing to its end before it has been asked how things stand.
  let goOn: (() => void) | undefined;
  const asksOver = new Promise<void>((resolve) => { goOn = resolve; });
  providers.fcm.answer = (token) => asksOver.then(() => answerOf(token));
  const second = await start();
  const statusOf = async () => (await second.at(-1)!.rpc('Push.status', { pushProjectId: 'p1', queueId })).result;
  let status = await statusOf();
  // What was answered as sent is still counted: nothing was lost with the processes.
  expect(status).toMatchObject({ status: 'push', numTarget: devices });
  goOn?.();
  while (status.status !== 'finish') {
    await sleep(20);
    const next = await statusOf();
    expect(next.numPushed).toBeGreaterThanOrEqual(status.numPushed);
    expect(next.numFailed).toBeGreaterThanOrEqual(status.numFailed);
    status = next;
  }
  const dead = tokens.filter(isDead);
  expect(status).toMatchObject({ numTarget: devices, numPushed: devices - dead.length, numFailed: dead.length });
  expect(await ledger.outcomes()).toEqual({ delivered: devices - dead.length, failed: dead.length });
  const { byToken } = providers.fcm.deliveries;
  expect(tokens.filter((token) => !isDead(token) && !byToken.has(token))).toEqual([]);
  const doubled = [...byToken.values()].reduce((sum, times) => sum + times - 1, 0);
  expect(doubled).toBeLessThanOrEqual(requestsInFlight * processes);
  expect((await second[0]!.rpc('Device.list', { pushProjectId: 'p1', itemsInPage: 1 })).result.totalItems).toBe(devices - dead.length);
  // What they know of each other is the same push.
  const ids = new Set(providers.fcm.deliveries.received.map(({ body }) => body.message.data.push_id as string));
  expect([...ids]).toEqual([queueId]);
  for (const { server } of second) expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
  await ledger.close();
  await providers.stop();
  await database.remove();
}, 120_000);
