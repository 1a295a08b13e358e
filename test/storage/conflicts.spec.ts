import { PostgresPool, type Transaction } from '../../src/storage/postgres/connections.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';

let database: TestDatabase;
let pool: PostgresPool;
beforeAll(async () => {
  database = await postgresDatabase();
  pool = new PostgresPool(database.url, { connections: 4, statementTimeoutMs: 30_000 });
  await pool.script(async (run) => { await run('CREATE TABLE counters (name text PRIMARY KEY, value integer NOT NULL); INSERT INTO counters VALUES (\'a\', 0), (\'b\', 0)'); });
});
afterAll(async () => {
  await pool.close();
  await database.remove();
});
beforeEach(() => pool.write({ text: 'UPDATE counters SET value = 0', values: [] }));

const increment = async (run: Transaction, name: string): Promise<void> => { await run({ text: 'UPDATE counters SET value = value + 1 WHERE name = ?', values: [name] }); };
const values = async (): Promise<readonly number[]> => (await pool.read<{ value: number }>({ text: 'SELECT value FROM counters ORDER BY name', values: [] })).map(({ value }) => value);

/** Resolves for all once as many have come; afterwards at once. */
function meeting(count: number): () => Promise<void> {
  let open: () => void;
  const all = new Promise<void>((resolve) => { open = resolve; });
  let come = 0;
  return async () => {
    if (++come >= count) open();
    await all;
  };
}

test('of two transactions that wait for each other PostgreSQL rolls one back; it is run again, and both are carried out once', async () => {
  const bothHaveOne = meeting(2);
  let attempts = 0;
  const inOrder = (first: string, second: string): Promise<void> => pool.transaction(async (run) => {
    attempts++;
    await increment(run, first);
    await bothHaveOne();
    await increment(run, second);
  });
  await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')]);
  expect([attempts, await values()]).toEqual([3, [2, 2]]);
});

test('a transaction that cannot be serialized is run again, and sees what the other one wrote', async () => {
  const seen: number[] = [];
  await pool.transaction(async (run) => {
    await run({ text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', values: [] });
    const [row] = await run<{ value: number }>({ text: 'SELECT value FROM counters WHERE name = ?', values: ['a'] });
    seen.push(row!.value);
    // Another connection is faster, once.
    if (seen.length === 1) await pool.transaction((other) => increment(other, 'a'));
    await increment(run, 'a');
  });
  expect([seen, await values()]).toEqual([[0, 1], [2, 0]]);
});

test('what fails for a reason that does not pass is not run again', async () => {
  let attempts = 0;
  await expect(pool.transaction(async (run) => {
    attempts++;
    await run({ text: 'INSERT INTO counters VALUES (?, 0)', values: ['a'] });
  })).rejects.toMatchObject({ code: '23505' });
  expect(attempts).toBe(1);
});
