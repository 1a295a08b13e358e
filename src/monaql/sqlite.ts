import type { Path } from './ast.js';
import type { Dialect, Place } from './dialect.js';
import { sqliteJson } from './sqlite-json.js';

/**
 * SQLite orders null < numbers < texts < blobs of itself, and compares none across these. So one expression stands for a
 * JSON value, blobs for what has no value of its own in SQL: an index on it serves equality, ranges and sorts at once.
 */
const blobs = { object: `x'01'`, array: `x'02'`, false: `x'03'`, true: `x'04'` } as const;
const keyOf = (type: string, value: string): string =>
  `CASE ${type} WHEN 'object' THEN ${blobs.object} WHEN 'array' THEN ${blobs.array} WHEN 'false' THEN ${blobs.false} WHEN 'true' THEN ${blobs.true} ELSE ${value} END`;

/** SQLite, documents being texts that sqliteJson() wrote. */
export const sqlite: Dialect = {
  placeholder: (type) => (type === 'numbers' || type === 'texts' ? 'IN (SELECT value FROM json_each(?))' : '?'),
  boundList: sqliteJson,
  nulls: () => '',
  inside: (column, path) => {
    const at = literal(path);
    const key = sqliteKey(column, path);
    return {
      ...place(key, `${column} -> ${at}`),
      anyElement: (holds) => `${key} = ${blobs.array} AND EXISTS (SELECT 1 FROM json_each(${column}, ${at}) AS element WHERE ${holds(element)})`,
    };
  },
};

/** The expression that stands for the value at a path: what an index on the property is made of. */
export function sqliteKey(column: string, path: Path): string {
  const at = literal(path);
  return keyOf(`json_type(${column}, ${at})`, `json_extract(${column}, ${at})`);
}

/** Names have been checked: none holds a quotation mark. */
function literal(path: Path): string {
  return `'$${path.map((name) => `."${name}"`).join('')}'`;
}

function place(key: string, json: string): Place {
  return {
    isNull: `${key} IS NULL`,
    isTrue: `${key} = ${blobs.true}`,
    isFalse: `${key} = ${blobs.false}`,
    // Every text follows every number, and every blob every text; null follows and precedes nothing.
    number: (operator, value, bind) => `${key} ${operator} ${bind(value, 'number')}${operator.startsWith('>') ? ` AND ${key} < ''` : ''}`,
    text: (operator, value, bind) => {
      const bound = `${key} ${operator} ${bind(value, 'text')}`;
      if (operator.startsWith('>')) return `${bound} AND ${key} < x''`;
      return operator.startsWith('<') ? `${bound} AND ${key} >= ''` : bound;
    },
    oneOfNumbers: (values, bind) => `${key} ${bind(sqliteJson(values), 'numbers')}`,
    oneOfTexts: (values, bind) => `${key} ${bind(sqliteJson(values), 'texts')}`,
    list: (value, bind) => `${key} = ${blobs.array} AND ${json} = ${bind(sqliteJson(value), 'json')}`,
    anyElement: undefined,
    order: [key],
  };
}

const element: Place = place(keyOf('element.type', 'element.atom'), 'element.value');
