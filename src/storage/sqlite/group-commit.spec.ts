import { SqliteConnection } from './connection.js';
import { GroupCommit } from './group-commit.js';

let commits = 0;
let connection: SqliteConnection;
let groups: GroupCommit;
beforeEach(() => {
  commits = 0;
  connection = new SqliteConnection(':memory:', { onCommit: () => { commits++; } });
  connection.run({ text: 'CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT', values: [] });
  groups = new GroupCommit(connection);
  commits = 0;
});
afterEach(() => { connection.close(); });

const insert = (n: number): Promise<number> => groups.run(() => connection.run({ text: 'INSERT INTO numbers VALUES (?)', values: [n] }));
const numbers = (): number[] => connection.all<{ n: number }>({ text: 'SELECT n FROM numbers ORDER BY n', values: [] }).map(({ n }) => n);

test('writes of one turn are one commit, each answered for itself', async () => {
  expect(await Promise.all([insert(1), insert(2), groups.run(() => 'answer')])).toEqual([1, 1, 'answer']);
  expect([numbers(), commits]).toEqual([[1, 2], 1]);
});

test('one that fails is rolled back alone, with all that it did', async () => {
  const failing = groups.run(() => {
    connection.run({ text: 'INSERT INTO numbers VALUES (7)', values: [] });
    throw new Error('no');
  });
  const outcomes = await Promise.allSettled([insert(1), failing, insert(1), insert(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect([numbers(), commits]).toEqual([[1, 2], 1]);
});

test('one that fails alone leaves nothing behind, and the next one works', async () => {
  await insert(1);
  await expect(insert(1)).rejects.toThrow('UNIQUE');
  expect(await insert(2)).toBe(1);
  expect(numbers()).toEqual([1, 2]);
});

test('nobody is answered when the commit fails, and the next group works', async () => {
  const refused = new Error('disk full');
  Object.assign(connection, { transaction: (work: () => unknown) => {
    connection.transaction = SqliteConnection.prototype.transaction.bind(connection);
    connection.transaction(() => { work(); throw refused; });
  } });
  const outcomes = await Promise.allSettled([insert(1), insert(2)]);
  expect(outcomes).toEqual([{ status: 'rejected', reason: refused }, { status: 'rejected', reason: refused }]);
  expect(await insert(3)).toBe(1);
  expect(numbers()).toEqual([3]);
});

test('a group is bounded, and nobody is forgotten', async () => {
  await Promise.all(Array.from({ length: 200 }, (_, n) => insert(n)));
  expect(numbers()).toHaveLength(200);
  expect(commits).toBeGreaterThanOrEqual(4);
});
