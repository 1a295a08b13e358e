import fc from 'fast-check';
import { isDeeperThan, nestsDeeperThan } from './json-depth.js';

/** The depth of parsed JSON, told the slow way. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Texts made of all that could be taken for structure. */
const trickyText = fc.constantFrom('[', ']', '{', '}', '"', '\\', ':', ',', '\n', 'a');

/** JSON of many shapes, wrapped so that it also nests deeply. */
const anyJson = fc.tuple(fc.jsonValue({ stringUnit: trickyText }), fc.array(fc.boolean(), { maxLength: 30 }))
  .map(([core, wraps]) => wraps.reduce<unknown>((inner, isArray) => (isArray ? [inner, ']'] : { '{"[': inner, b: '}' }), core));

test('whether JSON nests deeper than a limit is told as from the parsed value, however it is laid out', () => {
  fc.assert(fc.property(anyJson, fc.constantFrom('', ' ', '\n', '\t'), (value, indent) => {
    const text = JSON.stringify(value, undefined, indent);
    const depth = depthOf(JSON.parse(text));
    expect(nestsDeeperThan(text, depth)).toBe(false);
    if (depth > 0) expect(nestsDeeperThan(text, depth - 1)).toBe(true);
  }), { numRuns: 500 });
});

test('random JSON of every kind agrees at every limit', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 6, depthSize: 'medium' }), fc.nat(8), (text, limit) => {
    const isDeeper = depthOf(JSON.parse(text)) > limit;
    expect([nestsDeeperThan(text, limit), isDeeperThan(JSON.parse(text), limit)]).toEqual([isDeeper, isDeeper]);
  }), { numRuns: 500 });
});

test.each([
  ['an escaped quote and brackets', String.raw`["\"[[[", "\\", "[[["]`, 1],
  ['an escaped backslash that ends its text', String.raw`{"a\\":[{}]}`, 3],
  ['brackets written as escapes', String.raw`["\u005b\u005b\u005b"]`, 1],
  ['siblings, which do not add up', '[[],[],[{}]]', 3],
  ['a scalar', '"[["', 0],
])('%s: counted right', (_what, text, depth) => {
  expect(depthOf(JSON.parse(text))).toBe(depth);
  expect([nestsDeeperThan(text, depth - 1), nestsDeeperThan(text, depth)]).toEqual([depth > 0, false]);
});

test.each([
  ['nothing', '', false],
  ['a text that never ends', `"${'['.repeat(9)}`, false],
  ['an escape at the very end', '"\\', false],
  ['brackets that are never closed', '[[[[', true],
])('of what is no JSON, %s has an answer too', (_what, text, expected) => {
  expect(nestsDeeperThan(text, 3)).toBe(expected);
});
