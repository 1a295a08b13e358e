import { Collection } from '../../src/contract/collection.js';
import { Device } from '../../src/contract/device.js';
import { CollectionItem } from '../../src/contract/item.js';
import { Key } from '../../src/contract/key.js';
import type { Method } from '../../src/contract/method.js';
import { Rpc } from '../../src/contract/methods.js';
import { Push } from '../../src/contract/push.js';
import { User } from '../../src/contract/user.js';
import { idOf } from './names.js';

/** One exchange that the documents show: what is asked. What is answered is recorded. */
export interface Exchange {
  readonly method: Method<string, object, object>;
  /** What the example shows. */
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Asked again until the answer is such. */
  readonly until?: (answer: unknown) => boolean;
  /** The members of the answer that are shown; all by default. */
  readonly shown?: readonly string[];
}

function exchange(method: Method<string, object, object>, name: string, params: Exchange['params'] = {}, more: Partial<Exchange> = {}): Exchange {
  return { method, name, params, ...more };
}

// Ids in the order in which the server gives them; the documents show these instead of those.
const ann = `u${idOf(1)}`;
const game = { collectionName: 'GameScore' };
const score = { ...game, _id: `i${idOf(3)}` };
const demo = { pushProjectId: 'demo' };
const phone = { ...demo, deviceId: 'pixel-8' };
const notice = { ...demo, platform: 'android', buildType: 'release', message: 'A new season begins.' };
const sent = { ...demo, queueId: idOf(5) };
const planned = { ...demo, queueId: idOf(6) };
const isFinished = (answer: unknown): boolean => (answer as { readonly status: string }).status === 'finish';

/**
 * Every example of the documents, in an order in which each finds what it is about. All of it is played over JSON-RPC, and
 * over REST by every route of the method, each on an empty server.
 */
export const story: readonly Exchange[] = [
  exchange(Collection.create, 'A collection whose items everybody may read', { _id: 'GameScore', defaultPublicPermission: 'r' }),
  exchange(Collection.list, 'All collections'),
  exchange(Collection.setConfig, 'Apps may insert', { _id: 'GameScore', isInsertable: true }),
  exchange(Collection.getConfig, 'What is set', { _id: 'GameScore' }),

  exchange(User.create, 'A user with properties', { username: 'ann', password: 'correct-horse', properties: { age: 31, country: 'NZ' } }),
  exchange(User.create, 'A user without properties', { username: 'ben', password: 'battery-staple' }),
  exchange(User.list, 'All users'),
  exchange(User.list, 'The users of a query', { userQuery: 'age > ? && country == "NZ"', userQueryBindParams: [20] }),
  exchange(User.get, 'One user', { _id: ann }),
  exchange(User.update, 'One property changes', { _id: ann, user: { age: 32 } }),
  exchange(User.setPassword, 'A new password', { _id: ann, password: 'stapled-battery' }),
  exchange(User.verifyPassword, 'The right password', { username: 'ann', password: 'stapled-battery' }),
  exchange(User.verifyPassword, 'A wrong password', { username: 'ann', password: 'correct-horse' }),
  exchange(User.getPropertyNames, 'What users have'),

  exchange(CollectionItem.create, 'An item with an owner', { ...game, item: { player: 'ann', score: 120 }, ownerUserOid: ann }),
  exchange(CollectionItem.create, 'An item with anything in it', { ...game, item: { player: 'ben', score: 95, rounds: [{ level: 1, seconds: 41.5 }] } }),
  exchange(CollectionItem.list, 'All items', game),
  exchange(CollectionItem.list, 'The best scores of a query', { ...game, query: 'score >= ?', bindParams: [100], sortProperty: 'score', sortOrder: 'desc', propertyNames: ['player', 'score'] }),
  exchange(CollectionItem.get, 'One item', score),
  exchange(CollectionItem.update, 'One property changes', { ...score, item: { score: 140 } }),
  exchange(CollectionItem.setPermission, 'Everybody reads, one user writes', { ...score, permission: { public: 'r', [ann]: 'rw' } }),
  exchange(CollectionItem.getPermission, 'Who may do what', score),
  exchange(Collection.getPropertyNames, 'What items have', { _id: 'GameScore' }),

  exchange(Device.register, 'An Android phone', { ...phone, platform: 'android', buildType: 'release', token: 'the-token-that-fcm-gave-the-app', userOid: ann, version: '1.4.0' }),
  exchange(Device.list, 'All devices', demo),
  exchange(Push.send, 'To the devices of one user', { ...notice, title: 'GameScore', extra_json: { season: 7 }, userOidList: [ann] }),
  exchange(Push.status, 'A push that is done', sent, { until: isFinished }),
  exchange(Push.getRecipients, 'Whom it reached', { ...sent, outcome: 'delivered' }),
  exchange(Push.send, 'How many it would go to', { ...notice, validateOnly: true }),
  exchange(Push.send, 'Not before the year 2100', { ...notice, scheduleAt: Date.UTC(2100, 0, 1) }),
  exchange(Push.cancel, 'Not even then', planned),
  exchange(Device.unregister, 'A phone that is gone', phone),

  exchange(Key.create, 'A key that reads one collection', { name: 'ci', scopes: ['items:read:GameScore'], cidrs: ['10.0.0.0/8'], expires: '90d' }),
  exchange(Key.list, 'All keys'),
  exchange(Key.revoke, 'A key that is not needed any more', { name: 'ci' }),

  exchange(CollectionItem.delete, 'One item', { ...game, idList: [score._id] }),
  exchange(User.delete, 'One user', { idList: [ann] }),
  exchange(Collection.drop, 'A collection with its items', { _id: 'GameScore' }),
  exchange(Rpc.discover, 'The document, here without its methods', {}, { shown: ['openrpc', 'info'] }),
];
