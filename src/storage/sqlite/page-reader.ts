import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../../contract/limits.js';
import type { Query } from '../statements/query.js';
import { isIndexedOrder } from '../statements/order.js';
import { isWhole, type DocumentRow } from '../rows.js';
import { PageTooLargeError, type PageRequest } from '../store.js';
import type { SqliteConnection } from './connection.js';
import type { GroupCommit } from './group-commit.js';
import type { PropertyIndexes } from './property-indexes.js';
import type { SqliteWorker } from './worker.js';

/** Rows read in one turn of the event loop. */
const rowsPerTurn = 100;

/** Past this offset the keys are found first: only they stand in an index, and whole rows would be read to be skipped. */
const offsetOfRows = 1_000;

/** Keys that are stepped over or read on the event loop: past that the worker finds them, index or not. */
const keysReadHere = 10_000;

/** How one kind of record is read page by page. */
export interface PageStatements {
  /** The whole rows of a page that an index answers; undefined when only a scan finds them. */
  readonly rows: Query | undefined;
  readonly keys: Query;
  readonly byKeys: (keys: readonly number[]) => Query;
  readonly byKey: (key: number) => Query;
}

/**
 * Reads a page without holding the event loop: a small page in an indexed order in one statement, any other as keys
 * first (found by the worker unless an index gives them), then slices of rows, then heavy documents one by one. A
 * record that is deleted meanwhile is left out.
 *
 * @throws PageTooLargeError when the documents together exceed the limit of one reply.
 */
export async function readPage<Row extends DocumentRow, Record>(
  { connection, scanner }: Pick<PageSource, 'connection' | 'scanner'>, request: PageRequest, statements: PageStatements, toRecord: (row: Row & { readonly properties: string }) => Record,
): Promise<readonly Record[]> {
  const isSmall = statements.rows !== undefined && request.limit <= rowsPerTurn && request.offset <= offsetOfRows;
  const slices = isSmall ? [connection.all<Row>(statements.rows)] : slicesOf<Row>(connection, await readKeys({ connection, scanner }, request, statements), statements);
  const records: Record[] = [];
  let bytes = 0;
  for await (const slice of slices) {
    for (const row of slice) {
      const whole = row.properties === null ? await readAlone<Row>(connection, statements.byKey(row.seq)) : row;
      if (!isWhole(whole)) continue;
      bytes += Buffer.byteLength(whole.properties);
      if (bytes > limits.pageBytes) throw new PageTooLargeError();
      records.push(toRecord(whole));
    }
  }
  return records;
}

export interface PageSource {
  readonly connection: SqliteConnection;
  readonly scanner: SqliteWorker;
  readonly commits: GroupCommit;
  readonly indexes: Pick<PropertyIndexes, 'noteUse'>;
}

async function readKeys({ connection, scanner }: Pick<PageSource, 'connection' | 'scanner'>, request: PageRequest, { rows, keys }: PageStatements): Promise<readonly number[]> {
  const isIndexed = rows !== undefined && isIndexedOrder(request.sort) && request.offset + request.limit <= keysReadHere;
  const found = isIndexed ? connection.all<{ seq: number }>(keys) : await scanner.all<{ seq: number }>(keys);
  return found.map((row) => row.seq);
}

async function* slicesOf<Row extends DocumentRow>(connection: SqliteConnection, keys: readonly number[], { byKeys }: PageStatements): AsyncGenerator<readonly Row[]> {
  for (let start = 0; start < keys.length; start += rowsPerTurn) {
    if (start > 0) await nextTurn();
    const slice = keys.slice(start, start + rowsPerTurn);
    const found = new Map(connection.all<Row>(byKeys(slice)).map((row) => [row.seq, row]));
    yield slice.flatMap((key) => found.get(key) ?? []);
  }
}

async function readAlone<Row>(connection: SqliteConnection, query: Query): Promise<Row | undefined> {
  await nextTurn();
  return connection.first<Row>(query);
}
