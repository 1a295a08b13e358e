import type { NewKey, StoredKey } from '../store.js';
import type { Query, Value } from './query.js';

const columns = 'id, name, scopes, cidrs, created_at, expires_at, last_used_at';
const inserted = 'INSERT INTO keys (id, name, sha256, scopes, cidrs, created_at, expires_at)';

const valuesOf = (key: NewKey): Value[] =>
  [key.id, key.name, key.sha256, JSON.stringify(key.scopes), JSON.stringify(key.cidrs), key.createdAt, key.expiresAt];

/** Revoked keys count: the first one is made once. */
export function insertFirstKey(key: NewKey): Query {
  return { text: `${inserted} SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM keys)`, values: valuesOf(key) };
}

export function insertKey(key: NewKey): Query {
  return { text: `${inserted} VALUES (?, ?, ?, ?, ?, ?, ?)`, values: valuesOf(key) };
}

export function revokeExpiredKey(name: string, at: number): Query {
  return { text: `UPDATE keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL AND expires_at <= ?`, values: [at, name, at] };
}

export function countKeys(): Query {
  return { text: `SELECT count(*) AS total FROM keys WHERE revoked_at IS NULL`, values: [] };
}

export function listKeys(): Query {
  return { text: `SELECT ${columns} FROM keys WHERE revoked_at IS NULL ORDER BY name`, values: [] };
}

export function revokeKey(name: string, at: number): Query {
  return { text: `UPDATE keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL`, values: [at, name] };
}

export function keyBySha256(sha256: string): Query {
  return { text: `SELECT ${columns} FROM keys WHERE sha256 = ? AND revoked_at IS NULL`, values: [sha256] };
}

export function noteUseOfKey(id: string, at: number): Query {
  return { text: `UPDATE keys SET last_used_at = ? WHERE id = ? AND coalesce(last_used_at, 0) < ?`, values: [at, id, at] };
}

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: string;
  readonly cidrs: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}

export function toKey(row: KeyRow): StoredKey {
  return {
    id: row.id, name: row.name, scopes: JSON.parse(row.scopes) as string[], cidrs: JSON.parse(row.cidrs) as string[],
    createdAt: row.created_at, expiresAt: row.expires_at, lastUsedAt: row.last_used_at,
  };
}
