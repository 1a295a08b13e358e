import fc from 'fast-check';
import { nearest, slipsBetween } from './nearest.js';

test.each([
  ['', '', 0],
  ['scope', 'scope', 0],
  ['Scope', 'sCOPE', 0],
  ['scpoe', 'scope', 1],
  ['scop', 'scope', 1],
  ['scoope', 'scope', 1],
  ['skope', 'scope', 1],
  ['kitten', 'sitting', 3],
  ['', 'four', 4],
  ['x'.repeat(65), 'x', Infinity],
])('from "%s" to "%s" it is %d slips', (one, other, slips) => {
  expect(slipsBetween(one, other)).toBe(slips);
});

test('slips are as many both ways, none only between equals, and never more than the longer name is long', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
  fc.assert(fc.property(name, name, (one, other) => {
    const slips = slipsBetween(one, other);
    expect(slips).toBe(slipsBetween(other, one));
    expect(slips === 0).toBe(one === other);
    expect(slips).toBeLessThanOrEqual(Math.max(one.length, other.length));
    expect(slips).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
  }));
});

test('the nearest is taken, and none that is far', () => {
  expect(nearest('sortPropery', ['sortOrder', 'sortProperty'])).toBe('sortProperty');
  expect(nearest('xyz', ['sortOrder', 'sortProperty'])).toBeUndefined();
});
