import type { StoredCollection } from '../store.js';
import type { Query } from './query.js';

const columns = 'cid, name, is_insertable, default_public_permission, total';

export function allCollections(): Query {
  return { text: `SELECT ${columns} FROM collections WHERE is_dropped = 0 ORDER BY name`, values: [] };
}

export function collectionByName(name: string): Query {
  return { text: `SELECT ${columns} FROM collections WHERE name = ? AND is_dropped = 0`, values: [name] };
}

export function countCollections(): Query {
  return { text: `SELECT count(*) AS total FROM collections WHERE is_dropped = 0`, values: [] };
}

export function insertCollection(collection: StoredCollection): Query {
  return {
    text: `INSERT INTO collections (name, is_insertable, default_public_permission) VALUES (?, ?, ?)`,
    values: [collection.name, collection.isInsertable ? 1 : 0, collection.defaultPublicPermission],
  };
}

export function updateCollection(cid: number, collection: Omit<StoredCollection, 'name'>): Query {
  return {
    text: `UPDATE collections SET is_insertable = ?, default_public_permission = ? WHERE cid = ?`,
    values: [collection.isInsertable ? 1 : 0, collection.defaultPublicPermission, cid],
  };
}

export function markCollectionDropped(name: string): Query {
  return { text: `UPDATE collections SET is_dropped = 1 WHERE name = ? AND is_dropped = 0`, values: [name] };
}

/** Counts one item in and hands out its place in the order of creation. */
export function countItemIn(name: string): Query {
  return { text: `UPDATE collections SET total = total + 1, last_seq = last_seq + 1 WHERE name = ? AND is_dropped = 0 RETURNING cid, last_seq`, values: [name] };
}

export function countItemsOut(cid: number, count: number): Query {
  return { text: `UPDATE collections SET total = total - ? WHERE cid = ?`, values: [count, cid] };
}

export function oneDroppedCollection(): Query {
  return { text: `SELECT cid FROM collections WHERE is_dropped = 1 LIMIT 1`, values: [] };
}

export function forgetDroppedCollection(cid: number): Query {
  return { text: `DELETE FROM collections WHERE cid = ? AND is_dropped = 1`, values: [cid] };
}
