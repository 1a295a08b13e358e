import { negation, type Comparison, type Junction, type Membership, type Path, type Query, type Value } from './ast.js';
import { Binds } from './binds.js';
import { queryLimits } from './limits.js';
import { ListCount } from './list-count.js';
import { QuerySyntaxError, tooMany, unexpected } from './syntax-error.js';
import { Tokens, type Token } from './tokens.js';
import { isText } from './value.js';

/**
 * Reads a query and puts its bind parameters in. A blank one matches all and is undefined.
 *
 * @throws QuerySyntaxError
 */
export function parseQuery(text: string, bindParams: readonly unknown[] = []): Query | undefined {
  if (codePoints(text) > queryLimits.characters) throw new QuerySyntaxError(`Must be at most ${queryLimits.characters} characters.`);
  return new Parser(text, new Binds(bindParams)).parse();
}

function codePoints(text: string): number {
  return text.length <= queryLimits.characters ? text.length : Array.from(text).length;
}

const comparators: ReadonlyMap<string, Comparison['operator']> = new Map([['=', '=='], ['==', '=='], ['!=', '!='], ['<', '<'], ['<=', '<='], ['>', '>'], ['>=', '>=']]);
const memberships: ReadonlyMap<string, Membership['operator']> = new Map([['IN', 'IN'], ['NIN', 'NIN']]);
const constants: ReadonlyMap<string, Value> = new Map([['null', null], ['true', true], ['false', false]]);

/** Recursive descent; what recurses is bounded by the limits on parentheses and on nested lists. */
class Parser {
  private readonly tokens: Tokens;
  private comparisons = 0;
  private openParentheses = 0;

  constructor(text: string, private readonly binds: Binds) {
    this.tokens = new Tokens(text);
  }

  parse(): Query | undefined {
    const query = this.tokens.next.kind === 'end' ? undefined : this.either();
    const { next } = this.tokens;
    if (next.kind !== 'end') throw unexpected(next, '&& or ||');
    this.binds.finish(next.position);
    return query;
  }

  private either(): Query {
    return this.junction('or', '||', () => this.both());
  }

  private both(): Query {
    return this.junction('and', '&&', () => this.unary());
  }

  private junction(kind: Junction['kind'], sign: string, operand: () => Query): Query {
    const first = operand();
    const operands = [first];
    while (this.takes(sign) !== undefined) operands.push(operand());
    return operands.length === 1 ? first : { kind, operands };
  }

  private unary(): Query {
    let isNegated = false;
    while (this.takes('!') !== undefined) isNegated = !isNegated;
    const query = this.primary();
    return isNegated ? negation(query) : query;
  }

  private primary(): Query {
    const open = this.takes('(');
    if (open === undefined) return this.comparison();
    if (++this.openParentheses > queryLimits.openParentheses) throw tooMany('open parentheses', open.position, queryLimits.openParentheses);
    const query = this.either();
    if (this.takes(')') === undefined) throw unexpected(this.tokens.next, '&&, || or )');
    this.openParentheses--;
    return query;
  }

  private comparison(): Comparison | Membership {
    const name = this.tokens.take();
    if (name.kind !== 'path') throw unexpected(name, 'a property');
    if (++this.comparisons > queryLimits.comparisons) throw tooMany('comparisons', name.position, queryLimits.comparisons);
    const path: Path = name.text.split('.');
    const sign = this.tokens.take();
    const operator = comparators.get(sign.text);
    if (operator !== undefined) return { kind: 'comparison', path, operator, value: this.value() };
    const membership = memberships.get(sign.text.toUpperCase());
    if (membership === undefined) throw unexpected(sign, 'an operator');
    return { kind: 'membership', path, operator: membership, values: this.list() };
  }

  private value(): Value {
    const token = this.tokens.take();
    if (token.text === '[') return this.elements(new ListCount());
    return token.text === '?' ? this.binds.value(token, new ListCount()) : scalarOf(token);
  }

  private list(): readonly Value[] {
    const token = this.tokens.take();
    if (token.text === '[') return this.elements(new ListCount());
    if (token.text === '?') return this.binds.list(token, new ListCount());
    throw unexpected(token, 'a list');
  }

  /** The elements of a list whose bracket has been taken. */
  private elements(count: ListCount): readonly Value[] {
    const values: Value[] = [];
    if (this.takes(']') !== undefined) return values;
    for (;;) {
      values.push(this.element(count));
      const sign = this.tokens.take();
      if (sign.text === ']') return values;
      if (sign.text !== ',') throw unexpected(sign, ', or ]');
    }
  }

  private element(count: ListCount): Value {
    const token = this.tokens.take();
    count.add(1, token);
    if (token.text === '?') return this.binds.value(token, count.deeper(token));
    return token.text === '[' ? this.elements(count.deeper(token)) : scalarOf(token);
  }

  private takes(text: string): Token | undefined {
    const { kind } = this.tokens.next;
    return kind === 'symbol' && this.tokens.next.text === text ? this.tokens.take() : undefined;
  }
}

function scalarOf(token: Token): Value {
  const constant = constants.get(token.text);
  if (constant !== undefined) return constant;
  if (token.kind === 'number') return finite(Number(token.text), token);
  if (token.kind !== 'string') throw unexpected(token, 'a value');
  const text = JSON.parse(token.text) as string;
  if (!isText(text)) throw unexpected(token, 'text without U+0000 and lone surrogates');
  return text;
}

function finite(number: number, token: Token): number {
  if (!Number.isFinite(number)) throw unexpected(token, 'a finite double');
  // The two zeros are equal, and written as one they are the same.
  return number === 0 ? 0 : number;
}
