import type { Sort } from '../../store.js';
import { propertyPath, type SortColumns } from '../order.js';

/** The ORDER BY terms of a sort on PostgreSQL; what they mean is said at those for SQLite. */
export function orderBy(sort: Sort, { columns, json }: SortColumns): string {
  const direction = sort.order === 'desc' ? 'DESC' : 'ASC';
  if (sort.property === undefined) return `seq ${direction}`;
  if (!propertyPath.test(sort.property)) return 'seq ASC';
  const column = columns.get(sort.property);
  // In SQLite NULL is less than everything; here it has to be said.
  if (column !== undefined) return `${column} ${direction} NULLS ${direction === 'ASC' ? 'FIRST' : 'LAST'}, seq ASC`;
  const [first = '', ...nested] = sort.property.split('.');
  const source = first.startsWith('_') ? json.get(first) : 'document';
  const steps = first.startsWith('_') ? nested : [first, ...nested];
  if (source === undefined || steps.length === 0) return 'seq ASC';
  const value = `(${source}${steps.map((step) => ` -> '${step}'`).join('')})`;
  const type = `jsonb_typeof(${value})`;
  const rank = `CASE ${type} WHEN 'number' THEN 1 WHEN 'string' THEN 2 WHEN 'object' THEN 3 WHEN 'array' THEN 4 WHEN 'boolean' THEN 5 ELSE 0 END`;
  const number = `CASE ${type} WHEN 'number' THEN ${value}::float8 WHEN 'boolean' THEN ${value}::boolean::int END`;
  const text = `CASE ${type} WHEN 'string' THEN ${value} #>> '{}' END COLLATE "C"`;
  return `${rank} ${direction}, ${number} ${direction}, ${text} ${direction}, seq ASC`;
}
