import type { ItemRecord } from '../../contract/item.js';
import type { PageParams } from '../../contract/list.js';
import { limits } from '../../contract/limits.js';
import type { UserRecord } from '../../contract/user.js';
import { RpcError } from '../../contract/rpc-error.js';
import { jsonBytes } from '../../contract/text.js';
import { PageTooLargeError, type PageRequest, type Properties, type StoredItem, type StoredUser } from '../../storage/store.js';

/** Records as the API shows them (management-api.md, section 2): the order of their keys is part of the contract. */

export function userRecord(user: StoredUser, propertyNames?: readonly string[]): UserRecord {
  return {
    _id: user.id, _username: user.username, _createdAt: user.createdAt, _updatedAt: user.updatedAt,
    ...pick(user.properties, propertyNames),
  };
}

export function itemRecord(item: StoredItem, propertyNames?: readonly string[]): ItemRecord {
  return {
    _id: item.id, ...pick(item.properties, propertyNames), _ownerUserOid: item.ownerUserOid, _ownerDeviceOid: item.ownerDeviceOid,
    _createdAt: item.createdAt, _updatedAt: item.updatedAt, _permission: item.permission,
  };
}

function pick(properties: Properties, names: readonly string[] | undefined): Properties {
  if (names === undefined) return properties;
  const wanted = new Set(names);
  return Object.fromEntries(Object.entries(properties).filter(([name]) => wanted.has(name)));
}

/** The properties that a caller may set: those that are not the system's. */
export function withoutSystemProperties(given: Readonly<Record<string, unknown>>): Properties {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('_')));
}

/**
 * The properties with changes merged in: none is ever deleted, and those that stay keep their place.
 *
 * @throws RpcError -32602 on `param` when the whole becomes too large.
 */
export function merged(properties: Properties, changes: Properties, param: string): Properties {
  const whole = { ...properties, ...changes };
  if (jsonBytes(whole) > limits.recordBytes) throw RpcError.invalidParams({ [param]: `Must be at most ${limits.recordBytes} bytes as JSON, merged with what is there.` });
  return whole;
}

/** The time of a change: later than the last one even within one millisecond, so that `_updatedAt` always moves. */
export function timeOfChange(now: number, lastUpdatedAt: number): number {
  return Math.max(now, lastUpdatedAt + 1);
}

export function pageRequestOf(params: PageParams, query: PageRequest['query']): PageRequest {
  const limit = params.itemsInPage ?? limits.itemsInPageDefault;
  return {
    query,
    limit,
    offset: ((params.page ?? 1) - 1) * limit,
    sort: { property: params.sortProperty === '' ? undefined : params.sortProperty, order: params.sortOrder ?? 'asc' },
  };
}

/** Runs a list; a page whose records are too large for one reply is the caller's to make smaller. */
export async function ofBearableSize<T>(page: Promise<T>): Promise<T> {
  return page.catch((error: unknown) => {
    if (!(error instanceof PageTooLargeError)) throw error;
    throw RpcError.invalidParams({ itemsInPage: `The records of this page exceed ${limits.pageBytes} bytes together; ask for fewer.` });
  });
}

export const sentences = {
  userNotFound: 'User not found.',
  usernameExists: 'Username already exists.',
  collectionNotFound: 'Collection not found.',
  collectionExists: 'Collection already exists.',
  itemNotFound: 'Item not found.',
  pushProjectNotFound: 'Push project not found.',
  pushQueueNotFound: 'Push queue not found.',
  deviceNotFound: 'Device not found.',
} as const;
