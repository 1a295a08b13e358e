import type { BoundType, Dialect, Place } from './dialect.js';

/** Lists are bound as text in PostgreSQL's own notation: the driver would have to guess the type of an array. */
const placeholders: Readonly<Record<BoundType, string>> = {
  integer: '?::bigint',
  number: '?::float8',
  text: '?::text',
  numbers: '= ANY (?::text::float8[])',
  texts: '= ANY (?::text::text[])',
  json: '?::text::jsonb',
};

/** PostgreSQL, documents being JSONB and columns of text being in the order of bytes. */
export const postgres: Dialect = {
  placeholder: (type) => placeholders[type],
  boundList: arrayText,
  nulls: (direction) => (direction === 'ASC' ? ' NULLS FIRST' : ' NULLS LAST'),
  inside: (column, path) => {
    const value = path.length === 0 ? column : `(${[column, ...path.map((name) => `'${name}'::text`)].join(' -> ')})`;
    return {
      ...place(value),
      // The planner may ask for the elements before it knows whether there is an array.
      anyElement: (holds) => `${rankOf(value)} = ${ranks.array} AND EXISTS (SELECT 1 FROM jsonb_array_elements(CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE '[]' END) AS element (value) WHERE ${holds(element)})`,
    };
  },
};

const ranks = { nothing: 0, number: 1, string: 2, object: 3, array: 4, boolean: 5 } as const;

function rankOf(value: string): string {
  return `CASE jsonb_typeof(${value}) WHEN 'number' THEN ${ranks.number} WHEN 'string' THEN ${ranks.string} WHEN 'object' THEN ${ranks.object} WHEN 'array' THEN ${ranks.array} WHEN 'boolean' THEN ${ranks.boolean} ELSE ${ranks.nothing} END`;
}

/**
 * Three expressions stand for a JSON value, in this order: its place among the types, its number or truth, its text. The
 * document's numbers are exact decimals; as doubles they are the ones that were given.
 */
function place(value: string): Place {
  const rank = rankOf(value);
  const number = `CASE jsonb_typeof(${value}) WHEN 'number' THEN (${value})::float8 WHEN 'boolean' THEN (${value})::boolean::integer::float8 END`;
  const text = `(CASE jsonb_typeof(${value}) WHEN 'string' THEN ${value} #>> '{}' END) COLLATE "C"`;
  return {
    isNull: `${rank} = ${ranks.nothing}`,
    isTrue: `${rank} = ${ranks.boolean} AND ${number} = 1`,
    isFalse: `${rank} = ${ranks.boolean} AND ${number} = 0`,
    number: (operator, bound, bind) => `${rank} = ${ranks.number} AND ${number} ${operator} ${bind(bound, 'number')}`,
    text: (operator, bound, bind) => `${rank} = ${ranks.string} AND ${text} ${operator} ${bind(bound, 'text')}`,
    oneOfNumbers: (values, bind) => `${rank} = ${ranks.number} AND ${number} ${bind(arrayText(values), 'numbers')}`,
    oneOfTexts: (values, bind) => `${rank} = ${ranks.string} AND ${text} ${bind(arrayText(values), 'texts')}`,
    list: (values, bind) => `${rank} = ${ranks.array} AND ${value} = ${bind(JSON.stringify(values), 'json')}`,
    anyElement: undefined,
    order: [rank, number, text],
  };
}

const element: Place = place('element.value');

function arrayText(values: readonly (string | number)[]): string {
  return `{${values.map((value) => (typeof value === 'number' ? String(value) : `"${value.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}
