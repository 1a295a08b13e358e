import fc from 'fast-check';
import { Collection } from './collection.js';
import { CollectionItem } from './item.js';
import type { Method } from './method.js';
import { methods } from './methods.js';
import { missingScopes } from './missing-scopes.js';
import { Push } from './push.js';
import { grantFault, scopes } from './scopes.js';
import { User } from './user.js';

test.each<[what: string, method: Method<string, object, object>, params: unknown, granted: readonly string[], missing: readonly string[]]>([
  ['the scope of the method', User.list, {}, ['users:read'], []],
  ['everything', User.list, {}, ['*'], []],
  ['nothing', User.list, {}, [], ['users:read']],
  ['the write beside the read', User.list, {}, ['users:write', 'users:verify'], ['users:read']],
  ['items of all collections', CollectionItem.list, { collectionName: 'A' }, ['items:read'], []],
  ['items of the collection', CollectionItem.list, { collectionName: 'A' }, ['items:read:A'], []],
  ['items of another', CollectionItem.list, { collectionName: 'AB' }, ['items:read:A', 'items:read:B'], ['items:read']],
  ['items of one, asked for none', CollectionItem.list, {}, ['items:read:A'], ['items:read']],
  ['items of one, asked for what is no name', CollectionItem.list, { collectionName: ['A'] }, ['items:read:A'], ['items:read']],
  ['items of one, asked for by position', CollectionItem.list, ['A'], ['items:read:A'], ['items:read']],
  ['items of one, asked for by prototype', CollectionItem.list, Object.create({ collectionName: 'A' }), ['items:read:A'], ['items:read']],
  ['items of one, asked for something longer', CollectionItem.list, { collectionName: 'A:B' }, ['items:read:A'], ['items:read']],
  ['reading where it writes', CollectionItem.update, { collectionName: 'A' }, ['items:read:A'], ['items:write']],
  ['items, for the definition of their collection', Collection.getConfig, { _id: 'A' }, ['items:read:A'], []],
  ['items, for the property names of their collection', Collection.getPropertyNames, { _id: 'A' }, ['items:read:A'], []],
  ['items, for the definition of another', Collection.getConfig, { _id: 'B' }, ['items:read:A'], ['collections:read']],
  ['writing items, for the definition of their collection', Collection.getConfig, { _id: 'A' }, ['items:write:A'], ['collections:read']],
  ['items, for the list of collections', Collection.list, {}, ['items:read'], ['collections:read']],
  ['a push to everybody', Push.send, {}, ['push:send'], []],
  ['a push by a query', Push.send, { userQuery: 'a == 1' }, ['push:send'], ['users:read']],
  ['a push by a query, lacking both', Push.send, { userQuery: '' }, [], ['push:send', 'users:read']],
  ['a push by no query', Push.send, { userQuery: null }, ['push:send'], []],
  ['a push by a query, with both', Push.send, { userQuery: 'a == 1' }, ['push:send', 'users:read'], []],
])('granted %s', (_what, method, params, granted, missing) => {
  expect(missingScopes(method, params, granted)).toEqual(missing);
});

test('whatever is granted, one more grant never takes a call away, and narrowing one never adds a call', () => {
  const name = fc.constantFrom('A', 'B', 'AB');
  const grant = fc.oneof(fc.constantFrom(...scopes, '*'), fc.tuple(fc.constantFrom('items:read', 'items:write'), name).map((parts) => parts.join(':')));
  const call = fc.record({ method: fc.constantFrom(...methods.values()), params: fc.record({ collectionName: name, _id: name }) });
  fc.assert(fc.property(fc.array(grant), grant, name, call, (granted, more, collection, { method, params }) => {
    expect(grantFault(more)).toBeUndefined();
    const missing = missingScopes(method, params, granted);
    const missingWithMore = missingScopes(method, params, [...granted, more]);
    expect(missing).toEqual(expect.arrayContaining([...missingWithMore]));
    const narrow = granted.map((each) => (/^items:(?:read|write)$/.test(each) ? `${each}:${collection}` : each));
    expect(missingScopes(method, params, narrow)).toEqual(expect.arrayContaining([...missing]));
  }));
});
