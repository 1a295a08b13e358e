import type { IndexStore, StoredIndex } from '../store.js';
import type { PropertyIndexes } from './property-indexes.js';

/** An index serves the items of one collection here. */
export class PostgresIndexes implements IndexStore {
  constructor(private readonly indexes: PropertyIndexes) {}

  async list(): Promise<readonly StoredIndex[]> {
    return (await this.indexes.list()).map(({ collection, ...index }) => ({ of: nameOf(collection), ...index }));
  }

  async drop(of: string, property: string): Promise<'dropped' | 'missing' | 'busy'> {
    const found = (await this.indexes.list()).find((index) => nameOf(index.collection) === of && index.property === property);
    return found === undefined ? 'missing' : this.indexes.drop(found.cid, property);
  }
}

function nameOf(collection: string | undefined): string {
  return collection === undefined ? 'users' : `items:${collection}`;
}
