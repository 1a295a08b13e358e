import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../../contract/limits.js';
import { PageTooLargeError } from '../store.js';
import { turnMs } from './bounds.js';

interface DocumentRow {
  readonly properties: string;
}

/**
 * Turns the rows of a page into records, which parses their documents, and lets the event loop have its turn meanwhile.
 *
 * @throws PageTooLargeError when the documents together exceed the limit of one reply.
 */
export async function recordsOf<Row extends DocumentRow, Record>(
  slices: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>, toRecord: (row: Row) => Record,
): Promise<readonly Record[]> {
  const records: Record[] = [];
  let bytes = 0;
  let turnBegan = performance.now();
  for await (const slice of slices) {
    for (const row of slice) {
      bytes += Buffer.byteLength(row.properties);
      if (bytes > limits.pageBytes) throw new PageTooLargeError();
      if (performance.now() - turnBegan > turnMs) {
        await nextTurn();
        turnBegan = performance.now();
      }
      records.push(toRecord(row));
    }
  }
  return records;
}
