import { matches } from './match.js';
import { parseQuery } from './parse.js';

const record = {
  _id: 'i1', age: 20, text: '30', yes: true, no: false, nothing: null, list: [1, 'x', null, [2], { deep: 1 }], empty: [], object: { in: { side: 5 }, list: [{ a: 1 }] }, numbers: [1, 10], huge: 1e300, zero: -0,
};

test.each([
  // Only values of the same type are compared.
  ['age > 19', true], ['age > 20', false], ['age >= 20', true], ['age == 20.0', true], ['age == "20"', false],
  ['text > 20', false], ['text > "3"', true], ['text < 40', false], ['age < "z"', false], ['yes == 1', false], ['yes == true', true], ['no == 0', false], ['no == false', true], ['no == null', false],
  // Null and missing are one to ==; != and NIN match missing too.
  ['nothing == null', true], ['missing == null', true], ['age == null', false], ['nothing != null', false], ['missing != null', false], ['missing != 1', true], ['missing NIN [1]', true], ['missing IN [1, null]', true], ['missing NIN [null]', false],
  ['missing.deeper == null', true], ['age.deeper == null', true],
  // An array matches by itself and by what it contains.
  ['list == 1', true], ['list == "x"', true], ['list == 2', false], ['list == [2]', true], ['list == null', true], ['list != 1', false], ['list != 3', true], ['list IN [7, "x"]', true], ['list NIN [7, "x"]', false],
  ['numbers == [1, 10]', true], ['numbers == [10, 1]', false], ['numbers == [1]', false], ['empty == []', true], ['empty == null', false], ['list == []', false],
  ['numbers > 9', true], ['numbers > 10', false], ['numbers < 2', true], ['numbers < 1', false], ['list > "w"', true], ['list > 1', false], ['list >= 1', true],
  // != and NIN are the exact negations.
  ['age != 20', false], ['age != 21', true], ['text != 30', true], ['age NIN [20]', false], ['age NIN []', true], ['age IN []', false],
  // Ordering against null, booleans, arrays and objects never matches.
  ['nothing >= null', false], ['missing <= null', false], ['yes >= true', false], ['no < true', false], ['numbers >= [1, 10]', false], ['object > 0', false], ['!(yes >= true)', true],
  // Paths lead into objects, not into arrays.
  ['object.in.side == 5', true], ['object.in == 5', false], ['object.list.a == 1', false], ['object.list.0.a == 1', false], ['list.deep == null', true], ['numbers.length == null', true], ['text.length == null', true],
  // By code point.
  ['huge > 1e299', true], ['zero == 0', true], ['zero < 0', false], ['_id == "i1"', true],
  ['constructor == null', true], ['object.__proto__ == null', true], ['object.toString == null', true],
  ['age == 20 && text == "30" || missing == 1', true], ['!(age == 20) || !missing == 1', true],
])('%s: %p', (text, expected) => {
  const query = parseQuery(text);
  expect(query && matches(query, record)).toBe(expected);
});

test('strings compare by code point, case-sensitive', () => {
  const query = (text: string, value: string): boolean => matches(parseQuery(text)!, { value });
  expect([query('value > "\uffff"', '\u{10000}'), query('value > "\u{10000}"', '\uffff'), query('value > "a"', 'B'), query('value == "A"', 'a'), query('value == "\u00e9"', 'e\u0301')]).toEqual([true, false, false, false, false]);
});
