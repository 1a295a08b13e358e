import type { Permission, PermissionValue } from '../contract/permission.js';
import type { Query } from '../monaql/ast.js';
import type { PushStore } from './push-store.js';

/** Own properties as parsed JSON, in the order they were given. */
export type Properties = Record<string, unknown>;

export interface StoredUser {
  readonly id: string;
  readonly username: string;
  /** Times are milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly properties: Properties;
}

export interface StoredItem {
  readonly id: string;
  readonly ownerUserOid: string | null;
  readonly ownerDeviceOid: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly permission: Permission;
  readonly properties: Properties;
}

export interface StoredCollection {
  readonly name: string;
  readonly isInsertable: boolean;
  readonly defaultPublicPermission: PermissionValue;
}

/** A key that is not revoked; it may have expired. */
export interface StoredKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Ranges of addresses it may come from; none: from anywhere. */
  readonly cidrs: readonly string[];
  readonly createdAt: number;
  /** null: never. */
  readonly expiresAt: number | null;
  /** null: not yet; up to a minute behind. */
  readonly lastUsedAt: number | null;
}

export interface NewKey extends Omit<StoredKey, 'lastUsedAt'> {
  /** In lower-case hexadecimal. */
  readonly sha256: string;
}

export interface Sort {
  /** A property path that the contract has let through; undefined: order of creation. */
  readonly property: string | undefined;
  readonly order: 'asc' | 'desc';
}

export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
  readonly sort: Sort;
  /** What records must match; undefined: all do. */
  readonly query?: Query | undefined;
}

export interface UserPageRequest extends PageRequest {
  /** A literal substring of the username or id, compared in lower case; it and the query must both hold. */
  readonly nameFilter: string | undefined;
}

export interface Page<Record> {
  readonly records: readonly Record[];
  /** Every match, not the page. */
  readonly totalItems: number;
}

export type Found<T> = T | undefined;

export interface UserStore {
  page(request: UserPageRequest): Promise<Page<StoredUser>>;
  get(id: string): Promise<Found<StoredUser>>;
  exists(id: string): Promise<boolean>;
  credentials(username: string): Promise<Found<{ readonly user: StoredUser; readonly passwordHash: string }>>;
  insert(user: StoredUser, passwordHash: string): Promise<'inserted' | 'username taken'>;
  /** What `change` throws leaves everything as it was. It may be run again, on a newer version, when another change came first. */
  update(id: string, change: (user: StoredUser) => StoredUser): Promise<'updated' | 'missing' | 'username taken'>;
  setPasswordHash(id: string, passwordHash: string): Promise<'updated' | 'missing'>;
  delete(ids: readonly string[]): Promise<void>;
  /** Own property names found in the latest `count` users. */
  propertyNames(count: number): Promise<readonly string[]>;
}

export interface CollectionStore {
  list(): Promise<readonly StoredCollection[]>;
  get(name: string): Promise<Found<StoredCollection>>;
  insert(collection: StoredCollection, atMost: number): Promise<'inserted' | 'name taken' | 'too many'>;
  update(name: string, change: Partial<Omit<StoredCollection, 'name'>>): Promise<'updated' | 'missing'>;
  /** The collection and its items are gone when this resolves; their rows are swept away afterwards. */
  drop(name: string): Promise<'dropped' | 'missing'>;
  propertyNames(name: string, count: number): Promise<Found<readonly string[]>>;
  /** Deletes one bounded chunk of what dropped collections left behind. Resolves to whether there is more. */
  sweep(): Promise<boolean>;
}

/** A missing collection is told from a missing item. */
export type ItemOutcome<T> = T | 'collection missing' | 'item missing';

export interface ItemStore {
  page(collection: string, request: PageRequest): Promise<Page<StoredItem> | 'collection missing'>;
  get(collection: string, id: string): Promise<ItemOutcome<StoredItem>>;
  insert(collection: string, item: StoredItem): Promise<'inserted' | 'collection missing'>;
  /** What `change` throws leaves everything as it was. It may be run again, on a newer version, when another change came first. */
  update(collection: string, id: string, change: (item: StoredItem) => StoredItem): Promise<ItemOutcome<'updated'>>;
  delete(collection: string, ids: readonly string[]): Promise<'deleted' | 'collection missing'>;
}

