import type { Query } from './ast.js';
import { parseQuery } from './parse.js';
import { QuerySyntaxError } from './syntax-error.js';

const comparison = (name: string, operator: '==' | '!=' | '<' | '<=' | '>' | '>=', value: unknown): Query => ({ kind: 'comparison', path: name.split('.'), operator, value }) as Query;
const [a1, b2, c3] = [comparison('a', '==', 1), comparison('b', '==', 2), comparison('c', '==', 3)];

function faultOf(text: string, binds?: readonly unknown[]): string {
  try {
    parseQuery(text, binds);
  } catch (error) {
    expect(error).toBeInstanceOf(QuerySyntaxError);
    return (error as Error).message;
  }
  throw new Error(`${text} was accepted`);
}

test.each(['', ' ', '\t\r\n  '])('a blank query %j matches all', (text) => { expect(parseQuery(text)).toBeUndefined(); });

test.each<[string, unknown[], Query]>([
  ['a == 12 && (b == 34 || c == 56)', [], { kind: 'and', operands: [comparison('a', '==', 12), { kind: 'or', operands: [comparison('b', '==', 34), comparison('c', '==', 56)] }] }],
  ['!(a == 1 || b == 2)', [], { kind: 'not', operand: { kind: 'or', operands: [a1, b2] } }],
  ['name IN ["John","Smith"]', [], { kind: 'membership', path: ['name'], operator: 'IN', values: ['John', 'Smith'] }],
  ['name NIN ?', [['John']], { kind: 'membership', path: ['name'], operator: 'NIN', values: ['John'] }],
  ['country == ? && age > ?', ['US', 20], { kind: 'and', operands: [comparison('country', '==', 'US'), comparison('age', '>', 20)] }],
  ['_id==?', ['u1'], comparison('_id', '==', 'u1')],
])('the documented example %s', (text, binds, query) => { expect(parseQuery(text, binds)).toEqual(query); });

test.each<[string, Query]>([
  ['a=1', a1],
  ['a == 1 && b == 2 || c == 3', { kind: 'or', operands: [{ kind: 'and', operands: [a1, b2] }, c3] }],
  ['a == 1 || b == 2 && c == 3', { kind: 'or', operands: [a1, { kind: 'and', operands: [b2, c3] }] }],
  ['!a == 1 && b == 2', { kind: 'and', operands: [{ kind: 'not', operand: a1 } as Query, b2] }],
  ['!!a == 1', a1],
  ['! ( !(a == 1) )', a1],
  ['((a == 1))', a1],
  ['(a == 1 && b == 2) && c == 3', { kind: 'and', operands: [{ kind: 'and', operands: [a1, b2] }, c3] }],
  ['a\n<\t-1.5e-3', comparison('a', '<', -0.0015)],
  ['a>=0', comparison('a', '>=', 0)],
  ['a<=-0', comparison('a', '<=', 0)],
  ['a!=1E3', comparison('a', '!=', 1000)],
  ['a>true', comparison('a', '>', true)],
  ['a == null', comparison('a', '==', null)],
  ['a == false', comparison('a', '==', false)],
  [String.raw`a == "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00😀'"`, comparison('a', '==', '"\\/\b\f\n\r\té😀😀\'')],
  ['a == [1, [ ], ["x", null]]', comparison('a', '==', [1, [], ['x', null]])],
  ['a in []', { kind: 'membership', path: ['a'], operator: 'IN', values: [] }],
  ['a nin [[1]]', { kind: 'membership', path: ['a'], operator: 'NIN', values: [[1]] }],
  ['a.b_1.C == 1', comparison('a.b_1.C', '==', 1)],
  ['_permission.u1b-2 == "r"', comparison('_permission.u1b-2', '==', 'r')],
  ['in IN [1]', { kind: 'membership', path: ['in'], operator: 'IN', values: [1] }],
  ['true == null', comparison('true', '==', null)],
  ['constructor == 1', comparison('constructor', '==', 1)],
  ['a == 9007199254740993', comparison('a', '==', 9007199254740992)],
])('%s is read', (text, query) => { expect(parseQuery(text)).toEqual(query); });

