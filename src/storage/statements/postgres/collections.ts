import type { StoredCollection } from '../../store.js';
import type { Query } from '../query.js';

/** Whoever makes a collection waits here for whoever else does, in any process: otherwise two could both be the last one allowed. */
export function lockNumberOfCollections(): Query {
  return { text: `SELECT pg_advisory_xact_lock(7021, 2)`, values: [] };
}

export function updateCollection(name: string, { isInsertable, defaultPublicPermission }: Partial<Omit<StoredCollection, 'name'>>): Query {
  return {
    text: `UPDATE collections SET is_insertable = COALESCE(?, is_insertable), default_public_permission = COALESCE(?, default_public_permission)
WHERE name = ? AND is_dropped = 0`,
    values: [isInsertable === undefined ? null : Number(isInsertable), defaultPublicPermission ?? null, name],
  };
}

/** A collection that is gone only when its last row is: an insert that began before the drop is over by then. */
export function forgetDroppedCollection(cid: number): Query {
  return { text: `DELETE FROM collections WHERE cid = ? AND is_dropped = 1 AND NOT EXISTS (SELECT 1 FROM items WHERE items.cid = collections.cid)`, values: [cid] };
}
