import postgres from 'postgres';
import { postgresDatabase, sqliteDatabase } from '../support/databases.js';
import { adminKey, clientOf, type RunningServer } from '../support/server.js';
import { Ledger, type Properties } from './support/ledger.js';
import { cleanUp, launch } from './support/server-process.js';
import { call, writeUntilKilled } from './support/write-load.js';

const collectionName = 'GameScore';
const itemsInPage = 500;

afterAll(cleanUp);

test.each([
  [20, 'SQLite', sqliteDatabase, async () => undefined],
  [3, 'PostgreSQL', postgresDatabase, nothingUnderWay],
] as const)('%i times killed in the midst of writing to %s, the server has kept all it answered and made up nothing', async (kills, _name, createDatabase, quiet) => {
  const database = await createDatabase();
  const environment = { ADMIN_KEY: adminKey, DATABASE_URL: database.url, LOG_LEVEL: 'fatal' };
  const ledgers = { items: new Ledger(), users: new Ledger() };
  const serials = naturalNumbers();
  const faults: string[] = [];
  let inFlight = 0;
  let next = launch(environment, 'stand-by.mjs');
  for (let round = 0; round <= kills; round++) {
    const server = next;
    server.child.send('go');
    if (round < kills) next = launch(environment, 'stand-by.mjs');
    const { rpc } = clientOf(await server.ready());
    if (round === 0) await call(rpc, 'Collection.create', { _id: collectionName });
    const found = [
      ...ledgers.items.settle(await readAll(rpc, 'CollectionItem.list', { collectionName })),
      ...ledgers.users.settle(await readAll(rpc, 'User.list', {})),
    ];
    faults.push(...found.map((fault) => `after kill ${round}: ${fault}`));
    if (round < kills) {
      // Any number will do, as long as it differs from round to round.
      await writeUntilKilled({ rpc, collectionName, ledgers, serials, answers: 30 + ((round * 37) % 70), kill: () => { server.child.kill('SIGKILL'); } });
      expect(await server.ended).toEqual({ code: null, signal: 'SIGKILL' });
      await quiet(database.url);
      inFlight += ledgers.items.inFlight + ledgers.users.inFlight;
    }
  }
  expect(faults).toEqual([]);
  expect(inFlight).toBeGreaterThan(kills);
  await next.end('SIGTERM');
  await database.remove();
}, 240_000);

/**
 * A PostgreSQL ends what it has begun although whoever asked for it is dead, and begins what it has not read yet; only when
 * nobody serves the dead any more can anybody say what there is.
 */
async function nothingUnderWay(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  while ((await sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'monaca-backend'`).length > 0);
  await sql.end();
}

function* naturalNumbers(): Generator<number, never> {
  for (let number = 1; ; number++) yield number;
}

interface Page {
  readonly items: readonly (Properties & { readonly _id: string })[];
  readonly totalItems: number;
}

/** Every record by its id, read page by page; each page must give the number of records that there turn out to be. */
async function readAll(rpc: RunningServer['rpc'], method: string, params: object): Promise<Map<string, Properties>> {
  const found = new Map<string, Properties>();
  const totals = new Set<number>();
  for (let page = 1, isLast = false; !isLast; page++) {
    const { items, totalItems } = (await call(rpc, method, { ...params, page, itemsInPage })) as Page;
    for (const item of items) found.set(item._id, chosenProperties(item));
    totals.add(totalItems);
    isLast = items.length < itemsInPage;
  }
  expect([...totals]).toEqual([found.size]);
  return found;
}

/** Without what the server adds of its own. */
function chosenProperties(record: Properties): Properties {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name === '_username' || !name.startsWith('_')));
}