test.each<[string, unknown[], Query]>([
  ['a == ?', [[1, 'x', [null]]], comparison('a', '==', [1, 'x', [null]])],
  ['a == [?, 2, ?]', [1, [3]], comparison('a', '==', [1, 2, [3]])],
  ['a IN [?]', [null], { kind: 'membership', path: ['a'], operator: 'IN', values: [null] }],
  ['a == "?"', [], comparison('a', '==', '?')],
  ['a < ?', [-0], comparison('a', '<', 0)],
])('%s binds %j by position', (text, binds, query) => { expect(parseQuery(text, binds)).toEqual(query); });

test.each([
  ['a == 1 && b == && c', "Unexpected '&&' at position 15; expected a value."],
  ['a == b', "Unexpected 'b' at position 5; expected a value."],
  ["a == 'x'", "Unexpected ''' at position 5; expected a value."],
  ['a == 12 &', "Unexpected '&' at position 8; expected && or ||."],
  ['a == 1 &', "Unexpected '&' at position 7; expected && or ||."],
  ['a == 1 &&', 'Unexpected end at position 9.'],
  ['country', 'Unexpected end at position 7.'],
  ['a ==  ', 'Unexpected end at position 6.'],
  ['(a == 1', 'Unexpected end at position 7.'],
  ['a == 1)', "Unexpected ')' at position 6; expected && or ||."],
  ['(a == 1 b', "Unexpected 'b' at position 8; expected &&, || or )."],
  ['()', "Unexpected ')' at position 1; expected a property."],
  ['== 1', "Unexpected '==' at position 0; expected a property."],
  ['1 == a', "Unexpected '1' at position 0; expected a property."],
  ['"a" == 1', "Unexpected '\"a\"' at position 0; expected a property."],
  ['a LIKE "x"', "Unexpected 'LIKE' at position 2; expected an operator."],
  ['a === 1', "Unexpected '=' at position 4; expected a value."],
  ['a <> 1', "Unexpected '>' at position 3; expected a value."],
  ['a.. == 1', "Unexpected '.' at position 1; expected an operator."],
  ['a constructor 1', "Unexpected 'constructor' at position 2; expected an operator."],
  ['a == 01', "Unexpected '01' at position 5; expected a value."],
  ['a == +1', "Unexpected '+1' at position 5; expected a value."],
  ['a == .5', "Unexpected '.5' at position 5; expected a value."],
  ['a == 1.', "Unexpected '1.' at position 5; expected a value."],
  ['a == 0x1F', "Unexpected '0x1F' at position 5; expected a value."],
  ['a == 1e', "Unexpected '1e' at position 5; expected a value."],
  ['a == NaN', "Unexpected 'NaN' at position 5; expected a value."],
  ['a == 1e400', "Unexpected '1e400' at position 5; expected a finite double."],
  ['a == TRUE', "Unexpected 'TRUE' at position 5; expected a value."],
  ['a == {"b":1}', "Unexpected '{' at position 5; expected a value."],
  ['a IN 5', "Unexpected '5' at position 5; expected a list."],
  ['a IN', 'Unexpected end at position 4.'],
  ['a IN [1', 'Unexpected end at position 7.'],
  ['a IN [1,]', "Unexpected ']' at position 8; expected a value."],
  ['a IN [1 2]', "Unexpected '2' at position 8; expected , or ]."],
  ['a == "x', 'Unexpected end at position 7.'],
  ['a == "x\\', 'Unexpected end at position 8.'],
  ['a == "\\x"', "Unexpected '\\x' at position 6; expected an escape of JSON."],
  ['a == "x\ny"', "Unexpected '\\u000a' at position 7; expected it escaped."],
  ['a == "\\ud800"', "Unexpected '\"\\ud800\"' at position 5; expected text without U+0000 and lone surrogates."],
  ['a == "\\u0000"', "Unexpected '\"\\u0000\"' at position 5; expected text without U+0000 and lone surrogates."],
  ['😀 == 1', "Unexpected '😀' at position 0; expected a property."],
  ['a == "😀" x', "Unexpected 'x' at position 10; expected && or ||."],
  ['a == 1; DROP TABLE items', "Unexpected ';' at position 6; expected && or ||."],
  [`a == ${'9'.repeat(50)}x`, `Unexpected '${'9'.repeat(40)}…' at position 5; expected a value.`],
])('%j is refused: %s', (text, sentence) => { expect(faultOf(text)).toBe(sentence); });

