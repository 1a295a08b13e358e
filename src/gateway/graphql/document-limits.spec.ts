import fc from 'fast-check';
import { getIntrospectionQuery } from 'graphql';
import { faultsOfDocument } from './document-limits.js';

const nested = (levels: number): string => (levels === 0 ? '' : `{ a ${nested(levels - 1)} }`);
const introspection = (levels: number): string => `{ __type(name: "User") ${'{ ofType '.repeat(levels - 2)}{ name }${'}'.repeat(levels - 2)} }`;
const aliases = (count: number): string => Array.from({ length: count }, (_, index) => `a${index}: b `).join('');
const ids = (count: number): string => `{ a(ids: [${'1 '.repeat(count)}]) }`;
const tokensAround = '{ a(ids: []) }'.match(/\w+|\S/g)!.length;

test.each<[what: string, query: string, fault: string | undefined]>([
  ['12 levels', nested(12), undefined],
  ['13 levels', nested(13), 'The query is 13 levels deep; at most 12 are allowed.'],
  ['13 levels by way of fragments', `query { ...f } fragment f on A { a { ...g } } fragment g on A ${nested(12)}`, 'The query is 13 levels deep; at most 12 are allowed.'],
  ['12 levels with inline fragments between them', nested(12).replaceAll('{', '{ ... on A {').replaceAll('}', '} }'), undefined],
  ['introspection of 20 levels', introspection(20), undefined],
  ['introspection of 21 levels', introspection(21), 'The introspection is 21 levels deep; at most 20 are allowed.'],
  ['the standard introspection query', getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, schemaDescription: true, specifiedByUrl: true }), undefined],
  ['a field that only pretends to be introspection', nested(13).replace('a', '__schema: a'), 'The query is 13 levels deep; at most 12 are allowed.'],
  ['50 aliases', `{ ${aliases(50)} }`, undefined],
  ['51 aliases', `{ ${aliases(51)} }`, 'The query has 51 aliases; at most 50 are allowed.'],
  ['51 aliases by way of fragments', `{ ${'x { ...f } '.repeat(17)} } fragment f on A { ${aliases(3)} }`, 'The query has 51 aliases; at most 50 are allowed.'],
  ['50 aliases in each of two operations', `query A { ${aliases(50)} } query B { ${aliases(50)} }`, undefined],
  ['50 directives', `{ a ${'@x '.repeat(50)} }`, undefined],
  ['51 directives in every place', `query ($v: Int @x) @x { a ${'@x '.repeat(46)} ... @x { b } ...f @x } fragment f on A @x { c }`, 'The query has 51 directives; at most 50 are allowed.'],
  ['a field 50 times', `{ ${'a '.repeat(50)} }`, undefined],
  ['a field 51 times, some of them within fragments', `{ ${'a '.repeat(50)} ... { a } }`, 'The query repeats a field 51 times in one selection; at most 50 are allowed.'],
  ['5 000 tokens', ids(5_000 - tokensAround), undefined],
  ['5 001 tokens', ids(5_001 - tokensAround), 'The query has more than 5000 tokens, which is the limit.'],
  ['100 KiB', `{ a }${' '.repeat(100 * 1024 - 5)}`, undefined],
  ['100 KiB and a byte', `{ ä }${' '.repeat(100 * 1024 - 5)}`, 'The query is 102401 bytes long; at most 102400 are read.'],
  ['fragments that spread each other', 'query { ...f } fragment f on A { a { ...g } } fragment g on A { b { ...f } }', undefined],
  ['what is no GraphQL', '{ a', undefined],
])('%s', (_what, query, fault) => {
  expect(faultsOfDocument(query)).toEqual(fault === undefined ? [] : [fault]);
});

test('fragments that would multiply to more than can be counted are counted all the same', () => {
  const fragments = Array.from({ length: 300 }, (_, index) => `fragment f${index} on A { ...f${index + 1} ...f${index + 1} }`).join(' ');
  const [fault] = faultsOfDocument(`{ ...f0 } ${fragments} fragment f300 on A { a: b }`);
  expect(fault).toMatch(/^The query has 2\.\d+e\+90 aliases/);
});

test('every limit that is exceeded is told', () => {
  expect(faultsOfDocument(`${nested(13)} query B { ${aliases(51)} c ${'@x '.repeat(51)} }`)).toHaveLength(3);
});

test('no text makes it fail', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('{', '}', 'a', 'query', 'fragment', 'on', '...', '@', ':', '(', ')', '"')).map((tokens) => tokens.join(' '))), (text) => {
    expect(faultsOfDocument(text)).toBeInstanceOf(Array);
  }));
});
