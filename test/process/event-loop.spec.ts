import { join } from 'node:path';
import { adminKey, clientOf, type RunningServer } from '../support/server.js';
import { holdOf, longestHold } from './support/event-loop-holds.js';
import { LargeDatabase } from './support/large-database.js';
import { cleanUp, launch, temporaryFolder, type ServerProcess } from './support/server-process.js';
import { call } from './support/write-load.js';

const count = 100_000;
const tolerableMs = 50;
const collectionName = 'GameScore';

let database: LargeDatabase;
let server: ServerProcess;
let client: Omit<RunningServer, 'stop'>;

beforeAll(async () => {
  const file = join(temporaryFolder(), 'backend.db');
  database = await LargeDatabase.create(file);
  database.addUsers(count);
  database.addCollection(collectionName, count);
  database.addDevices(count);
  server = launch({ ADMIN_KEY: adminKey, DATABASE_URL: `sqlite:${file}`, LOG_LEVEL: 'fatal' }, 'hold-recorder.mjs');
  client = clientOf(await server.ready());
}, 120_000);

afterAll(async () => {
  await cleanUp();
  database.close();
});

test('the recorder sees a hold', async () => {
  expect(await longestHold(server, { hold: tolerableMs * 2 })).toBeGreaterThan(tolerableMs);
});

describe(`among ${count} items and users the event loop is not held longer than ${tolerableMs} ms by`, () => {
  const lastPage = { page: count / 10, itemsInPage: 10 };
  const byTime = { sortProperty: '_createdAt', sortOrder: 'asc' };
  const latestFirst = { ...byTime, sortOrder: 'desc' };

  test.each<readonly [name: string, operation: () => Promise<void>]>([
    ['a page of items by _createdAt', listItems({ itemsInPage: 10, ...byTime })],
    ['a page of items by _createdAt, the latest first', listItems({ itemsInPage: 10, ...latestFirst })],
    ['the last page of items', listItems(lastPage)],
    ['the last page of items by _createdAt', listItems({ ...lastPage, ...byTime })],
    ['the last page of items by _createdAt, the latest first', listItems({ ...lastPage, ...latestFirst })],
    ['the last page of users', listUsers(lastPage)],
    ['the last page of users by _createdAt, the latest first', listUsers({ ...lastPage, ...latestFirst })],
    ['a page of 10 000 items', listItems({ itemsInPage: 10_000 })],
    ['a page of 10 000 items over REST', get(`/v1/collections/${collectionName}/items?itemsInPage=10000`)],
    ['the last 10 000 items', listItems({ page: 10, itemsInPage: 10_000 })],
    ['a page of 10 000 users', listUsers({ itemsInPage: 10_000 })],
    ['a page of 10 000 users over REST', get('/v1/users?itemsInPage=10000')],
    ['a sort by an own property', listItems({ itemsInPage: 10, sortProperty: 'score' })],
    ['a sort by a dotted property', listItems({ itemsInPage: 10, sortProperty: 'player.level', sortOrder: 'desc' })],
    ['a page of 10 000 items sorted by an own property', listItems({ page: 9, itemsInPage: 10_000, sortProperty: 'score' })],
    ['a query of items', listItems({ itemsInPage: 10, query: 'score >= 500000 && player.level == ?', bindParams: [7] })],
    ['a query of items with 200 comparisons', listItems({ itemsInPage: 10, query: Array.from({ length: 200 }, (_, n) => `player.level == ${n % 100}`).join('||') })],
    ['a query of items that is sorted', listItems({ itemsInPage: 10_000, query: 'text != "y"', sortProperty: 'score', sortOrder: 'desc' })],
    ['a query of users', listUsers({ itemsInPage: 10, userQuery: 'player.name > "player5" && _createdAt > 100' })],
    ['a filter over the names of users', listUsers({ nameFilter: '9999', itemsInPage: 10 })],
    ['the property names of items', rpc('Collection.getPropertyNames', () => ({ _id: collectionName }))],
    ['the property names of users', rpc('User.getPropertyNames', () => ({}))],
    ['a creation', rpc('CollectionItem.create', () => ({ collectionName, item: { score: 1 } }))],
    ['an update', rpc('CollectionItem.update', () => ({ collectionName, _id: database.oldestIds('items', 1)[0], item: { score: 2 } }))],
    ['a deletion of 10 000 items', rpc('CollectionItem.delete', () => ({ collectionName, idList: database.oldestIds('items', 10_000) }))],
    ['a deletion of 10 000 users', rpc('User.delete', () => ({ idList: database.oldestIds('users', 10_000) }))],
  ])('%s', async (_, operation) => {
    expect(await holdOf(server, operation, tolerableMs)).toBeLessThan(tolerableMs);
  });

  test.each<readonly [name: string, target: object]>([
    [`all ${count} devices`, {}],
    ['devices of users that match a query', { userQuery: 'score < 300000' }],
  ])('a push to %s, from its beginning to its end', async (_, target) => {
    const push = { pushProjectId: 'demo', platform: 'android', buildType: 'release', message: 'Hello', ...target };
    const send = async (): Promise<void> => {
      const { queueIdList: [queueId] } = (await call(client.rpc, 'Push.send', push)) as { readonly queueIdList: readonly string[] };
      // Each round is a request, which the server answers while it sends.
      for (let status = ''; status !== 'finish';) ({ status } = (await call(client.rpc, 'Push.status', { pushProjectId: 'demo', queueId })) as { status: string });
    };
    expect(await holdOf(server, send, tolerableMs)).toBeLessThan(tolerableMs);
  }, 120_000);

  test('dropping a collection and sweeping its items away', async () => {
    let dropped = 0;
    const drop = async (): Promise<void> => {
      await call(client.rpc, 'Collection.drop', { _id: `Dropped${dropped}` });
      // Each round is a request, which the server answers while it sweeps.
      while (database.hasDroppedCollection) expect((await client.request('/health/live')).status).toBe(200);
    };
    const prepare = (): void => { database.addCollection(`Dropped${++dropped}`, count); };
    expect(await holdOf(server, drop, tolerableMs, prepare)).toBeLessThan(tolerableMs);
  }, 120_000);
});

/** The parameters are made anew for each call. */
function rpc(method: string, params: () => object): () => Promise<void> {
  return async () => { await call(client.rpc, method, params()); };
}

function listItems(params: object): () => Promise<void> {
  return list('CollectionItem.list', { collectionName, ...params });
}

function listUsers(params: object): () => Promise<void> {
  return list('User.list', params);
}

function list(method: string, params: object): () => Promise<void> {
  return async () => { expect(await call(client.rpc, method, params)).toMatchObject({ items: expect.arrayContaining([expect.anything()]) }); };
}

function get(path: string): () => Promise<void> {
  return async () => {
    const response = await client.request(path);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  };
}
