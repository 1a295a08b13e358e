import type { LeaseRequest } from '../../store.js';
import type { Query } from '../query.js';

const now = `(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;

/**
 * Takes units of a key's window, in one statement and by the database's clock, so that no two processes take the same;
 * the first one starts the window, and the first one after its end the next. `granted` says how many this lease got.
 */
export function lease({ key, atLeast, atMost, limit, windowMs }: LeaseRequest): Query {
  return {
    text: `
INSERT INTO rate_limits AS r (key, used, granted, ends_at) VALUES (?, ?::bigint, ?::bigint, ${now} + ?::bigint)
ON CONFLICT (key) DO UPDATE SET (used, granted, ends_at) = (
  SELECT used + got, got, ends_at FROM (
    SELECT used, ends_at, CASE WHEN ?::bigint - used < ?::bigint THEN 0 ELSE LEAST(?::bigint, ?::bigint - used) END AS got
    FROM (SELECT
      CASE WHEN r.ends_at <= ${now} THEN 0 ELSE r.used END AS used,
      CASE WHEN r.ends_at <= ${now} THEN excluded.ends_at ELSE r.ends_at END AS ends_at) AS current) AS decided)
RETURNING granted, used, GREATEST(0, ends_at - ${now}) AS ends_in`,
    values: [key, Math.min(atMost, limit), Math.min(atMost, limit), windowMs, limit, atLeast, atMost, limit],
  };
}

/** Windows that ended a while ago: what is deleted under a process that still leases from it begins anew. */
export function deleteEndedWindows(): Query {
  return { text: `DELETE FROM rate_limits WHERE ends_at < ${now} - 60000`, values: [] };
}
