import type { Path } from './ast.js';

/** Where a database keeps the property at a path. */
export type Field =
  | { readonly kind: 'text'; readonly column: string; readonly isNullable: boolean }
  | { readonly kind: 'integer'; readonly column: string }
  /** Inside a column of JSON; an empty path is the whole of it. */
  | { readonly kind: 'json'; readonly column: string; readonly path: Path }
  /** No record has such a property. */
  | { readonly kind: 'missing' };

/** What a table says of property paths; columns are its own words and stand in statements as they are. */
export type FieldResolver = (path: Path) => Field;

/** The only names that reach a statement, as quoted literals: a bound path would keep an index from being used. */
const name = /^[A-Za-z0-9_-]+$/;

/** @throws Error for a name that must never have come this far. */
export function checkedNames(path: Path): Path {
  const odd = path.find((each) => !name.test(each));
  if (odd !== undefined) throw new Error(`${JSON.stringify(odd)} is no name of a property path`);
  return path;
}
