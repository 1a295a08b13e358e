import type { Store } from '../storage/store.js';
import { Dispatcher, type Report } from './dispatch.js';
import { collectionHandlers } from './handlers/collection.js';
import type { Handlers } from './handlers/handler.js';
import { itemHandlers } from './handlers/item.js';
import { userHandlers, type UserRules } from './handlers/user.js';
import { openRpcDocument } from '../contract/open-rpc.js';
import { Sweeper } from './sweeper.js';

export interface EmbeddedManagementApi {
  readonly api: Dispatcher;
  readonly sweeper: Sweeper;
}

/** Puts the Management API together over a store: a handler for every method that is served. */
export function createManagementApi(store: Store, rules: UserRules, report: Report): EmbeddedManagementApi {
  const sweeper = new Sweeper(store.collections, report);
  const now = Date.now;
  const handlers = {
    ...userHandlers(store.users, rules, now),
    ...collectionHandlers(store.collections, sweeper),
    ...itemHandlers(store, now),
    'rpc.discover': { run: async () => openRpcDocument() },
  } satisfies Handlers;
  return { api: new Dispatcher(handlers, store, report), sweeper };
}
