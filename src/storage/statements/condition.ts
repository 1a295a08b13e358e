import type { Query } from './query.js';

/** The conditions of a WHERE, all of which must hold; those that are undefined are none. */
export function allOf(conditions: readonly (Query | undefined)[]): Query {
  const given = conditions.filter((each) => each !== undefined);
  return { text: given.length === 0 ? 'TRUE' : given.map(({ text }) => text).join(' AND '), values: given.flatMap(({ values }) => values) };
}
