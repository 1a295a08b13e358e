import type { Path } from './ast.js';

export type JsonType = 'missing' | 'null' | 'number' | 'string' | 'object' | 'array' | 'boolean';

export function typeOf(value: unknown): JsonType {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'number' | 'string' | 'object' | 'boolean';
}

/** Whether every database can hold the text: well-formed UTF-16 without U+0000. */
export function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** What stands at a path of nested objects; undefined where nothing does. No path leads into an array. */
export function valueAt(record: unknown, path: Path): unknown {
  let value = record;
  for (const name of path) {
    if (typeOf(value) !== 'object' || !Object.hasOwn(value as object, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
