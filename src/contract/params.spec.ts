import fc from 'fast-check';
import { fieldsOf } from './facts.js';
import { methods } from './methods.js';
import { checkParams, readParams } from './params.js';
import { RpcError } from './rpc-error.js';

const check = (method: string, sent: unknown): { params: object; faults: Record<string, string> } => checkParams(methods.get(method)!, sent);

test('every offending parameter is reported at once, each with its sentence', () => {
  expect(check('User.list', { page: 0, itemsInPage: 'x', sortOrder: 'up', propertyNames: 5, nameFilter: '\ud800', userQuery: '' }).faults).toEqual({
    page: 'Must be between 1 and 1000000.',
    itemsInPage: 'Must be an integer.',
    sortOrder: 'Must be "asc" or "desc".',
    propertyNames: 'Must be an array of names, or names separated by commas.',
    nameFilter: 'Must not contain U+0000 or a lone surrogate.',
  });
});

test.each([{}, undefined, { collectionName: null, _id: null, item: null }])('required parameters are missing in %j', (sent) => {
  expect(check('CollectionItem.update', sent).faults).toEqual({ collectionName: 'Required.', _id: 'Required.', item: 'Required.' });
});

test('an optional parameter that is null counts as absent', () => {
  const optional = ['page', 'itemsInPage', 'sortProperty', 'sortOrder', 'propertyNames', 'nameFilter', 'userQuery', 'userQueryBindParams'];
  expect(check('User.list', Object.fromEntries(optional.map((name) => [name, null])))).toEqual({ params: {}, faults: {} });
});

test.each<[string, unknown]>([
  ['an array', []], ['an array of the right values', ['u1']], ['a text', 'u1'], ['a number', 1], ['a boolean', false], ['null', null],
])('params as %s are refused in a sentence of their own', (_what, sent) => {
  expect(check('User.get', sent).faults).toEqual({ params: 'Must be given by name, as an object.' });
});

test.each<[string, object, object]>([
  ['sortPropery', { sortPropery: 'a' }, { sortProperty: 'a' }],
  ['sortPropery beside a null', { sortProperty: null, sortPropery: 'a' }, { sortProperty: 'a' }],
  ['sortPropery, which gives way to the right spelling', { sortPropery: 'a', sortProperty: 'b' }, { sortProperty: 'b' }],
  ['a sortPropery of null', { sortPropery: null }, {}],
])('the older spelling %s is read', (_what, sent, expected) => {
  expect(check('User.list', sent)).toEqual({ params: expected, faults: {} });
});

test.each(['User.delete', 'CollectionItem.delete'])('%s reads _idList, and names a fault as it was sent', (method) => {
  expect(check(method, { collectionName: 'Scores', _idList: ['a'] })).toMatchObject({ params: { idList: ['a'] }, faults: {} });
  expect(check(method, { collectionName: 'Scores', _idList: 'a' }).faults).toEqual({ _idList: 'Must be an array of strings.' });
  expect(check(method, { collectionName: 'Scores', _idList: null }).faults).toEqual({ idList: 'Required.' });
});

test.each<[unknown, unknown]>([
  [['score', 'player'], ['score', 'player']], ['score,player', ['score', 'player']], [' score , player ', ['score', 'player']], ['score', ['score']],
  ['score,,', ['score']], ['', undefined], [' ', undefined], [[], undefined], [null, undefined],
])('propertyNames given as %j are the names %j', (propertyNames, expected) => {
  expect(check('User.list', { propertyNames })).toEqual({ params: expected === undefined ? {} : { propertyNames: expected }, faults: {} });
});

test('unknown parameters are ignored', () => {
  expect(check('Collection.list', { page: 0, nope: 1 })).toEqual({ params: {}, faults: {} });
  expect(check('User.get', { _id: 'u1', page: 0, constructor: 1, toString: 2 })).toEqual({ params: { _id: 'u1' }, faults: {} });
});

test('a member called __proto__ is a name like any other, and never a prototype', () => {
  const sent: unknown = JSON.parse('{"__proto__":{"page":0,"nameFilter":"x"},"page":2}');
  const { params, faults } = check('User.list', sent);
  expect([{ ...params }, faults]).toEqual([{ page: 2 }, {}]);
  expect(params).not.toHaveProperty('nameFilter');

  const given = '{"collectionName":"Scores","item":{"a":{"__proto__":{"b":1}}}}';
  const item = check('CollectionItem.create', JSON.parse(given));
  expect(JSON.stringify(item.params)).toBe(given);
  expect(item.faults).toEqual({});
});

test('own properties keep the order they were given in', () => {
  const properties = { zebra: 1, apple: { z: 1, a: 2 }, mango: 3 };
  expect(JSON.stringify(readParams(methods.get('User.create')!, { properties, password: 'secret', username: 'ann' }))).toContain(JSON.stringify(properties));
});

test('wrong parameters are thrown as one error -32602 that carries all faults', () => {
  const attempt = (): unknown => {
    try {
      return readParams(methods.get('Collection.create')!, { _id: '1', isInsertable: 1 });
    } catch (error) {
      return error;
    }
  };
  expect(attempt()).toBeInstanceOf(RpcError);
  expect(attempt()).toMatchObject({ code: -32602, message: 'Invalid params', data: { _id: 'Must be a letter, then letters, digits, "_" or "-".', isInsertable: 'Must be true or false.' } });
});

test('whatever JSON a method is given, each fault is a sentence under a parameter that was sent or is required', () => {
  const names = [...new Set([...methods.values()].flatMap(({ params }) => fieldsOf(params).flatMap(({ name, alias }) => alias ?? name)))];
  const someParams = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 8 });
  fc.assert(fc.property(fc.constantFrom(...methods.values()), someParams, (method, sent) => {
    const required = fieldsOf(method.params).filter((field) => field.required).map((field) => field.name);
    for (const [name, sentence] of Object.entries(checkParams<object>(method, sent).faults)) {
      expect([...Object.keys(sent), ...required]).toContain(name);
      expect(sentence).toMatch(/^[A-Z"].*[.]$/s);
    }
  }), { numRuns: 500 });
});
