import { parseQuery } from '../../monaql/parse.js';
import { QueryParams } from './query.js';

const queries = new QueryParams('query', 'bindParams');

test('a query that was checked is not parsed again, for these parameters and no others', () => {
  const params = { query: 'age > ?', bindParams: [20] };
  expect(queries.fault(params.query, params, {})).toBeUndefined();
  const found = queries.of(params);
  expect(found).toEqual(parseQuery('age > ?', [20]));
  expect(queries.of(params)).toBe(found);
  const others = { query: 'age > ?', bindParams: [21] };
  expect(queries.of(others)).toEqual(parseQuery('age > ?', [21]));
});

test('a query that was not checked is parsed, and what is wrong with it told on its parameter', () => {
  expect(queries.of({})).toBeUndefined();
  expect(() => queries.of({ query: 'age >' })).toThrow(expect.objectContaining({ code: -32602, data: { query: 'Unexpected end at position 5.' } }));
});

test('a query that is wrong is not kept, and of one whose bind parameters are wrong nothing is said', () => {
  const params = { query: 'age > ? ?', bindParams: [1] };
  expect(queries.fault(params.query, params, {})).toMatch(/^Unexpected '\?' at position 8/);
  expect(queries.fault(params.query, params, { bindParams: 'Must be an array.' })).toBeUndefined();
  expect(() => queries.of(params)).toThrow(expect.objectContaining({ code: -32602 }));
});
