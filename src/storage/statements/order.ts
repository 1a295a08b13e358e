import { compileOrder } from '../../monaql/compile-order.js';
import type { Dialect } from '../../monaql/dialect.js';
import type { FieldResolver } from '../../monaql/fields.js';
import { readPath } from '../../monaql/path.js';
import type { Sort } from '../store.js';

/**
 * The ORDER BY terms of a sort: across types as management-api.md, section 5, has it, ties in order of creation either
 * way. A path that no property can have is missing everywhere, so that all records tie.
 */
export function orderBy({ property, order }: Sort, resolve: FieldResolver, dialect: Dialect): string {
  if (property === undefined) return `seq ${order === 'desc' ? 'DESC' : 'ASC'}`;
  const path = readPath(property);
  return [...(path === undefined ? [] : compileOrder(path, order, resolve, dialect)), 'seq ASC'].join(', ');
}

/** Sorts that an index answers, so that a page costs the same however many records there are. */
export function isIndexedOrder(sort: Sort): boolean {
  return sort.property === undefined || sort.property === '_createdAt';
}
