import type { Query } from '../query.js';

/** Whoever may make the first key waits here for whoever else may, in any process. */
export function lockKeys(): Query {
  return { text: `SELECT pg_advisory_xact_lock(7021, 3)`, values: [] };
}
