import type { OrderOperator, Path, Value } from './ast.js';

export type BoundValue = string | number;

export type BoundType = 'integer' | 'number' | 'text' | 'numbers' | 'texts' | 'json';

/** Binds a value and returns what stands for it in the text: for a list, the predicate of being one of it. */
export type Bind = (value: BoundValue, type: BoundType) => string;

/**
 * What can be asked of the value at one place, as SQL. Each expression is true exactly where the answer is yes; where
 * it is no, it may be false or NULL. Only `IS NOT TRUE` negates such.
 */
export interface Place {
  /** Null, or missing. */
  readonly isNull: string;
  readonly isTrue: string;
  readonly isFalse: string;
  number(operator: '=' | OrderOperator, value: number, bind: Bind): string;
  text(operator: '=' | OrderOperator, value: string, bind: Bind): string;
  oneOfNumbers(values: readonly number[], bind: Bind): string;
  oneOfTexts(values: readonly string[], bind: Bind): string;
  /** It is this very array. */
  list(value: readonly Value[], bind: Bind): string;
  /** It is an array with an element of which `holds` is true; undefined where there are no arrays. */
  readonly anyElement: ((holds: (element: Place) => string) => string) | undefined;
  /** Terms whose ascending order is that of the specification across types. */
  readonly order: readonly string[];
}

/** Of a value that no record has. */
export const nowhere: Place = {
  isNull: 'TRUE', isTrue: 'FALSE', isFalse: 'FALSE', number: () => 'FALSE', text: () => 'FALSE', oneOfNumbers: () => 'FALSE', oneOfTexts: () => 'FALSE',
  list: () => 'FALSE', anyElement: undefined, order: [],
};

/** What differs between databases. */
export interface Dialect {
  /** What stands for a bound value: for a list, the predicate of being one of it. */
  placeholder(type: BoundType): string;
  /** Lists are bound as one value, so that their length does not change the text. */
  boundList(values: readonly (string | number)[]): string;
  /** Behind a column in an order: null stands before everything. */
  nulls(direction: 'ASC' | 'DESC'): string;
  /** A place inside a column of JSON; the names of the path have been checked. */
  inside(column: string, path: Path): Place;
}
