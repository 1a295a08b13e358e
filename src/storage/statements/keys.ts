import type { StoredKey } from '../store.js';
import type { Query } from './query.js';

export function insertFirstKey(key: StoredKey & { readonly sha256: string; readonly createdAt: number }): Query {
  return {
    text: `INSERT INTO keys (id, name, sha256, scopes, created_at) SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM keys)`,
    values: [key.id, key.name, key.sha256, JSON.stringify(key.scopes), key.createdAt],
  };
}

export function keyBySha256(sha256: string): Query {
  return { text: `SELECT id, name, scopes FROM keys WHERE sha256 = ?`, values: [sha256] };
}
