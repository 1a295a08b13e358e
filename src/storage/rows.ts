import type { Permission, PermissionValue } from '../contract/permission.js';
import type { Properties, StoredCollection, StoredItem, StoredUser } from './store.js';

/** Rows as both databases give them, and the records that they are. */

/** A row of a page: heavy documents are null in it and are read by key. */
export interface DocumentRow {
  readonly seq: number;
  readonly properties: string | null;
}

export type Whole<Row extends DocumentRow> = Row & { readonly properties: string };

export function isWhole<Row extends DocumentRow>(row: Row | undefined): row is Whole<Row> {
  return row !== undefined && row.properties !== null;
}

export interface UserRow extends DocumentRow {
  readonly id: string;
  readonly username: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export function toUser(row: Whole<UserRow>): StoredUser {
  return { id: row.id, username: row.username, createdAt: row.created_at, updatedAt: row.updated_at, properties: JSON.parse(row.properties) as Properties };
}

export interface ItemRow extends DocumentRow {
  readonly id: string;
  readonly owner_user: string | null;
  readonly owner_device: string | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly permission: string;
}

export function toItem(row: Whole<ItemRow>): StoredItem {
  return {
    id: row.id, ownerUserOid: row.owner_user, ownerDeviceOid: row.owner_device, createdAt: row.created_at, updatedAt: row.updated_at,
    permission: JSON.parse(row.permission) as Permission, properties: JSON.parse(row.properties) as Properties,
  };
}

export interface CollectionRow {
  readonly cid: number;
  readonly name: string;
  readonly is_insertable: number;
  readonly default_public_permission: string;
  readonly total: number;
}

export function toCollection(row: CollectionRow): StoredCollection {
  return { name: row.name, isInsertable: row.is_insertable === 1, defaultPublicPermission: row.default_public_permission as PermissionValue };
}
