import type { PageRequest, StoredItem } from '../store.js';
import { orderBy, type SortColumns } from './order.js';
import type { Query } from './query.js';

export const sortColumns: SortColumns = {
  columns: new Map([['_id', 'id'], ['_ownerUserOid', 'owner_user'], ['_ownerDeviceOid', 'owner_device'], ['_createdAt', 'created_at'], ['_updatedAt', 'updated_at']]),
  json: new Map([['_permission', 'permission']]),
};

/** Larger documents are left out of a page's rows and read one by one, each in a turn of the event loop of its own. */
export const heavyDocumentBytes = 16_384;

export const itemColumns = 'seq, id, owner_user, owner_device, created_at, updated_at, permission';
export const lightItemColumns = `${itemColumns}, CASE WHEN octet_length(properties) <= ${heavyDocumentBytes} THEN properties END AS properties`;

export function itemsOfPage(cid: number, { sort, limit, offset }: PageRequest): Query {
  return { text: `SELECT ${lightItemColumns} FROM items WHERE cid = ? ORDER BY ${orderBy(sort, sortColumns)} LIMIT ? OFFSET ?`, values: [cid, limit, offset] };
}

export function itemKeysOfPage(cid: number, { sort, limit, offset }: PageRequest): Query {
  return { text: `SELECT seq FROM items WHERE cid = ? ORDER BY ${orderBy(sort, sortColumns)} LIMIT ? OFFSET ?`, values: [cid, limit, offset] };
}

export function itemsByKeys(cid: number, keys: readonly number[]): Query {
  return { text: `SELECT ${lightItemColumns} FROM items WHERE cid = ? AND seq IN (SELECT value FROM json_each(?))`, values: [cid, JSON.stringify(keys)] };
}

export function itemByKey(cid: number, key: number): Query {
  return { text: `SELECT ${itemColumns}, properties FROM items WHERE cid = ? AND seq = ?`, values: [cid, key] };
}

export function itemById(cid: number, id: string): Query {
  return { text: `SELECT ${itemColumns}, properties FROM items WHERE cid = ? AND id = ?`, values: [cid, id] };
}

export function insertItem(cid: number, seq: number, item: StoredItem): Query {
  return {
    text: `INSERT INTO items (cid, seq, id, owner_user, owner_device, created_at, updated_at, permission, properties) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    values: [cid, seq, item.id, item.ownerUserOid, item.ownerDeviceOid, item.createdAt, item.updatedAt, JSON.stringify(item.permission), JSON.stringify(item.properties)],
  };
}

export function updateItem(cid: number, seq: number, item: StoredItem): Query {
  return {
    text: `UPDATE items SET updated_at = ?, permission = ?, properties = ? WHERE cid = ? AND seq = ?`,
    values: [item.updatedAt, JSON.stringify(item.permission), JSON.stringify(item.properties), cid, seq],
  };
}

export function deleteItems(cid: number, ids: readonly string[]): Query {
  return { text: `DELETE FROM items WHERE cid = ? AND id IN (SELECT value FROM json_each(?))`, values: [cid, JSON.stringify(ids)] };
}

export function latestItemPropertyNames(cid: number, count: number): Query {
  return {
    text: `SELECT DISTINCT key AS name FROM (SELECT properties FROM items WHERE cid = ? ORDER BY seq DESC LIMIT ?), json_each(properties) ORDER BY name`,
    values: [cid, count],
  };
}

/** Chunks keep the event loop free while a dropped collection's items are swept away. */
export function deleteChunkOfItems(cid: number, count: number): Query {
  return { text: `DELETE FROM items WHERE cid = ?1 AND seq IN (SELECT seq FROM items WHERE cid = ?1 ORDER BY seq LIMIT ?2)`, values: [cid, count] };
}
