import { limits } from '../../contract/limits.js';
import { ok } from '../../contract/method.js';
import type { MethodName } from '../../contract/methods.js';
import type { CollectionDefinition } from '../../contract/collection.js';
import { RpcError } from '../../contract/rpc-error.js';
import type { CollectionStore, StoredCollection } from '../../storage/store.js';
import type { Sweeper } from '../sweeper.js';
import type { Handlers } from './handler.js';
import { sentences } from './records.js';

type CollectionMethod = Extract<MethodName, `Collection.${string}`>;

/** The `Collection` methods (management-api.md, section 3). */
export function collectionHandlers(collections: CollectionStore, sweeper: Sweeper): Handlers<CollectionMethod> {
  return {
    'Collection.list': {
      run: async () => ({ items: (await collections.list()).map(definition) }),
    },

    'Collection.create': {
      run: async ({ _id, isInsertable = false, defaultPublicPermission = '' }) => {
        const outcome = await collections.insert({ name: _id, isInsertable, defaultPublicPermission }, limits.collections);
        if (outcome === 'name taken') throw RpcError.invalidParams({ _id: sentences.collectionExists });
        if (outcome === 'too many') throw RpcError.of(13, { _id: `There may be at most ${limits.collections} collections.` });
        return ok;
      },
    },

    'Collection.drop': {
      run: async ({ _id }) => {
        if ((await collections.drop(_id)) === 'missing') throw collectionNotFound();
        sweeper.start();
        return ok;
      },
    },

    'Collection.setConfig': {
      run: async ({ _id, isInsertable, defaultPublicPermission }) => {
        const change = { ...(isInsertable !== undefined && { isInsertable }), ...(defaultPublicPermission !== undefined && { defaultPublicPermission }) };
        if ((await collections.update(_id, change)) === 'missing') throw collectionNotFound();
        return ok;
      },
    },

    'Collection.getConfig': {
      run: async ({ _id }) => {
        const collection = await collections.get(_id);
        if (collection === undefined) throw collectionNotFound();
        return { config: definition(collection) };
      },
    },

    'Collection.getPropertyNames': {
      run: async ({ _id }) => {
        const names = await collections.propertyNames(_id, limits.latestForPropertyNames);
        if (names === undefined) throw collectionNotFound();
        return { names: [...names] };
      },
    },
  };
}

function definition({ name, isInsertable, defaultPublicPermission }: StoredCollection): CollectionDefinition {
  return { _id: name, isInsertable, defaultPublicPermission };
}

function collectionNotFound(): RpcError {
  return RpcError.invalidParams({ _id: sentences.collectionNotFound });
}
