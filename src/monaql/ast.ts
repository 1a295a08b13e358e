/** A query of MonaQL (management-api.md, section 5), its bind parameters put in. */

export type Scalar = string | number | boolean | null;

export type Value = Scalar | readonly Value[];

/** The names of a dotted property path, the outermost first. */
export type Path = readonly string[];

/** What places a value before or after another. */
export type OrderOperator = '<' | '<=' | '>' | '>=';

export interface Comparison {
  readonly kind: 'comparison';
  readonly path: Path;
  readonly operator: '==' | '!=' | OrderOperator;
  readonly value: Value;
}

export interface Membership {
  readonly kind: 'membership';
  readonly path: Path;
  readonly operator: 'IN' | 'NIN';
  readonly values: readonly Value[];
}

/** Two operands or more, in the order they were written. */
export interface Junction {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Query[];
}

/** Never the negation of a negation. */
export interface Negation {
  readonly kind: 'not';
  readonly operand: Comparison | Membership | Junction;
}

export type Query = Comparison | Membership | Junction | Negation;

/** The exact opposite: negated twice, a query is itself again. */
export function negation(query: Query): Query {
  return query.kind === 'not' ? query.operand : { kind: 'not', operand: query };
}