test.each<[string, unknown[], string]>([
  ['a == ?', [], "No bind parameter for '?' at position 5; 0 bind parameters are given."],
  ['a == ? && b == ?', [1], "No bind parameter for '?' at position 15; 1 bind parameter is given."],
  ['a == ?', [1, 2], 'Unexpected end at position 6; 2 bind parameters are given, 1 used.'],
  ['', [1], 'Unexpected end at position 0; 1 bind parameter is given, 0 used.'],
  ['a IN ?', [1], "The bind parameter for '?' at position 5 must be an array."],
  ['a == ?', [{}], "The bind parameter for '?' at position 5 must be a string, a finite number, true, false, null or an array of such."],
  ['a == ?', [[{}]], "The bind parameter for '?' at position 5 must be a string, a finite number, true, false, null or an array of such."],
  ['a == ?', [Infinity], "The bind parameter for '?' at position 5 must be a string, a finite number, true, false, null or an array of such."],
  ['a == ?', ['\ud800'], "The bind parameter for '?' at position 5 must be a string, a finite number, true, false, null or an array of such."],
])('%j with %j is refused: %s', (text, binds, sentence) => { expect(faultOf(text, binds)).toBe(sentence); });

describe('limits', () => {
  const parentheses = (count: number): string => `${'('.repeat(count)}a == 1${')'.repeat(count)}`;
  const comparisons = (count: number): string => Array.from({ length: count }, (_, index) => `a${index % 10} == ${index % 10}`).join('&&');
  const list = (count: number): string => `a IN [${Array.from({ length: count }, () => '1').join(',')}]`;
  const nested = (count: number): string => `a == ${'['.repeat(count)}${']'.repeat(count)}`;

  test.each([
    ['4 000 characters', `a == "${'x'.repeat(3_993)}"`],
    ['4 000 characters beyond the BMP', `a == "${'😀'.repeat(3_993)}"`],
    ['200 comparisons', comparisons(200)],
    ['32 open parentheses', parentheses(32)],
    ['any number of closed parentheses', Array.from({ length: 40 }, () => '(a == 1)').join('||')],
    ['any number of exclamation marks', `${'!'.repeat(3_000)}a == 1`],
    ['1 000 values in a list', list(1_000)],
    ['100 lists within each other', nested(100)],
  ])('%s are fine', (_what, text) => { expect(parseQuery(text)).toBeDefined(); });

  test.each([
    ['4 001 characters', `a == "${'x'.repeat(3_994)}"`, 'Must be at most 4000 characters.'],
    ['201 comparisons', comparisons(201), 'Too many comparisons at position 1800; at most 200 are allowed.'],
    ['33 open parentheses', parentheses(33), 'Too many open parentheses at position 32; at most 32 are allowed.'],
    ['1 001 values in a list', list(1_001), 'Too many values in a list at position 2006; at most 1000 are allowed.'],
    ['1 001 values in lists within a list', `a == [${'[1,1,1,1,1,1,1,1,1],'.repeat(100)}1]`, 'Too many values in a list at position 2006; at most 1000 are allowed.'],
    ['101 lists within each other', nested(101), 'Too many lists within each other at position 105; at most 100 are allowed.'],
  ])('%s are refused', (_what, text, sentence) => { expect(faultOf(text)).toBe(sentence); });

  test('bound lists are bounded like written ones', () => {
    expect(parseQuery('a IN ?', [Array.from({ length: 1_000 }, () => 1)])).toBeDefined();
    expect(faultOf('a IN ?', [Array.from({ length: 1_001 }, () => 1)])).toBe('Too many values in a list at position 5; at most 1000 are allowed.');
    expect(faultOf('a IN [?, ?]', [Array.from({ length: 500 }, () => 1), Array.from({ length: 500 }, () => 1)])).toBe('Too many values in a list at position 9; at most 1000 are allowed.');
  });
});
