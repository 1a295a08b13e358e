import { orderTerms } from '../../monaql/compile-order.js';
import type { Path } from '../../monaql/ast.js';
import type { FieldResolver } from '../../monaql/fields.js';
import { sqlite } from '../../monaql/sqlite.js';
import { itemFields, userFields } from './fields.js';
import type { Query } from './query.js';

/** The tables whose records indexes are on. */
export const indexedKinds = ['items', 'users'] as const;
export type IndexedKind = (typeof indexedKinds)[number];

const fields: Readonly<Record<IndexedKind, FieldResolver>> = {
  items: itemFields({ properties: 'properties', permission: 'permission' }),
  users: userFields({ properties: 'properties' }),
};

/** Whether a property can have an index: columns have theirs from the start, or few values. */
export function isIndexable(kind: IndexedKind, path: Path): boolean {
  return fields[kind](path).kind === 'json';
}

/**
 * The one expression of a property serves equality, ranges and, with the order of creation behind it, sorts. Items of all
 * collections share an index.
 */
export function createIndex(id: number, kind: IndexedKind, path: Path): Query {
  const key = orderTerms(path, fields[kind], sqlite);
  return { text: `CREATE INDEX property_${id} ON ${kind} (${[...(kind === 'items' ? ['cid'] : []), ...key, 'seq'].join(', ')})`, values: [] };
}

/** Without statistics the planner takes a collection for ten items, and no index is worth it. */
export function analyze(kind: IndexedKind): Query {
  return { text: `ANALYZE ${kind}`, values: [] };
}

export function dropIndex(id: number): Query {
  return { text: `DROP INDEX IF EXISTS property_${id}`, values: [] };
}

/** The least recently used first. */
export function allPropertyIndexes(): Query {
  return { text: `SELECT id, kind, property, created_at, last_used_at FROM property_indexes ORDER BY last_used_at, id`, values: [] };
}

export function insertPropertyIndex(kind: IndexedKind, property: string, at: number): Query {
  return { text: `INSERT INTO property_indexes (kind, property, created_at, last_used_at) VALUES (?, ?, ?, ?) RETURNING id`, values: [kind, property, at, at] };
}

export function deletePropertyIndex(id: number): Query {
  return { text: `DELETE FROM property_indexes WHERE id = ?`, values: [id] };
}

export function noteUseOfIndex(kind: IndexedKind, property: string, at: number): Query {
  return { text: `UPDATE property_indexes SET last_used_at = ? WHERE kind = ? AND property = ?`, values: [at, kind, property] };
}
