import { compileQuery } from '../../monaql/compile.js';
import type { Dialect } from '../../monaql/dialect.js';
import { sqlite } from '../../monaql/sqlite.js';
import { sqliteJson } from '../../monaql/sqlite-json.js';
import type { PageRequest, StoredItem } from '../store.js';
import { allOf } from './condition.js';
import { itemFields, type JsonColumns } from './fields.js';
import { orderBy } from './order.js';
import type { Query } from './query.js';

/** Larger documents are left out of a page's rows and read one by one, each in a turn of the event loop of its own. */
export const heavyDocumentBytes = 16_384;

export const itemColumns = 'seq, id, owner_user, owner_device, created_at, updated_at, permission';
export const lightItemColumns = `${itemColumns}, CASE WHEN octet_length(properties) <= ${heavyDocumentBytes} THEN properties END AS properties`;

export interface ItemPages {
  /** The whole rows of a page, where there is no query. */
  readonly itemsOfPage: (cid: number, request: PageRequest) => Query;
  readonly itemKeysOfPage: (cid: number, request: PageRequest) => Query;
  readonly countItems: (cid: number, query: PageRequest['query']) => Query;
}

/** How a database that calls its columns of JSON so is asked for pages. */
export function itemPages(columns: JsonColumns, dialect: Dialect): ItemPages {
  const fields = itemFields(columns);
  const conditionOf = (cid: number, query: PageRequest['query']): Query => allOf([{ text: 'cid = ?', values: [cid] }, query && compileQuery(query, fields, dialect)]);
  return {
    itemsOfPage: (cid, { sort, limit, offset }) => ({
      text: `SELECT ${lightItemColumns} FROM items WHERE cid = ? ORDER BY ${orderBy(sort, fields, dialect)} LIMIT ? OFFSET ?`, values: [cid, limit, offset],
    }),
    itemKeysOfPage: (cid, { query, sort, limit, offset }) => {
      const { text, values } = conditionOf(cid, query);
      return { text: `SELECT seq FROM items WHERE ${text} ORDER BY ${orderBy(sort, fields, dialect)} LIMIT ? OFFSET ?`, values: [...values, limit, offset] };
    },
    countItems: (cid, query) => {
      const { text, values } = conditionOf(cid, query);
      return { text: `SELECT count(*) AS total FROM items WHERE ${text}`, values };
    },
  };
}

export const { itemsOfPage, itemKeysOfPage, countItems } = itemPages({ properties: 'properties', permission: 'permission' }, sqlite);

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
    values: [cid, seq, item.id, item.ownerUserOid, item.ownerDeviceOid, item.createdAt, item.updatedAt, JSON.stringify(item.permission), sqliteJson(item.properties)],
  };
}

export function updateItem(cid: number, seq: number, item: StoredItem): Query {
  return {
    text: `UPDATE items SET updated_at = ?, permission = ?, properties = ? WHERE cid = ? AND seq = ?`,
    values: [item.updatedAt, JSON.stringify(item.permission), sqliteJson(item.properties), cid, seq],
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
