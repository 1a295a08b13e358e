import { lockKeys } from '../statements/postgres/keys.js';
import * as shared from '../statements/keys.js';
import type { Found, KeyStore, StoredKey } from '../store.js';
import type { PostgresPool } from './connections.js';

export class PostgresKeys implements KeyStore {
  constructor(private readonly pool: PostgresPool) {}

  async insertFirst(key: StoredKey & { readonly sha256: string; readonly createdAt: number }): Promise<'inserted' | 'not the first'> {
    return this.pool.transaction(async (run) => {
      await run(lockKeys());
      const { count } = await run(shared.insertFirstKey(key));
      return count === 1 ? 'inserted' : 'not the first';
    });
  }

  async findBySha256(sha256: string): Promise<Found<StoredKey>> {
    const [row] = await this.pool.read<{ readonly id: string; readonly name: string; readonly scopes: string }>(shared.keyBySha256(sha256));
    return row && { id: row.id, name: row.name, scopes: JSON.parse(row.scopes) as string[] };
  }
}
