import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectionByName, countItemIn, countItemsOut } from '../statements/collections.js';
import * as statements from '../statements/items.js';
import { isIndexedOrder } from '../statements/order.js';
import { toItem, type CollectionRow, type ItemRow, type Whole } from '../rows.js';
import type { Found, ItemOutcome, ItemStore, Page, PageRequest, StoredItem } from '../store.js';
import { rowsDeletedPerTurn } from './bounds.js';
import { readPage, type PageSource } from './page-reader.js';

export class SqliteItems implements ItemStore {
  constructor(private readonly source: PageSource) {}

  async page(collection: string, request: PageRequest): Promise<Page<StoredItem> | 'collection missing'> {
    const found = this.collection(collection);
    if (found === undefined) return 'collection missing';
    const { cid, total } = found;
    this.source.indexes.noteUse('items', total, request);
    const totalItems = request.query === undefined ? total : await this.count(cid, request.query);
    if (request.offset >= totalItems) return { records: [], totalItems };
    const records = await readPage<ItemRow, StoredItem>(this.source, request, {
      rows: request.query === undefined && isIndexedOrder(request.sort) ? statements.itemsOfPage(cid, request) : undefined,
      keys: statements.itemKeysOfPage(cid, request),
      byKeys: (keys) => statements.itemsByKeys(cid, keys),
      byKey: (key) => statements.itemByKey(cid, key),
    }, toItem);
    return { records, totalItems };
  }

  async get(collection: string, id: string): Promise<ItemOutcome<StoredItem>> {
    const found = this.collection(collection);
    if (found === undefined) return 'collection missing';
    const row = this.source.connection.first<Whole<ItemRow>>(statements.itemById(found.cid, id));
    return row === undefined ? 'item missing' : toItem(row);
  }

  async insert(collection: string, item: StoredItem): Promise<'inserted' | 'collection missing'> {
    const { connection, commits } = this.source;
    return commits.run(() => {
      const place = connection.first<{ cid: number; last_seq: number }>(countItemIn(collection));
      if (place === undefined) return 'collection missing';
      connection.run(statements.insertItem(place.cid, place.last_seq, item));
      return 'inserted';
    });
  }

  async update(collection: string, id: string, change: (item: StoredItem) => StoredItem): Promise<ItemOutcome<'updated'>> {
    const { connection, commits } = this.source;
    return commits.run(() => {
      const found = this.collection(collection);
      if (found === undefined) return 'collection missing';
      const row = connection.first<Whole<ItemRow>>(statements.itemById(found.cid, id));
      if (row === undefined) return 'item missing';
      connection.run(statements.updateItem(found.cid, row.seq, change(toItem(row))));
      return 'updated';
    });
  }

  async delete(collection: string, ids: readonly string[]): Promise<'deleted' | 'collection missing'> {
    const found = this.collection(collection);
    if (found === undefined) return 'collection missing';
    const { connection } = this.source;
    for (let start = 0; start < ids.length; start += rowsDeletedPerTurn) {
      if (start > 0) await nextTurn();
      connection.transaction(() => {
        const deleted = connection.run(statements.deleteItems(found.cid, ids.slice(start, start + rowsDeletedPerTurn)));
        connection.run(countItemsOut(found.cid, deleted));
      });
    }
    return 'deleted';
  }

  private async count(cid: number, query: PageRequest['query']): Promise<number> {
    const [row] = await this.source.scanner.all<{ total: number }>(statements.countItems(cid, query));
    return row?.total ?? 0;
  }

  private collection(name: string): Found<CollectionRow> {
    return this.source.connection.first<CollectionRow>(collectionByName(name));
  }
}
