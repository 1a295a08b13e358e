import * as statements from '../statements/keys.js';
import type { Found, KeyStore, NewKey, StoredKey } from '../store.js';
import { unlessTaken } from '../unless-taken.js';
import { isUniqueViolation, type SqliteConnection } from './connection.js';

export class SqliteKeys implements KeyStore {
  /** Asking takes 9 µs; asking whether anything has changed, so that a cache may be used, would take 6. */
  readonly staleAfterMs = 0;

  constructor(private readonly connection: SqliteConnection) {}

  async insertFirst(key: NewKey): Promise<'inserted' | 'not the first'> {
    return this.connection.run(statements.insertFirstKey(key)) === 1 ? 'inserted' : 'not the first';
  }

  async insert(key: NewKey, atMost: number): Promise<'inserted' | 'name taken' | 'too many'> {
    return unlessTaken('name taken', isUniqueViolation, async () => this.connection.transaction(() => {
      this.connection.run(statements.revokeExpiredKey(key.name, key.createdAt));
      const total = this.connection.first<{ total: number }>(statements.countKeys())?.total ?? 0;
      if (total >= atMost) return 'too many';
      this.connection.run(statements.insertKey(key));
      return 'inserted';
    }));
  }

  async list(): Promise<readonly StoredKey[]> {
    return this.connection.all<statements.KeyRow>(statements.listKeys()).map(statements.toKey);
  }

  async revoke(name: string, at: number): Promise<'revoked' | 'missing'> {
    return this.connection.run(statements.revokeKey(name, at)) === 1 ? 'revoked' : 'missing';
  }

  async findBySha256(sha256: string): Promise<Found<StoredKey>> {
    const row = this.connection.first<statements.KeyRow>(statements.keyBySha256(sha256));
    return row && statements.toKey(row);
  }

  async noteUse(id: string, at: number): Promise<void> {
    this.connection.run(statements.noteUseOfKey(id, at));
  }
}
