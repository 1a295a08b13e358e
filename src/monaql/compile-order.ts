import type { Path } from './ast.js';
import type { Dialect } from './dialect.js';
import type { FieldResolver } from './fields.js';
import { placeOf } from './places.js';

/**
 * The ORDER BY terms of a sort across types (management-api.md, section 5), without the one that decides between equal
 * values; none where the property is missing everywhere.
 */
export function compileOrder(path: Path, order: 'asc' | 'desc', resolve: FieldResolver, dialect: Dialect): readonly string[] {
  const field = resolve(path);
  const direction = order === 'desc' ? 'DESC' : 'ASC';
  const nulls = field.kind === 'text' && field.isNullable ? dialect.nulls(direction) : '';
  return placeOf(field, dialect).order.map((term) => `${term} ${direction}${nulls}`);
}
