import { limits } from '../../src/contract/limits.js';
import { SqliteStore } from '../../src/storage/sqlite/sqlite-store.js';
import { SqliteWorker } from '../../src/storage/sqlite/worker.js';
import { StoreOverloadedError } from '../../src/storage/store.js';
import { sqliteDatabase } from '../support/databases.js';

test('so many scans may wait for the thread, and the next is refused before it begins', async () => {
  const database = await sqliteDatabase();
  const file = database.url.replace(/^sqlite:/, '');
  await SqliteStore.open(file).close();
  const worker = new SqliteWorker(file, true);
  const outcomes = await Promise.allSettled(Array.from({ length: limits.scansWaiting + 3 }, (_, index) => worker.all({ text: 'SELECT ? AS n', values: [index] })));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.map(({ reason }: PromiseRejectedResult) => reason as unknown)).toEqual([new StoreOverloadedError(), new StoreOverloadedError()]);
  expect(await worker.all({ text: 'SELECT 1 AS n', values: [] })).toEqual([{ n: 1 }]);
  await worker.close();
  await database.remove();
});
