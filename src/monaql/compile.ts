import type { Comparison, Membership, Query, Value } from './ast.js';
import type { Bind, BoundValue, Dialect, Place } from './dialect.js';
import type { FieldResolver } from './fields.js';
import { placeOf } from './places.js';

/** A condition of SQL: true exactly for the records that match; for others false or NULL. */
export interface CompiledQuery {
  readonly text: string;
  /** One for each question mark of the text. */
  readonly values: readonly BoundValue[];
}

/**
 * Turns a query into a condition. Values are always bound.
 *
 * Most of what SQL says of a missing value is NULL, which NOT would leave NULL. So only one thing ever negates:
 * `IS NOT TRUE`, which is true or false of everything, and makes `!`, `!=` and `NIN` exact opposites. What is not
 * negated stays as it is, because a database looks through nothing else to an index.
 */
export function compileQuery(query: Query, resolve: FieldResolver, dialect: Dialect): CompiledQuery {
  const values: BoundValue[] = [];
  const bind: Bind = (value, type) => {
    values.push(value);
    return dialect.placeholder(type);
  };
  const place = (of: Comparison | Membership): Place => placeOf(resolve(of.path), dialect);

  const compile = (each: Query): string => {
    switch (each.kind) {
      case 'and': return junction(each.operands, 'AND');
      case 'or': return junction(each.operands, 'OR');
      case 'not': return `${compile(each.operand)} IS NOT TRUE`;
      case 'comparison': return comparison(each, place(each), bind);
      case 'membership': {
        const text = anywhere(place(each), (at) => isOneOf(at, each.values, bind));
        return each.operator === 'IN' ? text : `${text} IS NOT TRUE`;
      }
    }
  };
  const junction = (operands: readonly Query[], word: string): string => `(${deepestFirst(operands).map(compile).join(` ${word} `)})`;
  return { text: compile(query), values };
}

/**
 * SQLite's parser holds a hundred symbols: three for each level of `(a AND (b OR (…`, one for each of `(((…) OR b) AND a`.
 * The order is of no consequence otherwise.
 */
function deepestFirst(operands: readonly Query[]): readonly Query[] {
  return operands.map((operand) => ({ operand, depth: depthOf(operand) })).sort((left, right) => right.depth - left.depth).map(({ operand }) => operand);
}

function depthOf(query: Query): number {
  if (query.kind === 'not') return depthOf(query.operand);
  return query.kind === 'and' || query.kind === 'or' ? 1 + Math.max(...query.operands.map(depthOf)) : 0;
}

function comparison({ operator, value }: Comparison, place: Place, bind: Bind): string {
  if (operator === '==') return anywhere(place, (at) => equals(at, value, bind));
  if (operator === '!=') return `${anywhere(place, (at) => equals(at, value, bind))} IS NOT TRUE`;
  return anywhere(place, (at) => {
    if (typeof value === 'number') return at.number(operator, value, bind);
    return typeof value === 'string' ? at.text(operator, value, bind) : 'FALSE';
  });
}

/** It holds of the value itself, or of an element of an array. */
function anywhere(place: Place, holds: (at: Place) => string): string {
  const itself = holds(place);
  return place.anyElement === undefined || itself === 'FALSE' ? `(${itself})` : `(${itself} OR ${place.anyElement(holds)})`;
}

function equals(at: Place, value: Value, bind: Bind): string {
  switch (typeof value) {
    case 'number': return at.number('=', value, bind);
    case 'string': return at.text('=', value, bind);
    case 'boolean': return value ? at.isTrue : at.isFalse;
    default: return value === null ? at.isNull : at.list(value, bind);
  }
}

function isOneOf(at: Place, values: readonly Value[], bind: Bind): string {
  const numbers = values.filter((value) => typeof value === 'number');
  const texts = values.filter((value) => typeof value === 'string');
  const others = values.filter((value) => typeof value !== 'number' && typeof value !== 'string');
  const conditions = [
    ...(numbers.length > 0 ? [at.oneOfNumbers(numbers, bind)] : []),
    ...(texts.length > 0 ? [at.oneOfTexts(texts, bind)] : []),
    ...distinct(others).map((value) => equals(at, value, bind)),
  ];
  return conditions.length === 0 ? 'FALSE' : conditions.join(' OR ');
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
