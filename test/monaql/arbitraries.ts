import fc from 'fast-check';
import { negation, type OrderOperator, type Query, type Value } from '../../src/monaql/ast.js';

/** Around the border where the order of UTF-16 units and that of code points part. */
const character = fc.constantFrom('\u{1}', '\u{D7FF}', '\u{E000}', '\u{FFFF}', '\u{10000}', '\u{10FFFF}', ...'aAZ9é\u{301}ß "\'\\%_{},?$', 'null', 'true');
const shortTexts = fc.oneof(
  fc.constantFrom('', 'a', 'b', '10', '9', '\u{FFFF}', '\u{10000}', '{', '[1]', 'null'),
  fc.string({ unit: character, maxLength: 3 }),
  fc.string({ unit: 'binary', maxLength: 4 }).map((any) => any.replaceAll('\0', '')),
);

/** PostgreSQL keeps the first hundred characters of a text in an index. */
const longTexts = fc.tuple(fc.constantFrom('x', '\u{10000}'), fc.integer({ min: 97, max: 101 }), shortTexts).map(([unit, count, end]) => `${unit.repeat(count)}${end}`);
const texts = fc.oneof({ weight: 5, arbitrary: shortTexts }, { weight: 1, arbitrary: longTexts });

const extremes = [0, 0.1, 0.5, 1, 9, 10, 1e15, 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, 2 ** 60, 2 ** 63, 2 ** 64, 1e20, 1e21, 1e300, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** -1022, 1e-300, 0.1 + 0.2];
/** A neighbour of a double, which differs from it in nothing but its last bit. */
const neighbour = (number: number): number => {
  const bits = new BigInt64Array(new Float64Array([number]).buffer);
  bits[0]!++;
  const next = new Float64Array(bits.buffer)[0]!;
  return Number.isFinite(next) ? next : number;
};
const numbers = fc.oneof(
  fc.constantFrom(...extremes.flatMap((each) => [each, -each])),
  fc.constantFrom(...extremes.map(neighbour)),
  fc.integer({ min: -3, max: 12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const scalars = fc.oneof(fc.constant(null), fc.boolean(), numbers, texts);

/** What a property of a record may be. */
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalars,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('b', 'c', '0', 'b-1', '', 'ü'), tie('json'), { maxKeys: 3 }),
  ),
}));

const ownProperties = fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), json, { maxKeys: 3 });

export interface AnyRecord {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly ownerUserOid: string | null;
  readonly permission: Readonly<Record<string, string>>;
}

/** As they are after a journey as JSON, which leaves nothing of a negative zero. */
export const records: fc.Arbitrary<AnyRecord> = fc.record({
  properties: ownProperties,
  createdAt: fc.nat(3),
  ownerUserOid: fc.constantFrom(null, 'u1', 'u10', 'u9'),
  permission: fc.record({ public: fc.constantFrom('', 'r', 'rw'), 'u1-x': fc.constantFrom('', 'w') }, { requiredKeys: ['public'] }),
}).map((record) => JSON.parse(JSON.stringify(record)) as AnyRecord);

export const paths = fc.constantFrom(
  'a', 'a', 'a', 'b', 'a.b', 'a.b', 'a.b.c', 'a.0', 'a.b-1', 'constructor', 'toString', 'c', '_createdAt', '_ownerUserOid', '_id', '_permission', '_permission.public', '_permission.u1-x', '_id.a', '_nobody', '_nobody.knows',
);
const path = paths.map((text) => text.split('.'));

const values: fc.Arbitrary<Value> = fc.oneof({ weight: 4, arbitrary: scalars.map(zeroOf) }, { weight: 1, arbitrary: fc.array(fc.oneof(scalars.map(zeroOf), fc.array(scalars.map(zeroOf), { maxLength: 2 })), { maxLength: 3 }) });

function zeroOf<T>(value: T): T {
  return (value === 0 ? 0 : value) as T;
}

const comparisons: fc.Arbitrary<Query> = fc.record({
  kind: fc.constant('comparison' as const), path, operator: fc.constantFrom<'==' | '!=' | OrderOperator>('==', '!=', '<', '<=', '>', '>='), value: values,
});
const memberships: fc.Arbitrary<Query> = fc.record({
  kind: fc.constant('membership' as const), path, operator: fc.constantFrom('IN' as const, 'NIN' as const), values: fc.array(values, { maxLength: 4 }),
});

export const { queries } = fc.letrec<{ queries: Query }>((tie) => ({
  queries: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    comparisons,
    memberships,
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), operands: fc.array(tie('queries'), { minLength: 2, maxLength: 4 }) }),
    tie('queries').map(negation),
  ),
}));
