import type { Path } from '../../../monaql/ast.js';
import { postgresKey } from '../../../monaql/postgres.js';
import type { FieldResolver } from '../../../monaql/fields.js';
import { itemFields, userFields } from '../fields.js';
import type { Query } from '../query.js';

/** What stands for the users where a collection's cid is expected. */
export const usersCid = 0;

const fieldsOfUsers = userFields({ properties: 'document' });
const fieldsOfItems = itemFields({ properties: 'document', permission: '(permission::jsonb)' });

/** Whether a property can have an index: there is something to be indexed, and no index on it from the start. */
export function isIndexable(cid: number, path: Path): boolean {
  const field = resolverOf(cid)(path);
  return field.kind === 'json' || (field.kind !== 'missing' && !['id', 'username', 'created_at'].includes(field.column));
}

/** Does not keep writers out; cannot be part of a transaction. */
export function createIndex(id: number, cid: number, path: Path): Query {
  const field = resolverOf(cid)(path);
  const key = field.kind === 'json' ? postgresKey(field.column, field.path).map((each) => `(${each})`) : field.kind === 'missing' ? [] : [`${field.column} NULLS FIRST`];
  const [table, condition] = cid === usersCid ? ['users', ''] : ['items', ` WHERE cid = ${cid}`];
  return { text: `CREATE INDEX CONCURRENTLY ${nameOf(id)} ON ${table} (${[...key, 'seq'].join(', ')})${condition}`, values: [] };
}

export function dropIndex(id: number): Query {
  return { text: `DROP INDEX CONCURRENTLY IF EXISTS ${nameOf(id)}`, values: [] };
}

/** The planner knows how many records an expression finds only from statistics of its index. */
export function analyze(cid: number): Query {
  return { text: `ANALYZE ${cid === usersCid ? 'users' : 'items'}`, values: [] };
}

/** One process at a time looks after the indexes; whoever dies lets go. */
export function tryLockIndexes(): Query {
  return { text: `SELECT pg_try_advisory_lock(7021, 4) AS is_mine`, values: [] };
}

export function unlockIndexes(): Query {
  return { text: `SELECT pg_advisory_unlock(7021, 4)`, values: [] };
}

/** All that are to be, and whether the database has them; the least recently used first. */
export function allPropertyIndexes(): Query {
  return {
    text: `SELECT id, property_indexes.cid, property, is_ready, created_at, last_used_at, collections.name AS collection,
  EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('property_' || id) AND indisvalid) AS is_valid
FROM property_indexes LEFT JOIN collections ON collections.cid = property_indexes.cid AND is_dropped = 0
ORDER BY last_used_at, id`,
    values: [],
  };
}

/** Indexes that nobody asked for any more: their row went, and whoever was to drop them died. */
export function orphanedIndexes(): Query {
  return {
    text: `SELECT substr(relname, 10)::bigint AS id FROM pg_class WHERE relkind = 'i' AND relnamespace = current_schema()::regnamespace AND relname ~ '^property_[0-9]+$'
EXCEPT SELECT id FROM property_indexes`,
    values: [],
  };
}

export function insertPropertyIndex(cid: number, property: string, at: number): Query {
  return {
    text: `INSERT INTO property_indexes (cid, property, created_at, last_used_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
    values: [cid, property, at, at],
  };
}

export function markIndexReady(id: number, isReady: boolean): Query {
  return { text: `UPDATE property_indexes SET is_ready = ? WHERE id = ?`, values: [Number(isReady), id] };
}

export function noteUseOfIndex(cid: number, property: string, at: number): Query {
  return { text: `UPDATE property_indexes SET last_used_at = ? WHERE cid = ? AND property = ? AND last_used_at < ?`, values: [at, cid, property, at] };
}

export function deletePropertyIndex(id: number): Query {
  return { text: `DELETE FROM property_indexes WHERE id = ?`, values: [id] };
}

function resolverOf(cid: number): FieldResolver {
  return cid === usersCid ? fieldsOfUsers : fieldsOfItems;
}

function nameOf(id: number): string {
  return `property_${id}`;
}
