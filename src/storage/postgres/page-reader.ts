import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../../contract/limits.js';
import type { Query } from '../statements/query.js';
import { isWhole, type DocumentRow, type Whole } from '../rows.js';
import { PageTooLargeError } from '../store.js';
import { rowsPerFetch, turnMs } from './bounds.js';
import type { Pools } from './pools.js';

/** How one kind of record is read page by page. */
export interface PageStatements {
  /** The whole rows of a page that an index answers; undefined when only a scan finds them, or when they are many. */
  readonly rows: Query | undefined;
  readonly keys: Query;
  readonly byKeys: (keys: readonly number[]) => Query;
  readonly byKey: (key: number) => Query;
}

/**
 * Reads a page without holding much of it twice: a small page in an indexed order in one statement, any other as keys
 * first, then slices of rows, then heavy documents one by one. The event loop has its turn while documents are parsed.
 * A record that is deleted meanwhile is left out.
 *
 * @throws PageTooLargeError when the documents together exceed the limit of one reply.
 */
export async function readPage<Row extends DocumentRow, Record>(pools: Pools, statements: PageStatements, toRecord: (row: Whole<Row>) => Record): Promise<readonly Record[]> {
  const records: Record[] = [];
  let bytes = 0;
  let turnBegan = performance.now();
  for await (const slice of slicesOf<Row>(pools, statements)) {
    for (const row of slice) {
      const whole = row.properties === null ? (await pools.quick.read<Row>(statements.byKey(row.seq)))[0] : row;
      if (!isWhole(whole)) continue;
      bytes += Buffer.byteLength(whole.properties);
      if (bytes > limits.pageBytes) throw new PageTooLargeError();
      if (performance.now() - turnBegan > turnMs) {
        await nextTurn();
        turnBegan = performance.now();
      }
      records.push(toRecord(whole));
    }
  }
  return records;
}

async function* slicesOf<Row extends DocumentRow>({ quick, scans }: Pools, { rows, keys, byKeys }: PageStatements): AsyncGenerator<readonly Row[]> {
  if (rows !== undefined) {
    yield await quick.read<Row>(rows);
    return;
  }
  const found = (await scans.read<{ readonly seq: number }>(keys)).map(({ seq }) => seq);
  for (let start = 0; start < found.length; start += rowsPerFetch) {
    const slice = found.slice(start, start + rowsPerFetch);
    const bySeq = new Map((await quick.read<Row>(byKeys(slice))).map((row) => [row.seq, row]));
    yield slice.flatMap((seq) => bySeq.get(seq) ?? []);
  }
}
