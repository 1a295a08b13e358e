import type { KeyRecord } from '../../contract/key.js';
import type { KeyType } from './key.type.js';

/** A key in the shape of the GraphQL schema. */
export function toKey({ name, scopes, cidrs, createdAt, expiresAt, lastUsedAt }: KeyRecord): KeyType {
  return { name, scopes, cidrs, createdAt: new Date(createdAt), expiresAt: dateOf(expiresAt), lastUsedAt: dateOf(lastUsedAt) };
}

function dateOf(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
