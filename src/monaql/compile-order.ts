import type { Path } from './ast.js';
import type { Dialect } from './dialect.js';
import type { FieldResolver } from './fields.js';
import { placeOf } from './places.js';

/** The expressions by which a sort orders, the first one first: what an index on the property is made of. */
export function orderTerms(path: Path, resolve: FieldResolver, dialect: Dialect): readonly string[] {
  return placeOf(resolve(path), dialect).order;
}

/**
 * The ORDER BY terms of a sort across types (management-api.md, section 5), without the one that decides between equal
 * values; none where the property is missing everywhere.
 */
export function compileOrder(path: Path, order: 'asc' | 'desc', resolve: FieldResolver, dialect: Dialect): readonly string[] {
  const field = resolve(path);
  const direction = order === 'desc' ? 'DESC' : 'ASC';
  // Within one type none of the terms of JSON is NULL, or all of them are.
  const nulls = field.kind === 'json' ? '' : dialect.nulls(direction);
  return placeOf(field, dialect).order.map((term) => `${term} ${direction}${nulls}`);
}
