import type { Path } from './ast.js';
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
    const value = valueAt(column, path);
    return {
      ...place(value),
      // The planner may ask for the elements before it knows whether there is an array.
      anyElement: (holds) => `${rankOf(value)} = ${ranks.array} AND EXISTS (SELECT 1 FROM jsonb_array_elements(CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE '[]' END) AS element (value) WHERE ${holds(element)})`,
    };
  },
};

/** The expressions that an index on the property at a path is made of: a condition or an order names them first. */
export function postgresKey(column: string, path: Path): readonly string[] {
  const { rank, number, prefix } = keyOf(valueAt(column, path));
  return [rank, number, prefix];
}

function valueAt(column: string, path: Path): string {
  return path.length === 0 ? column : `(${[column, ...path.map((name) => `'${name}'::text`)].join(' -> ')})`;
}

const ranks = { nothing: 0, number: 1, string: 2, object: 3, array: 4, boolean: 5 } as const;

function rankOf(value: string): string {
  return `CASE jsonb_typeof(${value}) WHEN 'number' THEN ${ranks.number} WHEN 'string' THEN ${ranks.string} WHEN 'object' THEN ${ranks.object} WHEN 'array' THEN ${ranks.array} WHEN 'boolean' THEN ${ranks.boolean} ELSE ${ranks.nothing} END`;
}

/**
 * How much of a text stands in an index, in characters: a row of one holds 2 704 bytes, and a longer text would be refused
 * when its record is written.
 */
const prefixLength = 100;

/**
 * Expressions that stand for a JSON value, in this order: its place among the types, its number or truth, the beginning of
 * its text, its text. The document's numbers are exact decimals; as doubles they are the ones that were given. The first
 * three are what an index on the property is made of, so a condition names each of them, even where one follows from the
 * others: the planner draws no conclusions.
 */
function keyOf(value: string): { readonly rank: string; readonly number: string; readonly prefix: string; readonly text: string } {
  const text = `CASE jsonb_typeof(${value}) WHEN 'string' THEN ${value} #>> '{}' END`;
  return {
    rank: rankOf(value),
    number: `CASE jsonb_typeof(${value}) WHEN 'number' THEN (${value})::float8 WHEN 'boolean' THEN (${value})::boolean::integer::float8 END`,
    prefix: `left(${text}, ${prefixLength}) COLLATE "C"`,
    text: `(${text}) COLLATE "C"`,
  };
}

function place(value: string): Place {
  const { rank, number, prefix, text } = keyOf(value);
  const isText = `${rank} = ${ranks.string} AND ${number} IS NULL`;
  return {
    isNull: `${rank} = ${ranks.nothing}`,
    isTrue: `${rank} = ${ranks.boolean} AND ${number} = 1`,
    isFalse: `${rank} = ${ranks.boolean} AND ${number} = 0`,
    number: (operator, bound, bind) => `${rank} = ${ranks.number} AND ${number} ${operator} ${bind(bound, 'number')}`,
    text: (operator, bound, bind) => {
      // A text compares with one that is shorter than the beginning as its beginning does.
      if (isShort(bound)) return `${isText} AND ${prefix} ${operator} ${bind(bound, 'text')}`;
      const beginning = operator === '=' ? '=' : operator.startsWith('<') ? '<=' : '>=';
      return `${isText} AND ${prefix} ${beginning} ${bind(beginningOf(bound), 'text')} AND ${text} ${operator} ${bind(bound, 'text')}`;
    },
    oneOfNumbers: (values, bind) => `${rank} = ${ranks.number} AND ${number} ${bind(arrayText(values), 'numbers')}`,
    oneOfTexts: (values, bind) => {
      const beginnings = `${isText} AND ${prefix} ${bind(arrayText(values.map(beginningOf)), 'texts')}`;
      return values.every(isShort) ? beginnings : `${beginnings} AND ${text} ${bind(arrayText(values), 'texts')}`;
    },
    list: (values, bind) => `${rank} = ${ranks.array} AND ${value} = ${bind(JSON.stringify(values), 'json')}`,
    anyElement: undefined,
    order: [rank, number, prefix, text],
  };
}

function isShort(text: string): boolean {
  return text.length < prefixLength;
}

function beginningOf(text: string): string {
  return isShort(text) ? text : Array.from(text).slice(0, prefixLength).join('');
}

const element: Place = place('element.value');

function arrayText(values: readonly (string | number)[]): string {
  return `{${values.map((value) => (typeof value === 'number' ? String(value) : `"${value.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}
