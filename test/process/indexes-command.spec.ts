import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PostgresStore } from '../../src/storage/postgres/postgres-store.js';
import { SqliteStore } from '../../src/storage/sqlite/sqlite-store.js';
import { databases } from '../support/databases.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the command as the container image has it: `node dist/indexes.js`. */
function run(database: string, ...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: database };
    execFile(process.execPath, ['dist/indexes.js', ...args], { cwd: root, env }, (error, stdout, stderr) => { resolve({ status: Number(error?.code ?? 0), stdout, stderr }); });
  });
}

/** Makes an index on the scores of items, and resolves to what the command calls these items. */
async function indexedItems(database: string): Promise<string> {
  if (database.startsWith('sqlite:')) {
    const store = SqliteStore.open(database.slice('sqlite:'.length));
    expect(await store.propertyIndexes.create('items', 'score')).toBe('created');
    await store.close();
    return 'items';
  }
  const store = await PostgresStore.open(database, 'here');
  await store.collections.insert({ name: 'GameScore', isInsertable: false, defaultPublicPermission: '' }, 10);
  expect(await store.propertyIndexes.create(1, 'score')).toBe('created');
  await store.close();
  return 'items:GameScore';
}

describe.each(databases)('on %s', (_name, create) => {
  test('indexes are listed, dropped by what the list shows, and a wrong command is told', async () => {
    const { url, remove } = await create();
    const of = await indexedItems(url);
    expect(await run(url, 'list')).toEqual({ status: 0, stderr: '', stdout: expect.stringMatching(new RegExp(`^${of}  score  ready  last used 20.*Z  created 20.*Z\n$`)) });
    expect(await run(url, 'drop', of, 'score')).toEqual({ status: 0, stderr: '', stdout: `Dropped the index of ${of} on score.\n` });
    expect(await run(url, 'drop', of, 'score')).toEqual({ status: 1, stdout: '', stderr: `There is no index of ${of} on score; list shows those there are.\n` });
    expect(await run(url, 'list')).toEqual({ status: 0, stderr: '', stdout: 'There are no indexes on properties.\n' });
    expect(await run(url, 'drop', of)).toEqual({ status: 2, stdout: '', stderr: 'OF PROPERTY: give both, as list shows them.\nnpm run indexes -- help tells more.\n' });
    await remove();
  });
});
