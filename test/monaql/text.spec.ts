import fc from 'fast-check';
import { parseQuery } from '../../src/monaql/parse.js';
import { printQuery } from '../../src/monaql/print.js';
import { queries } from './arbitraries.js';
import { QuerySyntaxError } from '../../src/monaql/syntax-error.js';

test('printed and parsed, a query is itself again', () => {
  fc.assert(fc.property(queries, (query) => { expect(parseQuery(printQuery(query))).toEqual(query); }), { numRuns: 1_000 });
});

/** Pieces that queries are made of, and some that they are not. */
const piece = fc.constantFrom(...'()[]!,?=<>&|."\'\\-+0123456789eE aAn_$;\n\t\u{1F600}\ud800', '&&', '||', '==', 'IN', 'NIN', 'null', 'true', '1e400', '"x"', '"\\u', '/*', '--', '__proto__');

/** A text into which something was put, or from which something was taken. */
const mutated = fc.tuple(queries.map(printQuery), fc.array(fc.tuple(fc.nat(), fc.nat(3), piece), { minLength: 1, maxLength: 4 }))
  .map(([text, changes]) => changes.reduce((changed, [at, taken, put]) => {
    const place = at % (changed.length + 1);
    return changed.slice(0, place) + put + changed.slice(place + taken);
  }, text).slice(0, 4_000));

function read(text: string): void {
  try {
    parseQuery(text);
  } catch (error) {
    expect(error).toBeInstanceOf(QuerySyntaxError);
    expect((error as Error).message).toMatch(/at position \d+|^Must be at most/);
  }
}

test('a mutated text is read or refused with a position, whatever stands in it', () => {
  fc.assert(fc.property(fc.oneof(mutated, fc.array(piece, { maxLength: 200 }).map((pieces) => pieces.join(''))), read), { numRuns: 3_000 });
});

test.each([
  ['blanks', ' '.repeat(4_000)], ['blanks before a fault', `${' '.repeat(3_999)};`], ['digits', `a == ${'9'.repeat(3_990)}`], ['digits of an exponent', `a == 1e${'9'.repeat(3_990)}`], ['dots', `a${'.a'.repeat(1_990)}.`],
  ['parentheses', '('.repeat(4_000)], ['brackets', `a == ${'['.repeat(3_990)}`], ['exclamation marks', '!'.repeat(4_000)], ['escapes', `a == "${'\\\\'.repeat(1_990)}`], ['quotes', '"'.repeat(4_000)],
  ['surrogate pairs', '\u{1F600}'.repeat(4_000)], ['a text without end', `a == "${'x'.repeat(3_990)}`], ['a long list', `a IN [${'1,'.repeat(1_990)}`], ['comparisons', 'a=1&&'.repeat(800)],
])('4 000 characters of %s take less than 10 ms', (_what, text) => {
  const begun = process.cpuUsage();
  for (let round = 0; round < 20; round++) read(text);
  const { user, system } = process.cpuUsage(begun);
  expect((user + system) / 1_000 / 20).toBeLessThan(10);
});
