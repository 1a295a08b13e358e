import * as shared from '../statements/collections.js';
import * as statements from '../statements/postgres/collections.js';
import { deleteChunkOfItems, latestItemPropertyNames } from '../statements/postgres/items.js';
import { toCollection, type CollectionRow } from '../rows.js';
import type { CollectionStore, Found, StoredCollection } from '../store.js';
import { unlessTaken } from '../unless-taken.js';
import { rowsDeletedPerStatement } from './bounds.js';
import { isUniqueViolation } from './faults.js';
import type { Pools } from './pools.js';

export class PostgresCollections implements CollectionStore {
  constructor(private readonly pools: Pools) {}

  async list(): Promise<readonly StoredCollection[]> {
    return (await this.pools.quick.read<CollectionRow>(shared.allCollections())).map(toCollection);
  }

  async get(name: string): Promise<Found<StoredCollection>> {
    const row = await this.row(name);
    return row && toCollection(row);
  }

  async insert(collection: StoredCollection, atMost: number): Promise<'inserted' | 'name taken' | 'too many'> {
    return unlessTaken('name taken', isUniqueViolation, () => this.pools.quick.transaction(async (run) => {
      await run(statements.lockNumberOfCollections());
      const [same] = await run(shared.collectionByName(collection.name));
      if (same !== undefined) return 'name taken';
      const [counted] = await run<{ readonly total: number }>(shared.countCollections());
      if ((counted?.total ?? 0) >= atMost) return 'too many';
      await run(shared.insertCollection(collection));
      return 'inserted';
    }));
  }

  async update(name: string, change: Partial<Omit<StoredCollection, 'name'>>): Promise<'updated' | 'missing'> {
    const { count } = await this.pools.quick.write(statements.updateCollection(name, change));
    return count === 0 ? 'missing' : 'updated';
  }

  async drop(name: string): Promise<'dropped' | 'missing'> {
    const { count } = await this.pools.quick.write(shared.markCollectionDropped(name));
    return count === 0 ? 'missing' : 'dropped';
  }

  async propertyNames(name: string, count: number): Promise<Found<readonly string[]>> {
    const row = await this.row(name);
    if (row === undefined) return undefined;
    const names = await this.pools.scans.read<{ readonly name: string }>(latestItemPropertyNames(row.cid, count));
    return names.map((each) => each.name);
  }

  async sweep(): Promise<boolean> {
    const [dropped] = await this.pools.scans.read<{ readonly cid: number }>(shared.oneDroppedCollection());
    if (dropped === undefined) return false;
    const { count } = await this.pools.scans.write(deleteChunkOfItems(dropped.cid, rowsDeletedPerStatement));
    if (count === 0) await this.pools.scans.write(statements.forgetDroppedCollection(dropped.cid));
    return true;
  }

  private async row(name: string): Promise<Found<CollectionRow>> {
    const [row] = await this.pools.quick.read<CollectionRow>(shared.collectionByName(name));
    return row;
  }
}
