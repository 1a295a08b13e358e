import type { Comparison, Membership, OrderOperator, Query, Value } from './ast.js';
import { compareValues } from './order.js';
import { typeOf, valueAt } from './value.js';

/** Whether a record matches: what every database must agree with (management-api.md, section 5). */
export function matches(query: Query, record: unknown): boolean {
  switch (query.kind) {
    case 'and': return query.operands.every((operand) => matches(operand, record));
    case 'or': return query.operands.some((operand) => matches(operand, record));
    case 'not': return !matches(query.operand, record);
    case 'comparison': return holds(query, valueAt(record, query.path));
    case 'membership': return isMember(query, valueAt(record, query.path));
  }
}

function holds({ operator, value }: Comparison, at: unknown): boolean {
  if (operator === '==') return isOrContains(at, value);
  if (operator === '!=') return !isOrContains(at, value);
  return stands(at, operator, value) || (Array.isArray(at) && at.some((element) => stands(element, operator, value)));
}

function isMember({ operator, values }: Membership, at: unknown): boolean {
  return values.some((value) => isOrContains(at, value)) === (operator === 'IN');
}

/** Whether the value stands there, or an array that contains it. */
function isOrContains(at: unknown, value: Value): boolean {
  return equals(at, value) || (Array.isArray(at) && at.some((element) => equals(element, value)));
}

function equals(at: unknown, value: Value): boolean {
  if (value === null) return at === undefined || at === null;
  if (!Array.isArray(value)) return at === value;
  return Array.isArray(at) && at.length === value.length && value.every((element, index) => equals(at[index], element as Value));
}

/** Only numbers and strings have places, each among their own. */
function stands(at: unknown, operator: OrderOperator, value: Value): boolean {
  const type = typeOf(value);
  if (typeOf(at) !== type || (type !== 'number' && type !== 'string')) return false;
  const order = compareValues(at, value);
  switch (operator) {
    case '<': return order < 0;
    case '<=': return order <= 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
  }
}
