import fc from 'fast-check';
import { SqliteConnection } from '../sqlite/connection.js';
import type { Properties, Sort, StoredItem } from '../store.js';
import { insertItem, itemKeysOfPage } from './items.js';
import { insertUser, userKeysOfPage } from './users.js';

const connection = new SqliteConnection(':memory:');
beforeAll(() => { connection.migrate(); });
afterAll(() => { connection.close(); });

let lastCid = 0;
/** The places of items in the order that a sort gives, counted from 0 in the order of creation. */
function sorted(items: readonly StoredItem[], sort: Sort): number[] {
  const cid = ++lastCid;
  connection.transaction(() => { items.forEach((item, index) => connection.run(insertItem(cid, index, item))); });
  return connection.all<{ seq: number }>(itemKeysOfPage(cid, { sort, limit: 1_000, offset: 0 })).map(({ seq }) => seq);
}

/** The order of management-api.md, section 5: missing and null < numbers < strings < objects < arrays < booleans. */
function rank(value: unknown): number {
  if (value === undefined || value === null) return 0;
  return Array.isArray(value) ? 4 : { number: 1, string: 2, object: 3, boolean: 5 }[typeof value as 'number' | 'string' | 'object' | 'boolean'];
}

function compareByCodePoint(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0)) as [number[], number[]];
  const differs = a.findIndex((codePoint, index) => codePoint !== b[index]);
  return differs < 0 ? a.length - b.length : (a[differs] ?? 0) - (b[differs] ?? -1);
}

function compare(left: unknown, right: unknown): number {
  if (rank(left) !== rank(right)) return rank(left) - rank(right);
  if (typeof left === 'string') return compareByCodePoint(left, right as string);
  return typeof left === 'number' || typeof left === 'boolean' ? Math.sign(Number(left) - Number(right)) : 0;
}

/** What stands at a dotted path of nested objects; no path leads into an array. */
function valueAt(record: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (rank(at) === 3 && Object.hasOwn(at as object, name) ? (at as Properties)[name] : undefined), record);
}

function expected(items: readonly StoredItem[], { property = '', order }: Sort): number[] {
  const records = items.map(({ id, ownerUserOid, createdAt, updatedAt, permission, properties }) =>
    ({ ...properties, _id: id, _ownerUserOid: ownerUserOid, _createdAt: createdAt, _updatedAt: updatedAt, _permission: permission }));
  const values = records.map((record, index) => ({ index, value: valueAt(record, property) }));
  return values.sort((left, right) => (order === 'desc' ? compare(right.value, left.value) : compare(left.value, right.value))).map(({ index }) => index);
}

/** Around the border where the order of UTF-16 units and that of code points part. */
const trickyCharacter = fc.constantFrom('\u{D7FF}', '\u{E000}', '\u{FFFD}', '\u{FFFF}', '\u{10000}', '\u{10FFFF}', ...'aAZ9é\u{301}ß "\'\\\u{1F}');
const text = fc.oneof(fc.string({ unit: trickyCharacter, maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 4 }).map((any) => any.replaceAll('\0', '')));
const extremes = [0, -0, 0.5, 1, 9, 10, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 63, 2 ** 64, 1e20, 1e21, Number.MAX_VALUE, Number.MIN_VALUE, 1e-300].flatMap((each) => [each, -each]);
const number = fc.oneof(fc.constantFrom(...extremes), fc.integer(), fc.maxSafeInteger(), fc.float({ noNaN: true, noDefaultInfinity: true }));
const scalar = fc.oneof(fc.constant(null), fc.boolean(), number, text);
const object = fc.dictionary(fc.constantFrom('b', 'c', 'B', ''), scalar, { maxKeys: 2 });
const value = fc.oneof(scalar, object, fc.array(fc.oneof(scalar, object), { maxLength: 3 }), fc.record({ b: fc.oneof(object, fc.array(scalar)) }));

const item = (properties: Properties, index = 0): StoredItem =>
  ({ id: `i${index}`, ownerUserOid: null, ownerDeviceOid: null, createdAt: 0, updatedAt: 0, permission: { public: '' }, properties });
const anyItems = fc.array(fc.record({ a: value, z: fc.constant(1) }, { requiredKeys: [] }), { maxLength: 40 }).map((documents) => documents.map(item));

