import type { Value } from './ast.js';
import type { ListCount } from './list-count.js';
import { QuerySyntaxError } from './syntax-error.js';
import type { Token } from './tokens.js';
import { isText } from './value.js';

/** Hands out bind parameters by position: a scalar each, or an array. */
export class Binds {
  private used = 0;

  constructor(private readonly given: readonly unknown[]) {}

  /** @throws QuerySyntaxError when there is none left, or it is no value. */
  value(mark: Token, count: ListCount): Value {
    const index = this.used++;
    if (index >= this.given.length) throw new QuerySyntaxError(`No bind parameter for '?' at position ${mark.position}; ${given(this.given.length)}.`);
    return valueOf(this.given[index], mark, count);
  }

  /** @throws QuerySyntaxError when there is none left, or it is no array of values. */
  list(mark: Token, count: ListCount): readonly Value[] {
    const value = this.value(mark, count);
    if (!Array.isArray(value)) throw faulty(mark, 'an array');
    return value as readonly Value[];
  }

  /** @throws QuerySyntaxError when one is left over at the end of the query. */
  finish(position: number): void {
    if (this.used === this.given.length) return;
    throw new QuerySyntaxError(`Unexpected end at position ${position}; ${given(this.given.length)}, ${this.used} used.`);
  }
}

function given(count: number): string {
  return count === 1 ? '1 bind parameter is given' : `${count} bind parameters are given`;
}

function faulty({ position }: Token, wanted: string): QuerySyntaxError {
  return new QuerySyntaxError(`The bind parameter for '?' at position ${position} must be ${wanted}.`);
}

function valueOf(bound: unknown, mark: Token, count: ListCount): Value {
  if (bound === null || typeof bound === 'boolean') return bound;
  // The two zeros are equal, and kept as one they are the same.
  if (typeof bound === 'number' && Number.isFinite(bound)) return bound === 0 ? 0 : bound;
  if (typeof bound === 'string' && isText(bound)) return bound;
  if (!Array.isArray(bound)) throw faulty(mark, 'a string, a finite number, true, false, null or an array of such');
  count.add(bound.length, mark);
  return (bound as readonly unknown[]).map((element) => valueOf(element, mark, Array.isArray(element) ? count.deeper(mark) : count));
}
