import { run, table, timeOf, UsageError } from './command-line.js';
import { openStore } from './storage/open-store.js';
import type { IndexStore } from './storage/store.js';

const usage = `Shows and drops the indexes that were made on properties which lists are really sorted or filtered by.

  npm run indexes -- list
  npm run indexes -- drop OF PROPERTY

OF         users, items (of all collections, on SQLite) or items:COLLECTION (on PostgreSQL), as list shows it
PROPERTY   the property, dotted into nested objects, as list shows it

One that goes on being needed is made again. Exit status: 0 done, 1 not done, 2 the command is wrong.
`;

async function list(indexes: IndexStore, args: string[]): Promise<void> {
  if (args.length > 0) throw new UsageError('list takes nothing more.');
  const rows = (await indexes.list()).map(({ of, property, isReady, createdAt, lastUsedAt }) =>
    [of, property, isReady ? 'ready' : 'being built', `last used ${timeOf(lastUsedAt)}`, `created ${timeOf(createdAt)}`]);
  process.stdout.write(rows.length === 0 ? 'There are no indexes on properties.\n' : table(rows));
}

async function drop(indexes: IndexStore, [of, property, ...more]: string[]): Promise<void> {
  if (of === undefined || property === undefined || more.length > 0) throw new UsageError('OF PROPERTY: give both, as list shows them.');
  const outcome = await indexes.drop(of, property);
  if (outcome === 'dropped') process.stdout.write(`Dropped the index of ${of} on ${property}.\n`);
  else {
    process.stderr.write(outcome === 'missing' ? `There is no index of ${of} on ${property}; list shows those there are.\n` : 'Another process is making or dropping indexes; try again.\n');
    process.exitCode = 1;
  }
}

await run({
  name: 'indexes', usage, commands: { list, drop }, subjectOf: (store) => store.indexes,
  open: ({ databaseUrl }) => openStore(databaseUrl, (error) => { throw error; }),
});