describe.each<Sort['order']>(['asc', 'desc'])('a sort %s', (order) => {
  test.each(['a', 'a.b', 'a.b.c', 'z'])('by the own property %s agrees with the order across types, ties in order of creation', (property) => {
    fc.assert(fc.property(anyItems, (items) => {
      expect(sorted(items, { property, order })).toEqual(expected(items, { property, order }));
    }), { numRuns: 150 });
  });

  test.each(['_id', '_ownerUserOid', '_createdAt', '_updatedAt', '_permission', '_permission.public', '_permission.u1'])('by the system property %s does so too', (property) => {
    const permission = fc.record({ public: fc.constantFrom('', 'r', 'w', 'rw'), u1: fc.constantFrom('', 'r') }, { requiredKeys: ['public'] });
    const few = fc.integer({ min: 0, max: 3 });
    const items = fc.uniqueArray(fc.record({
      id: fc.uuid(), ownerUserOid: fc.constantFrom(null, 'u1', 'u10', 'u9'), ownerDeviceOid: fc.constant(null),
      createdAt: few, updatedAt: few, permission, properties: fc.constant({}),
    }), { maxLength: 20, selector: ({ id }) => id });
    fc.assert(fc.property(items, (some) => { expect(sorted(some, { property, order })).toEqual(expected(some, { property, order })); }));
  });

  test.each(['_nobody', '_nobody.knows', '_id.a', '_properties', 'a..b', '.a', 'a.', '1a', 'a-b'])('by %s, which no property can be called, leaves the order of creation', (property) => {
    expect(sorted([3, 1, 2].map((a, index) => item({ a }, index)), { property, order })).toEqual([0, 1, 2]);
  });
});

test('without a property the order is that of creation, or the latest first', () => {
  const items = [3, 1, 2].map((a, index) => item({ a }, index));
  expect([sorted(items, { property: undefined, order: 'asc' }), sorted(items, { property: undefined, order: 'desc' })]).toEqual([[0, 1, 2], [2, 1, 0]]);
});

test('every kind of value stands where the specification says, and all of it turns round in a descending sort', () => {
  const ascending = [null, -1e21, -1, -0.5, 0, 0.5, 10, 2 ** 53, '', '10', '9', 'A', 'a', 'é', '\u{FFFF}', '\u{10000}', {}, [], false, true];
  const items = ascending.map((a, index) => item({ a }, index));
  const places = items.map((_, index) => index);
  expect(sorted(items.toReversed(), { property: 'a', order: 'asc' })).toEqual(places.toReversed());
  expect(sorted(items, { property: 'a', order: 'desc' })).toEqual(places.toReversed());
});

test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('an own property may be called %s', (property) => {
  expect(sorted([2, 1].map((each, index) => item({ [property]: each }, index)), { property, order: 'asc' })).toEqual([1, 0]);
});

test.each(['__proto__', '__proto__.a', '__defineGetter__', '__lookupGetter__.x'])('by %s, which no property is, the order of creation is left', (property) => {
  expect(sorted([2, 1].map((a, index) => item({ a }, index)), { property, order: 'asc' })).toEqual([0, 1]);
});

describe('nothing that a sort property may contain breaks out of its statement', () => {
  const trickyPath = fc.string({ unit: fc.constantFrom(...'a_."\'`\\()[]$#-*0 ;,?%\0\n\u{1F600}', '\ud800') });
  const attempts = fc.constantFrom(
    `a"') ; DROP TABLE items; --`, `a' || (SELECT sha256 FROM keys) || '`, '$.a', 'a."b"', 'seq DESC --', 'a\nDESC', '_id, seq', 'created_at', 'a'.repeat(1_000), 'a.'.repeat(499) + 'a',
  );

  test('of items', () => {
    const items = [2, 1, 3].map((a, index) => item({ a }, index));
    fc.assert(fc.property(fc.oneof(trickyPath, attempts), fc.constantFrom<Sort['order']>('asc', 'desc'), (property, order) => {
      expect(sorted(items, { property, order }).sort()).toEqual([0, 1, 2]);
    }), { numRuns: 500 });
  });

  test('of users, with a filter or without', () => {
    ['ann', 'bob'].forEach((username) => connection.run(insertUser({ id: `u-${username}`, username, createdAt: 0, updatedAt: 0, properties: {} }, 'hash')));
    fc.assert(fc.property(fc.oneof(trickyPath, attempts), fc.constantFrom(undefined, 'u-'), (property, nameFilter) => {
      const found = connection.all<{ seq: number }>(userKeysOfPage({ sort: { property, order: 'asc' }, limit: 10, offset: 0, nameFilter }));
      expect(found.map(({ seq }) => seq).sort()).toEqual([1, 2]);
    }), { numRuns: 500 });
  });
});
