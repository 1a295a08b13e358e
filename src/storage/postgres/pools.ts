import type { PageRequest } from '../store.js';
import { rowsPerFetch } from './bounds.js';
import type { PostgresPool } from './connections.js';

/** Statements that an index answers, and those whose cost grows with the number of records, do not wait for each other. */
export interface Pools {
  readonly quick: PostgresPool;
  readonly scans: PostgresPool;
}

/** Past this offset whole rows would be read to be skipped. */
const offsetOfRows = 1_000;

/** Whether a page in an indexed order is best read in one go. */
export function isFewRows({ limit, offset }: PageRequest): boolean {
  return limit <= rowsPerFetch && offset <= offsetOfRows;
}
