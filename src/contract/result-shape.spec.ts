import fc from 'fast-check';
import { fieldsOf, type Constructor } from './facts.js';
import { CollectionItem } from './item.js';
import type { Method } from './method.js';
import { methods, operations, Rpc } from './methods.js';
import { Push } from './push.js';
import { fitsResult } from './result-shape.js';
import { User } from './user.js';

const user = { _id: 'u1', _username: 'ann', _createdAt: 1, _updatedAt: 2 };
const item = { _id: 'i1', _ownerUserOid: null, _ownerDeviceOid: null, _createdAt: 1, _updatedAt: 2, _permission: { public: 'r' } };
const push = { status: 'queue', numTarget: 0, numPushed: 0, numFailed: 0, createdAt: 1, pushStartedAt: null, pushFinishedAt: null };

test.each<[method: Method<string, object, object>, result: unknown]>([
  [User.get, { user }], [User.get, { user: { ...user, age: [1], _theirs: null } }], [User.list, { items: [], totalItems: 0 }], [User.list, { items: [user, user], totalItems: 2, more: true }],
  [User.verifyPassword, { user: null }], [User.verifyPassword, { user }], [User.delete, 'OK'], [User.getPropertyNames, { names: ['a'] }],
  [CollectionItem.get, { item: { ...item, _ownerUserOid: 'u1', _permission: {} } }], [Push.status, push], [Push.status, { ...push, pushStartedAt: 5 }], [Rpc.discover, { openrpc: '1.3.2', theirs: {} }],
] as [Method<string, object, object>, unknown][])('of $name %j is a result', (method, result) => {
  expect(fitsResult(method, result)).toBe(true);
});

test.each<[method: Method<string, object, object>, result: unknown]>([
  [User.get, {}], [User.get, { user: null }], [User.get, { user: [user] }], [User.get, { user: { ...user, _createdAt: '1' } }], [User.get, { user: { ...user, _createdAt: 1.5 } }],
  [User.get, { user: { ...user, _createdAt: -1 } }], [User.list, { items: [user, {}], totalItems: 2 }], [User.list, { items: {}, totalItems: 2 }], [User.list, { items: [] }],
  [User.delete, null], [User.delete, {}], [User.getPropertyNames, { names: [1] }], [User.verifyPassword, {}],
  [CollectionItem.get, { item: { ...item, _permission: { public: 'all' } } }], [CollectionItem.get, { item: { ...item, _ownerUserOid: 1 } }],
  [Push.status, { ...push, status: 1 }],
] as [Method<string, object, object>, unknown][])('of $name %j is no result', (method, result) => {
  expect(fitsResult(method, result)).toBe(false);
});

test('no field of the contract bears a name that objects inherit', () => {
  const inheriting: string[] = [];
  const visited = new Set<Constructor>();
  const visit = (shape: Constructor): void => {
    if (visited.has(shape)) return;
    visited.add(shape);
    for (const { name, of } of fieldsOf(shape)) {
      if (name in {}) inheriting.push(`${shape.name}.${name}`);
      if (of !== undefined) visit(of());
    }
  };
  for (const { params, result } of operations.values() as Iterable<Method<string, object, object>>) for (const shape of [params, result]) if (shape !== undefined) visit(shape);
  expect(inheriting).toEqual([]);
  expect(visited.size).toBeGreaterThan(methods.size);
});

test('whatever comes, it is told without an exception, and no JSON at random is a result', () => {
  const closed = [...methods.values()].filter(({ name }) => name !== 'rpc.discover') as Method<string, object, object>[];
  fc.assert(fc.property(fc.constantFrom(...closed), fc.jsonValue().filter((value) => value !== 'OK'), (method, value) => {
    expect(fitsResult(method, value)).toBe(false);
  }));
});
