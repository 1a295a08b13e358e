import { randomUUID } from 'node:crypto';
import { ok } from '../../contract/method.js';
import type { MethodName } from '../../contract/methods.js';
import { refuse } from '../../contract/params.js';
import { RpcError } from '../../contract/rpc-error.js';
import type { ItemOutcome, Store, StoredItem } from '../../storage/store.js';
import type { Clock, Handlers } from './handler.js';
import { QueryParams } from './query.js';
import { itemRecord, merged, ofBearableSize, pageRequestOf, sentences, timeOfChange, withoutSystemProperties } from './records.js';

const queries = new QueryParams('query', 'bindParams');

type ItemMethod = Extract<MethodName, `CollectionItem.${string}`>;

/** The `CollectionItem` methods (management-api.md, section 3). */
export function itemHandlers({ items, collections, users }: Pick<Store, 'items' | 'collections' | 'users'>, now: Clock): Handlers<ItemMethod> {
  return {
    'CollectionItem.list': {
      checks: { query: queries.fault },
      run: async (params) => {
        const { records, totalItems } = found(await ofBearableSize(items.page(params.collectionName, pageRequestOf(params, queries.of(params)))));
        return { items: records.map((item) => itemRecord(item, params.propertyNames)), totalItems };
      },
    },

    'CollectionItem.create': {
      run: async ({ collectionName, item: given, ownerUserOid }) => {
        const collection = await collections.get(collectionName);
        const isOwnerMissing = ownerUserOid !== undefined && !(await users.exists(ownerUserOid));
        refuse({
          ...(collection === undefined && { collectionName: sentences.collectionNotFound }),
          ...(isOwnerMissing && { ownerUserOid: sentences.userNotFound }),
        });
        const createdAt = now();
        const item: StoredItem = {
          id: `i${randomUUID()}`, ownerUserOid: ownerUserOid ?? null, ownerDeviceOid: null, createdAt, updatedAt: createdAt,
          permission: { public: collection?.defaultPublicPermission ?? '' }, properties: withoutSystemProperties(given),
        };
        found(await items.insert(collectionName, item));
        return { item: itemRecord(item) };
      },
    },

    'CollectionItem.get': {
      run: async ({ collectionName, _id }) => ({ item: itemRecord(found(await items.get(collectionName, _id))) }),
    },

    'CollectionItem.update': {
      run: async ({ collectionName, _id, item: changes }) => {
        const own = withoutSystemProperties(changes);
        found(await items.update(collectionName, _id, (item) => ({
          ...item, updatedAt: timeOfChange(now(), item.updatedAt), properties: merged(item.properties, own, 'item'),
        })));
        return ok;
      },
    },

    'CollectionItem.delete': {
      run: async ({ collectionName, idList }) => {
        found(await items.delete(collectionName, idList));
        return ok;
      },
    },

    'CollectionItem.getPermission': {
      run: async ({ collectionName, _id }) => ({ permission: found(await items.get(collectionName, _id)).permission }),
    },

    'CollectionItem.setPermission': {
      run: async ({ collectionName, _id, permission }) => {
        found(await items.update(collectionName, _id, (item) => ({ ...item, permission: { public: '', ...permission } })));
        return ok;
      },
    },
  };
}

/** @throws RpcError -32602 that says which of the two is missing. */
function found<T>(outcome: ItemOutcome<T>): T {
  if (outcome === 'collection missing') throw RpcError.invalidParams({ collectionName: sentences.collectionNotFound });
  if (outcome === 'item missing') throw RpcError.invalidParams({ _id: sentences.itemNotFound });
  return outcome;
}
