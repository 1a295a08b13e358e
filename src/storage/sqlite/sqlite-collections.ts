import * as statements from '../statements/collections.js';
import { deleteChunkOfItems, latestItemPropertyNames } from '../statements/items.js';
import { toCollection, type CollectionRow } from '../rows.js';
import type { CollectionStore, Found, StoredCollection } from '../store.js';
import { rowsDeletedPerTurn } from './bounds.js';
import type { PageSource } from './page-reader.js';

export class SqliteCollections implements CollectionStore {
  constructor(private readonly source: PageSource) {}

  async list(): Promise<readonly StoredCollection[]> {
    return this.source.connection.all<CollectionRow>(statements.allCollections()).map(toCollection);
  }

  async get(name: string): Promise<Found<StoredCollection>> {
    const row = this.row(name);
    return row && toCollection(row);
  }

  async insert(collection: StoredCollection, atMost: number): Promise<'inserted' | 'name taken' | 'too many'> {
    const { connection } = this.source;
    return connection.transaction(() => {
      if (this.row(collection.name) !== undefined) return 'name taken';
      const total = connection.first<{ total: number }>(statements.countCollections())?.total ?? 0;
      if (total >= atMost) return 'too many';
      connection.run(statements.insertCollection(collection));
      return 'inserted';
    });
  }

  async update(name: string, change: Partial<Omit<StoredCollection, 'name'>>): Promise<'updated' | 'missing'> {
    const { connection } = this.source;
    return connection.transaction(() => {
      const row = this.row(name);
      if (row === undefined) return 'missing';
      connection.run(statements.updateCollection(row.cid, { ...toCollection(row), ...change }));
      return 'updated';
    });
  }

  async drop(name: string): Promise<'dropped' | 'missing'> {
    return this.source.connection.run(statements.markCollectionDropped(name)) === 0 ? 'missing' : 'dropped';
  }

  async propertyNames(name: string, count: number): Promise<Found<readonly string[]>> {
    const row = this.row(name);
    if (row === undefined) return undefined;
    const names = await this.source.scanner.all<{ name: string }>(latestItemPropertyNames(row.cid, count));
    return names.map((each) => each.name);
  }

  async sweep(): Promise<boolean> {
    const { connection } = this.source;
    const dropped = connection.first<{ cid: number }>(statements.oneDroppedCollection());
    if (dropped === undefined) return false;
    connection.transaction(() => {
      const deleted = connection.run(deleteChunkOfItems(dropped.cid, rowsDeletedPerTurn));
      if (deleted === 0) connection.run(statements.forgetDroppedCollection(dropped.cid));
    });
    return true;
  }

  private row(name: string): Found<CollectionRow> {
    return this.source.connection.first<CollectionRow>(statements.collectionByName(name));
  }
}
