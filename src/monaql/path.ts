import type { Path } from './ast.js';

/**
 * A property path: the first name as properties are called, those of nested objects freer, since the naming rule holds
 * at the top level only (`_permission.u1-2` is one).
 */
export const pathPattern = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]+)*/;

const wholly = new RegExp(`^${pathPattern.source}$`);

/** The names of a dotted path; undefined for what no property can be called. */
export function readPath(text: string): Path | undefined {
  return wholly.test(text) ? text.split('.') : undefined;
}
