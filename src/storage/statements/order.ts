import type { Sort } from '../store.js';

/** Where the system properties of a kind of record are kept: columns, or JSON columns for dotted paths. */
export interface SortColumns {
  readonly columns: ReadonlyMap<string, string>;
  readonly json: ReadonlyMap<string, string>;
}

/** What may stand in a property path: names joined by dots. Everything else never reaches a statement. */
export const propertyPath = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/**
 * The ORDER BY terms of a sort, in the order across types of management-api.md, section 5: missing and null, numbers,
 * strings, objects, arrays, booleans; ties in order of creation either way. A path that no property can have is
 * missing everywhere, so that all records tie.
 */
export function orderBy(sort: Sort, { columns, json }: SortColumns): string {
  const direction = sort.order === 'desc' ? 'DESC' : 'ASC';
  if (sort.property === undefined) return `seq ${direction}`;
  if (!propertyPath.test(sort.property)) return 'seq ASC';
  const column = columns.get(sort.property);
  if (column !== undefined) return `${column} ${direction}, seq ASC`;
  const [first = '', ...nested] = sort.property.split('.');
  const source = first.startsWith('_') ? json.get(first) : 'properties';
  const steps = first.startsWith('_') ? nested : [first, ...nested];
  if (source === undefined || steps.length === 0) return 'seq ASC';
  // A checked literal: a bound path would keep an expression index from ever being used.
  const path = `'$${steps.map((step) => `."${step}"`).join('')}'`;
  const type = `json_type(${source}, ${path})`;
  const rank = `CASE ${type} WHEN 'integer' THEN 1 WHEN 'real' THEN 1 WHEN 'text' THEN 2 WHEN 'object' THEN 3 WHEN 'array' THEN 4 WHEN 'true' THEN 5 WHEN 'false' THEN 5 ELSE 0 END`;
  const value = `CASE WHEN ${type} IN ('object', 'array') THEN NULL ELSE json_extract(${source}, ${path}) END`;
  return `${rank} ${direction}, ${value} ${direction}, seq ASC`;
}

/** Sorts that an index answers, so that a page costs the same however many records there are. */
export function isIndexedOrder(sort: Sort): boolean {
  return sort.property === undefined || sort.property === '_createdAt';
}
