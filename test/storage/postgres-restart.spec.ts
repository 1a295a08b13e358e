import { setTimeout as pause } from 'node:timers/promises';
import { databaseIn } from '../support/databases.js';
import { launchPostgres, type LaunchedPostgres } from '../support/postgres/launch.mjs';
import { startServer, type RunningServer } from '../support/server.js';

let postgres: LaunchedPostgres;
let server: RunningServer;
beforeAll(async () => {
  postgres = await launchPostgres();
  const database = await databaseIn(postgres.url);
  server = await startServer({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  await server.stop();
  await postgres.end();
});

const readiness = async (): Promise<number> => (await server.request('/health/ready')).status;
const becomes = async (status: number): Promise<void> => { while ((await readiness()) !== status) await pause(20); };

test('a server outlives a restart of its database under traffic, keeps what it answered, and is not ready meanwhile', async () => {
  await server.rpc('Collection.create', { _id: 'Kept' });
  const state = { isRunning: true, failures: 0 };
  const answered: string[] = [];
  const writing = Array.from({ length: 8 }, async (_, writer) => {
    for (let index = 0; state.isRunning; index++) {
      const reply = await server.rpc('CollectionItem.create', { collectionName: 'Kept', item: { writer, index } });
      if (reply.error === undefined) answered.push(reply.result.item._id);
      else {
        expect(reply.error).toEqual({ code: -32603, message: 'Internal error' });
        state.failures++;
      }
    }
  });
  const answersAnother = async (count: number): Promise<void> => { for (const target = answered.length + count; answered.length < target;) await pause(5); };

  await answersAnother(20);
  await postgres.stop();
  await becomes(503);
  await postgres.start();
  await becomes(200);
  await answersAnother(100);
  state.isRunning = false;
  await Promise.all(writing);

  const { items, totalItems } = (await server.rpc('CollectionItem.list', { collectionName: 'Kept', itemsInPage: 10_000 })).result;
  const ids = new Set(items.map((item: { _id: string }) => item._id));
  expect(answered.filter((id) => !ids.has(id))).toEqual([]);
  expect(totalItems).toBe(ids.size);
  // What was under way when the connection broke may be there without an answer; nothing else.
  expect(ids.size - answered.length).toBeLessThanOrEqual(state.failures);
});

test('a read waits for a database that is back in a moment', async () => {
  await server.rpc('Collection.create', { _id: 'Awaited' });
  await postgres.stop();
  const reading = server.rpc('Collection.getConfig', { _id: 'Awaited' });
  await postgres.start();
  expect(await reading).toMatchObject({ result: { config: { _id: 'Awaited' } } });
});
