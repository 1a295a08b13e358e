import * as statements from '../statements/keys.js';
import type { Found, KeyStore, StoredKey } from '../store.js';
import type { SqliteConnection } from './connection.js';

export class SqliteKeys implements KeyStore {
  constructor(private readonly connection: SqliteConnection) {}

  async insertFirst(key: StoredKey & { readonly sha256: string; readonly createdAt: number }): Promise<'inserted' | 'not the first'> {
    return this.connection.run(statements.insertFirstKey(key)) === 1 ? 'inserted' : 'not the first';
  }

  async findBySha256(sha256: string): Promise<Found<StoredKey>> {
    const row = this.connection.first<{ id: string; name: string; scopes: string }>(statements.keyBySha256(sha256));
    return row && { id: row.id, name: row.name, scopes: JSON.parse(row.scopes) as string[] };
  }
}
