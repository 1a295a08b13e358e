import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { fieldsOf, type FieldFacts } from '../../src/contract/facts.js';
import { Key } from '../../src/contract/key.js';
import { limits } from '../../src/contract/limits.js';
import type { Method } from '../../src/contract/method.js';
import { methods } from '../../src/contract/methods.js';
import { checkParams } from '../../src/contract/params.js';

/**
 * What validation accepts and what the documents say is accepted are the same, both ways, value by value. What JSON
 * Schema cannot say stands here: whoever goes by the documents alone is refused for it.
 */
const beyondSchemas: readonly [reason: string, applies: (value: unknown, field: FieldFacts) => boolean][] = [
  ['null counts as absent', (value) => value === null],
  ['text inside of any JSON must be well-formed and without U+0000: a schema cannot look into it', (value, { textForm }) => textForm === 'json' && hasUnstorableText(value)],
  ['the least length of names and passwords is a setting: the documents state the usual one', (value, { name }) => /^(user|pass)/.test(name) && typeof value === 'string' && [...value].length < 4],
  ['scopes, ranges of addresses and lengths of time have a grammar of their own', (_value, { name }) => ['scopes', 'cidrs', 'expires'].includes(name)],
  ['a time to come is not before now', (_value, { name }) => name === 'scheduleAt'],
];

function hasUnstorableText(value: unknown): boolean {
  return /\\u0000|\\ud[89a-f]/.test(JSON.stringify(value));
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Values around what a schema says, and anything else. */
function valuesFor(schema: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const { enum: choices, minimum, maximum, maxLength, maxItems, oneOf } = schema as { enum?: unknown[]; minimum?: number; maximum?: number; maxLength?: number; maxItems?: number; oneOf?: Record<string, unknown>[] };
  const near = (bound: number | undefined): fc.Arbitrary<unknown>[] => (bound === undefined ? [] : [fc.constantFrom(bound - 1, bound, bound + 1, bound + 0.5)]);
  return fc.oneof(
    fc.anything({ maxDepth: 2, withBigInt: false, withDate: false }).filter(isJson),
    ...(choices === undefined ? [] : [fc.constantFrom(...choices)]),
    ...near(minimum), ...near(maximum),
    ...(maxLength !== undefined && maxLength <= 4_096 ? [fc.constantFrom(maxLength, maxLength + 1).map((length) => 'a'.repeat(length)), fc.constantFrom(maxLength, maxLength + 1).map((length) => '😀'.repeat(length))] : []),
    ...(maxItems !== undefined && maxItems <= 10_000 ? [fc.constantFrom(0, maxItems, maxItems + 1).map((length) => Array.from({ length }, () => 'a'))] : []),
    fc.stringMatching(/^[ -~]{0,8}$/), fc.constantFrom('a\0', '\ud800', 'a\udc00', '💩', ' ', ' ,', 'a,b', ','.repeat(1_000), `${'a'.repeat(1_001)},b`), fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/),
    fc.dictionary(fc.stringMatching(/^_?[A-Za-z0-9_ ]{0,4}$/), fc.constantFrom('', 'r', 'rw', 'x', 1, null)),
    ...(oneOf ?? []).map(valuesFor),
  );
}

function isJson(value: unknown): boolean {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text !== undefined && Object.is(JSON.stringify(JSON.parse(text)), text) && !/undefined|function/.test(text) && sameAsJson(value);
  } catch {
    return false;
  }
}

/** No undefined, no hole, no NaN: what no JSON text gives. */
function sameAsJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return Array.from(value).every(sameAsJson);
  if (typeof value === 'object' && value !== null) return [null, Object.prototype].includes(Object.getPrototypeOf(value) as object | null) && Object.values(value).every(sameAsJson);
  return ['string', 'boolean'].includes(typeof value) || value === null;
}

const all = [...methods.values(), ...Object.values(Key)] as unknown as Method[];

describe.each(all.filter(({ params }) => fieldsOf(params).length > 0).map((method) => [method.name, method] as const))('%s', (_name, method) => {
  test.each(fieldsOf(method.params).map((field) => [field.name, field] as const))('takes the values of %s that its schema takes', (name, field) => {
    const takes = ajv.compile(field.schema);
    fc.assert(fc.property(valuesFor(field.schema), (value) => {
      if (beyondSchemas.some(([, applies]) => applies(value, field))) return;
      const { faults } = checkParams(method, { [name]: value });
      expect([value, faults[name]]).toEqual([value, takes(value) ? undefined : expect.any(String)]);
    }), { numRuns: 60 });
  });

  test('wants the parameters that are required', () => {
    const { faults } = checkParams(method, {});
    expect(Object.keys(faults).sort()).toEqual(fieldsOf(method.params).filter(({ required }) => required).map(({ name }) => name).sort());
  });
});

test('an object may be as large as the documents say, and no larger', () => {
  const { params } = methods.get('CollectionItem.create')!;
  const item = (bytes: number): object => ({ collectionName: 'A', item: { a: 'x'.repeat(bytes - '{"a":""}'.length) } });
  expect(checkParams({ params }, item(limits.recordBytes)).faults).toEqual({});
  expect(checkParams({ params }, item(limits.recordBytes + 1)).faults).toEqual({ item: `Must be at most ${limits.recordBytes} bytes as JSON.` });
});
