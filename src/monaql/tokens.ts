import { pathPattern } from './path.js';
import { unexpected, type QuerySyntaxError } from './syntax-error.js';

export type TokenKind = 'path' | 'number' | 'string' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As it was written. */
  readonly text: string;
  /** In UTF-16 units, from 0. */
  readonly position: number;
}

/** Blanks as JSON knows them. */
const blanks = /[ \t\r\n]*/y;

/** Keywords look the same and are told apart by where they stand. */
const path = new RegExp(pathPattern, 'y');

/** A number of JSON, and only that: `01`, `+1`, `.5` and `1.` are none. */
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9A-Za-z_.])/y;

/** A string of JSON, as far as it is one: no control character stands in it, and no unknown escape. */
const stringSoFar = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*/y;
const string = new RegExp(`${stringSoFar.source}"`, 'y');

const symbol = /==|!=|>=|<=|&&|\|\||[=<>!()[\],?]/y;

/** What is no token is told whole where it is a word, else as one character. */
const anything = /[-+.]?[0-9A-Za-z_][0-9A-Za-z_.]*|[^]/uy;

const kinds: readonly (readonly [TokenKind, RegExp])[] = [['path', path], ['number', number], ['string', string], ['symbol', symbol]];

/** Reads a text token by token, the blanks between them left out. */
export class Tokens {
  private current: Token;

  constructor(private readonly text: string) {
    this.current = this.read(0);
  }

  get next(): Token {
    return this.current;
  }

  take(): Token {
    const token = this.current;
    this.current = this.read(token.position + token.text.length);
    return token;
  }

  private read(from: number): Token {
    const position = from + (matchAt(blanks, this.text, from)?.length ?? 0);
    if (position === this.text.length) return { kind: 'end', text: '', position };
    for (const [kind, pattern] of kinds) {
      const text = matchAt(pattern, this.text, position);
      if (text !== undefined) return { kind, text, position };
    }
    if (this.text[position] === '"') throw this.faultInString(position);
    return { kind: 'symbol', text: matchAt(anything, this.text, position) ?? '', position };
  }

  /** A string that does not end as one: the text ends in it, or something stands in it that JSON wants escaped. */
  private faultInString(start: number): QuerySyntaxError {
    const position = start + (matchAt(stringSoFar, this.text, start)?.length ?? 1);
    const isEscape = this.text[position] === '\\';
    if (position + (isEscape ? 1 : 0) >= this.text.length) return unexpected({ text: '', position: this.text.length });
    const text = isEscape ? this.text.slice(position, position + 2) : (this.text[position] ?? '');
    return unexpected({ text, position }, isEscape ? 'an escape of JSON' : 'it escaped');
  }
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}
