import { indexedKinds } from '../statements/property-indexes.js';
import type { IndexStore, StoredIndex } from '../store.js';
import type { PropertyIndexes } from './property-indexes.js';

/** One index serves the items of all collections here. */
export class SqliteIndexes implements IndexStore {
  constructor(private readonly indexes: PropertyIndexes) {}

  async list(): Promise<readonly StoredIndex[]> {
    return this.indexes.list().map(({ kind, property, created_at: createdAt, last_used_at: lastUsedAt }) => ({ of: kind, property, isReady: true, createdAt, lastUsedAt }));
  }

  async drop(of: string, property: string): Promise<'dropped' | 'missing'> {
    const kind = indexedKinds.find((each) => each === of);
    return kind === undefined ? 'missing' : this.indexes.drop(kind, property);
  }
}