export interface KeyStore {
  /**
   * How long what `findBySha256` answered may be used again, in milliseconds; 0 where asking costs next to nothing. A
   * revoked key works no longer than that in any process.
   */
  readonly staleAfterMs: number;
  /** Inserts the key unless there is or ever was any; two processes at once insert one between them. */
  insertFirst(key: NewKey): Promise<'inserted' | 'not the first'>;
  /**
   * The name must not be that of a live key: one that is neither revoked nor, at `key.createdAt`, expired. An expired key of
   * that name is revoked in the same transaction. `atMost` counts the keys that are not revoked.
   */
  insert(key: NewKey, atMost: number): Promise<'inserted' | 'name taken' | 'too many'>;
  /** All that are not revoked, expired ones too, in order of name by code point. */
  list(): Promise<readonly StoredKey[]>;
  /** A revoked key is kept, so that the first one is never made again, but nothing here finds it any more. */
  revoke(name: string, at: number): Promise<'revoked' | 'missing'>;
  /** Finds expired keys too: whether one has expired, the caller decides. */
  findBySha256(sha256: string): Promise<Found<StoredKey>>;
  /** Moves the last use of a key forward, never back; one that is gone is passed over. */
  noteUse(id: string, at: number): Promise<void>;
}

export interface StoredDevice {
  readonly id: string;
  readonly platform: string;
  readonly buildType: string;
  readonly userOid: string | null;
  readonly version: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface DeviceRegistration {
  readonly id: string;
  readonly platform: string;
  readonly buildType: string;
  readonly token: string;
  readonly userOid: string | null;
  readonly version: string | null;
  readonly at: number;
}

export interface DeviceStore {
  /** Registers a device, or replaces its registration; a token leaves whichever other device of the project had it. */
  register(project: string, device: DeviceRegistration): Promise<void>;
  unregister(project: string, id: string): Promise<'removed' | 'missing'>;
  page(project: string, request: PageRequest): Promise<Page<StoredDevice>>;
}

export interface LeaseRequest {
  readonly key: string;
  /** With fewer units nothing is begun: then none is granted. */
  readonly atLeast: number;
  readonly atMost: number;
  /** Units that a key has in each window, and how long that lasts. */
  readonly limit: number;
  readonly windowMs: number;
}

export interface Lease {
  readonly granted: number;
  /** Units of the window that nobody has. */
  readonly left: number;
  readonly endsInMs: number;
}

/** Counters of what keys use up, shared by processes: no unit is ever granted twice. They need not survive a crash. */
export interface LimitStore {
  /** Takes units of the key's window; the first lease after the end of a window starts the next. */
  lease(request: LeaseRequest): Promise<Lease>;
}

/** An index that was made because a property is really sorted or filtered by. */
export interface StoredIndex {
  /** `users`, `items` (of all collections) or `items:NAME` (of one). */
  readonly of: string;
  readonly property: string;
  /** Whether it is built. */
  readonly isReady: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number;
}

export interface IndexStore {
  list(): Promise<readonly StoredIndex[]>;
  /** 'busy': another process is making or dropping indexes. */
  drop(of: string, property: string): Promise<'dropped' | 'missing' | 'busy'>;
}

/**
 * What a database must do for this project. Whatever a promise of it resolved to has been committed durably and
 * survives the death of the process. No rule of the API lives behind it.
 */
export abstract class Store {
  abstract readonly users: UserStore;
  abstract readonly collections: CollectionStore;
  abstract readonly items: ItemStore;
  abstract readonly keys: KeyStore;
  /** undefined where processes do not share the database. */
  abstract readonly limits: LimitStore | undefined;
  abstract readonly devices: DeviceStore;
  abstract readonly pushes: PushStore;
  abstract readonly indexes: IndexStore;
  /** Rejects when the database does not answer. */
  abstract ping(): Promise<void>;
  abstract close(): Promise<void>;
}

/** A database that cannot be opened; the message is a sentence for whoever runs the server. */
export class UnusableDatabaseError extends Error {
  override readonly name = 'UnusableDatabaseError';
}

/** Too many statements that take long wait for their turn; this one was not begun. */
export class StoreOverloadedError extends Error {
  override readonly name = 'StoreOverloadedError';
}

/** A page whose records together are too large for one reply. */
export class PageTooLargeError extends Error {
  override readonly name = 'PageTooLargeError';
}
