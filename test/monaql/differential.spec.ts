import fc from 'fast-check';
import type { Query } from '../../src/monaql/ast.js';
import { compileOrder } from '../../src/monaql/compile-order.js';
import { compileQuery } from '../../src/monaql/compile.js';
import { matches } from '../../src/monaql/match.js';
import { compareValues } from '../../src/monaql/order.js';
import { parseQuery } from '../../src/monaql/parse.js';
import { printQuery } from '../../src/monaql/print.js';
import { valueAt } from '../../src/monaql/value.js';
import { paths, queries, records, type AnyRecord } from './arbitraries.js';
import { outside, postgresRecords, sqliteRecords, type Records } from './databases.js';

interface Sort {
  readonly path: readonly string[];
  readonly order: 'asc' | 'desc';
}

const sorts = fc.record({ path: paths.map((path) => path.split('.')), order: fc.constantFrom<Sort['order']>('asc', 'desc') });

/** The places of the matching records in order, as the evaluator in memory has them. */
function expected(held: readonly AnyRecord[], query: Query, { path, order }: Sort): number[] {
  const matching = held.map((record, place) => ({ place, record: outside(record, place) })).filter(({ record }) => matches(query, record));
  const turn = order === 'desc' ? -1 : 1;
  return matching.sort((left, right) => turn * compareValues(valueAt(left.record, path), valueAt(right.record, path)) || left.place - right.place).map(({ place }) => place);
}

describe.each([['SQLite', sqliteRecords, 60], ['PostgreSQL', postgresRecords, 25]] as const)('%s', (_name, create, batches) => {
  let database: Records;
  const found = async (query: Query, { path, order }: Sort): Promise<number[]> => {
    const { text, values } = compileQuery(query, database.resolve, database.dialect);
    return database.places(text, values, compileOrder(path, order, database.resolve, database.dialect));
  };
  beforeAll(async () => { database = await create(); });
  afterAll(() => database.end());

  test('finds the same records in the same order as the evaluator in memory', async () => {
    const batch = fc.tuple(fc.array(records, { minLength: 20, maxLength: 40, size: 'max' }), fc.array(fc.tuple(queries, sorts), { minLength: 60, maxLength: 60, size: 'max' }));
    await fc.assert(fc.asyncProperty(batch, async ([held, asked]) => {
      await database.hold(held);
      for (const [query, sort] of asked) {
        const places = await found(query, sort);
        const wanted = expected(held, query, sort);
        if (JSON.stringify(places) !== JSON.stringify(wanted)) throw new Error(`${printQuery(query)} sorted by ${sort.path.join('.')} ${sort.order}: found ${JSON.stringify(places)}, not ${JSON.stringify(wanted)}`);
      }
    }), { numRuns: batches, endOnFailure: false });
  });

  test('doubles that differ in their last bit only are told apart, and ordered', async () => {
    const random = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 300);
    const bits = (number: number): bigint => new BigInt64Array(new Float64Array([number]).buffer)[0]!;
    const double = (of: bigint): number => new Float64Array(new BigInt64Array([of]).buffer)[0]!;
    const numbers = [...random, ...fc.sample(fc.nat(1_000_000), 200).map((cents) => cents / 100)].filter((number) => Number.isFinite(double(bits(number) + 1n)));
    await database.hold(numbers.flatMap((a) => [a, double(bits(a) + 1n)]).map((a) => ({ properties: { a }, createdAt: 0, ownerUserOid: null, permission: {} })));
    const held = numbers.flatMap((a) => [a, double(bits(a) + 1n)]);
    for (const number of numbers.slice(0, 200)) {
      const found = await database.places(...conditionOf('a == ?', [number]), []);
      expect(found.map((place) => held[place])).toEqual(held.filter((each) => each === number));
    }
    const everything = await database.places('TRUE', [], compileOrder(['a'], 'asc', database.resolve, database.dialect));
    expect(everything.map((place) => held[place])).toEqual([...held].sort((left, right) => left - right));
  });

  const conditionOf = (text: string, binds: unknown[] = []): [string, readonly (string | number)[]] => {
    const compiled = compileQuery(parseQuery(text, binds)!, database.resolve, database.dialect);
    return [compiled.text, compiled.values];
  };

  test.each([
    ['32 parentheses, each negated', `${'!(a == 1 && '.repeat(32)}a == 2${')'.repeat(32)}`],
    ['32 parentheses at the end, by turns && and ||', `${'(a == 1 && (a == 2 || '.repeat(16)}a == 3${')'.repeat(32)}`],
    ['32 parentheses twice', `${'!(a == 1 || '.repeat(32)}a == 2${')'.repeat(32)} && ${'!(a == 1 && '.repeat(32)}a == 2${')'.repeat(32)}`],
    ['200 comparisons', Array.from({ length: 200 }, (_, index) => `a.b${index % 3} == ${index % 10}`).join('||')],
    ['a path of 100 names', `a${'.a'.repeat(99)} == 1`],
    ['1 000 values in a list', `a IN [${Array.from({ length: 1_000 }, (_, index) => index % 10).join(',')}]`],
    ['100 lists within each other', `a == ${'['.repeat(100)}${']'.repeat(100)}`],
  ])('a query at its limit is answered: %s', async (_what, text) => {
    await database.hold([{ properties: { a: 2 }, createdAt: 0, ownerUserOid: null, permission: {} }]);
    const query = parseQuery(text)!;
    expect(await database.places(...conditionOf(text), [])).toEqual(matches(query, { a: 2 }) ? [0] : []);
  });
});
