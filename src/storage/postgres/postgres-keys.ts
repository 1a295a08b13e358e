import { lockKeys } from '../statements/postgres/keys.js';
import * as shared from '../statements/keys.js';
import type { Found, KeyStore, NewKey, StoredKey } from '../store.js';
import { unlessTaken } from '../unless-taken.js';
import type { PostgresPool } from './connections.js';
import { isUniqueViolation } from './faults.js';

export class PostgresKeys implements KeyStore {
  /** Half of the second within which a revoked key stops working everywhere. */
  readonly staleAfterMs = 500;

  constructor(private readonly pool: PostgresPool) {}

  async insertFirst(key: NewKey): Promise<'inserted' | 'not the first'> {
    return this.pool.transaction(async (run) => {
      await run(lockKeys());
      const { count } = await run(shared.insertFirstKey(key));
      return count === 1 ? 'inserted' : 'not the first';
    });
  }

  async insert(key: NewKey, atMost: number): Promise<'inserted' | 'name taken' | 'too many'> {
    return unlessTaken('name taken', isUniqueViolation, () => this.pool.transaction(async (run) => {
      await run(lockKeys());
      await run(shared.revokeExpiredKey(key.name, key.createdAt));
      const [counted] = await run<{ readonly total: number }>(shared.countKeys());
      if ((counted?.total ?? 0) >= atMost) return 'too many';
      await run(shared.insertKey(key));
      return 'inserted';
    }));
  }

  async list(): Promise<readonly StoredKey[]> {
    return (await this.pool.read<shared.KeyRow>(shared.listKeys())).map(shared.toKey);
  }

  async revoke(name: string, at: number): Promise<'revoked' | 'missing'> {
    const { count } = await this.pool.write(shared.revokeKey(name, at));
    return count === 1 ? 'revoked' : 'missing';
  }

  async findBySha256(sha256: string): Promise<Found<StoredKey>> {
    const [row] = await this.pool.read<shared.KeyRow>(shared.keyBySha256(sha256));
    return row && shared.toKey(row);
  }

  async noteUse(id: string, at: number): Promise<void> {
    await this.pool.write(shared.noteUseOfKey(id, at));
  }
}
