import { collectionByName } from '../statements/collections.js';
import { itemByKey } from '../statements/items.js';
import { isIndexedOrder } from '../statements/order.js';
import * as statements from '../statements/postgres/items.js';
import { fewMatches, ofFewMatches } from '../statements/postgres/few-matches.js';
import { toItem, type CollectionRow, type ItemRow, type Whole } from '../rows.js';
import type { Found, ItemOutcome, ItemStore, Page, PageRequest, StoredItem } from '../store.js';
import { bytesPerGroup, rowsDeletedPerStatement, rowsPerGroup } from './bounds.js';
import { Changes } from './changes.js';
import { isOutcomeUnknown } from './faults.js';
import { isFewRows, type Pools } from './pools.js';
import { readPage } from './page-reader.js';
import type { PropertyIndexes } from './property-indexes.js';
import { WriteGroups } from './write-groups.js';

type ItemInCollection = { readonly cid: number } & ((Whole<ItemRow> & { readonly version: string }) | { readonly id: null });

export class PostgresItems implements ItemStore {
  private readonly changes = new Changes();
  private readonly inserts: WriteGroups<string, 'inserted' | 'collection missing'>;

  constructor(private readonly pools: Pools, private readonly indexes: Pick<PropertyIndexes, 'noteUse'>) {
    this.inserts = new WriteGroups(
      { most: rowsPerGroup, mostSize: bytesPerGroup, sizeOf: (text) => text.length, isWorthSplitting: (error) => !isOutcomeUnknown(error) },
      async (collection, texts) => {
        const { count } = await pools.quick.write(statements.insertItems(collection, texts));
        return count === 0 ? 'collection missing' : 'inserted';
      },
    );
  }

  async page(collection: string, request: PageRequest): Promise<Page<StoredItem> | 'collection missing'> {
    const found = await this.collection(collection);
    if (found === undefined) return 'collection missing';
    const { cid, total } = found;
    this.indexes.noteUse(cid, total, request);
    const totalItems = request.query === undefined ? total : await this.count(cid, request.query);
    if (request.offset >= totalItems) return { records: [], totalItems };
    const records = await readPage<ItemRow, StoredItem>(this.pools, {
      rows: request.query === undefined && isIndexedOrder(request.sort) && isFewRows(request) ? statements.itemsOfPage(cid, request) : undefined,
      keys: request.query !== undefined && totalItems <= fewMatches ? ofFewMatches(statements.itemKeysOfPage(cid, request)) : statements.itemKeysOfPage(cid, request),
      byKeys: (keys) => statements.itemsByKeys(cid, keys),
      byKey: (key) => itemByKey(cid, key),
    }, toItem);
    return { records, totalItems };
  }

  async get(collection: string, id: string): Promise<ItemOutcome<StoredItem>> {
    const found = await this.item(collection, id);
    return typeof found === 'string' ? found : toItem(found);
  }

  async insert(collection: string, item: StoredItem): Promise<'inserted' | 'collection missing'> {
    return this.inserts.add(collection, statements.textOfNewItem(item));
  }

  async update(collection: string, id: string, change: (item: StoredItem) => StoredItem): Promise<ItemOutcome<'updated'>> {
    return this.changes.of(`${collection}/${id}`, async () => {
      const row = await this.item(collection, id);
      if (typeof row === 'string') return row;
      const { count } = await this.pools.quick.write(statements.updateItem(row.cid, row.seq, row.version, change(toItem(row))));
      return count === 1 ? 'updated' : 'outdated';
    });
  }

  async delete(collection: string, ids: readonly string[]): Promise<'deleted' | 'collection missing'> {
    const found = await this.collection(collection);
    if (found === undefined) return 'collection missing';
    for (let start = 0; start < ids.length; start += rowsDeletedPerStatement) {
      await this.pools.quick.write(statements.deleteItems(found.cid, ids.slice(start, start + rowsDeletedPerStatement)));
    }
    return 'deleted';
  }

  private async count(cid: number, query: PageRequest['query']): Promise<number> {
    const [row] = await this.pools.scans.read<{ readonly total: number }>(statements.countItems(cid, query));
    return row?.total ?? 0;
  }

  private async collection(name: string): Promise<Found<CollectionRow>> {
    const [row] = await this.pools.quick.read<CollectionRow>(collectionByName(name));
    return row;
  }

  private async item(collection: string, id: string): Promise<ItemOutcome<Whole<ItemRow> & { readonly cid: number; readonly version: string }>> {
    const [row] = await this.pools.quick.read<ItemInCollection>(statements.itemInCollection(collection, id));
    if (row === undefined) return 'collection missing';
    return row.id === null ? 'item missing' : row;
  }
}
