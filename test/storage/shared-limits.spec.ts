import { SharedRateLimiter } from '../../src/access/limits/shared-rate-limiter.js';
import { openStore } from '../../src/storage/open-store.js';
import type { LimitStore, Store } from '../../src/storage/store.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';
import { startServer } from '../support/server.js';

let database: TestDatabase;
let stores: Store[];
beforeAll(async () => {
  database = await postgresDatabase();
  stores = await Promise.all([1, 2, 3].map(() => openStore(database.url, (error) => { throw error; })));
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.remove();
});

const limitsOf = (index: number): LimitStore => stores[index]!.limits!;
const request = { limit: 100, windowMs: 60_000 };

test('leases of processes at once add up to the limit, and the last one gets what is left', async () => {
  const leases = await Promise.all(Array.from({ length: 30 }, (_, index) => limitsOf(index % 3).lease({ ...request, key: 'many', atLeast: 1, atMost: 7 })));
  expect(leases.reduce((sum, { granted }) => sum + granted, 0)).toBe(100);
  expect(leases.filter(({ granted }) => granted === 7)).toHaveLength(14);
  expect(Math.min(...leases.map(({ left }) => left))).toBe(0);
});

test('a lease that cannot be had whole gets nothing, and one that need not be gets what there is', async () => {
  await limitsOf(0).lease({ ...request, key: 'whole', atLeast: 60, atMost: 60 });
  expect(await limitsOf(1).lease({ ...request, key: 'whole', atLeast: 50, atMost: 50 })).toMatchObject({ granted: 0, left: 40 });
  expect(await limitsOf(2).lease({ ...request, key: 'whole', atLeast: 0, atMost: 50 })).toMatchObject({ granted: 40, left: 0 });
});

test('a window ends by the clock of the database, and the next one is whole', async () => {
  const short = { key: 'short', limit: 10, windowMs: 1, atLeast: 10, atMost: 10 };
  await limitsOf(0).lease(short);
  let next = await limitsOf(1).lease(short);
  while (next.granted === 0) next = await limitsOf(1).lease(short);
  expect(next).toMatchObject({ granted: 10, left: 0 });
});

test('limiters of three processes give away exactly the limit between them', async () => {
  const limiters = stores.map((store) => new SharedRateLimiter(300, store.limits!, (error) => { throw error; }));
  const standings = await Promise.all(Array.from({ length: 900 }, async (_, index) => limiters[index % 3]!.take('together', 1)));
  expect(standings.filter(({ isAllowed }) => isAllowed)).toHaveLength(300);
});

test('two servers on one database keep one limit', async () => {
  const servers = await Promise.all([1, 2].map(() => startServer({ DATABASE_URL: database.url, RATE_LIMIT_PER_MINUTE: '20' })));
  const statuses: number[] = [];
  for (let count = 0; count < 24; count++) statuses.push((await servers[count % 2]!.request('/v1/collections')).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  expect(statuses.slice(20)).toEqual([429, 429, 429, 429]);
  await Promise.all(servers.map((server) => server.stop()));
});
