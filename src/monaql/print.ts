import type { Query, Value } from './ast.js';

/** The text of a query, all values written out: parsed, it is the same query again. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'or': return query.operands.map((operand) => (operand.kind === 'or' ? enclosed(operand) : printQuery(operand))).join(' || ');
    case 'and': return query.operands.map((operand) => (operand.kind === 'or' || operand.kind === 'and' ? enclosed(operand) : printQuery(operand))).join(' && ');
    case 'not': return `!${enclosed(query.operand)}`;
    case 'comparison': return `${query.path.join('.')} ${query.operator} ${printValue(query.value)}`;
    case 'membership': return `${query.path.join('.')} ${query.operator} ${printValue(query.values)}`;
  }
}

function enclosed(query: Query): string {
  return `(${printQuery(query)})`;
}

function printValue(value: Value): string {
  return JSON.stringify(value);
}
