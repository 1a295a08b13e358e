import { Collection } from '../../contract/collection.js';
import type { ProblemSlug } from '../../contract/errors.js';
import { CollectionItem } from '../../contract/item.js';
import { User } from '../../contract/user.js';
import { ProblemException, type ParameterFault } from './problem.js';
import { paramsOf } from './request-params.js';
import type { RestBinding } from './rest-binding.js';

const listUsers: RestBinding = { method: User.list, path: {}, body: undefined };
const createUser: RestBinding = { method: User.create, path: {}, body: 'fields' };
const deleteUser: RestBinding = { method: User.delete, path: { id: 'idList' }, body: undefined };
const getItem: RestBinding = { method: CollectionItem.get, path: { name: 'collectionName', id: '_id' }, body: undefined };
const createItem: RestBinding = { method: CollectionItem.create, path: { name: 'collectionName' }, body: 'item' };
const configure: RestBinding = { method: Collection.setConfig, path: { name: '_id' }, body: 'fields' };
/** No route of ours takes a boolean in its query; the binding allows it all the same. */
const configureByQuery: RestBinding = { ...configure, body: undefined };

interface Request {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly body?: unknown;
}

const read = (binding: RestBinding, { params = {}, query = {}, body }: Request): object => paramsOf(binding, { params, query, body });

function refusal(binding: RestBinding, request: Request): { slug: ProblemSlug; errors: readonly ParameterFault[] | undefined } {
  try {
    read(binding, request);
  } catch (error) {
    if (error instanceof ProblemException) return { slug: error.slug, errors: error.details.errors };
  }
  throw new Error('It was not refused.');
}

test.each<[name: string, text: string, value: unknown]>([
  ['page', '2', 2], ['page', '-1', -1], ['page', '007', 7], ['page', '1.5', '1.5'], ['page', '1e3', '1e3'], ['page', ' 1', ' 1'], ['page', '', ''], ['page', '0x10', '0x10'],
  ['nameFilter', '12', '12'], ['nameFilter', 'true', 'true'], ['nameFilter', '', ''], ['userQuery', '[1]', '[1]'], ['sortOrder', 'desc', 'desc'],
  ['propertyNames', 'a,b', 'a,b'], ['propertyNames', '["a"]', '["a"]'],
  ['userQueryBindParams', '["US",20,null]', ['US', 20, null]], ['userQueryBindParams', '[1', '[1'], ['userQueryBindParams', 'US', 'US'], ['userQueryBindParams', '{}', {}],
])('the text of %s=%s is read as the contract says', (name, text, value) => {
  expect(read(listUsers, { query: { [name]: text } })).toEqual({ [name]: value });
});

test.each([['true', true], ['false', false], ['1', '1'], ['TRUE', 'TRUE'], ['', '']])('the boolean %j is read as %j', (text, value) => {
  expect(read(configureByQuery, { params: { name: 'Scores' }, query: { isInsertable: text } })).toEqual({ _id: 'Scores', isInsertable: value });
});

test('segments of the path are parameters, and an id stands for a list of one where a list is wanted', () => {
  expect(read(getItem, { params: { name: 'Scores', id: '12' } })).toEqual({ collectionName: 'Scores', _id: '12' });
  expect(read(deleteUser, { params: { id: 'u1,u2' } })).toEqual({ idList: ['u1,u2'] });
});

test('a body made of fields gives parameters as they are', () => {
  const body = { username: 'ann', password: 'secret', properties: { age: '31' } };
  expect(read(createUser, { body })).toEqual(body);
  const settings = { isInsertable: 'true', defaultPublicPermission: null };
  expect(read(configure, { params: { name: 'Scores' }, body: settings })).toEqual({ _id: 'Scores', ...settings });
});

test('a whole body is one parameter, whatever its members are called, and the query gives the others', () => {
  const body: unknown = JSON.parse('{"collectionName":"Other","ownerUserOid":1,"nope":{"__proto__":1}}');
  const params = read(createItem, { params: { name: 'Scores' }, query: { ownerUserOid: 'u1' }, body });
  expect(params).toEqual({ collectionName: 'Scores', ownerUserOid: 'u1', item: body });
  expect(Reflect.get(params, 'item')).toBe(body);
});

test.each<[what: string, binding: RestBinding, request: Request, errors: [name: string, sentence: RegExp][]]>([
  ['an unknown name in a query', listUsers, { query: { pgae: '1' } }, [['pgae', /^Unknown; did you mean "page"\? Known are page, itemsInPage, .*userQueryBindParams\.$/]]],
  ['the older spelling of a name', listUsers, { query: { sortPropery: 'a' } }, [['sortPropery', /^Unknown; did you mean "sortProperty"\? Known are /]]],
  ['an endless name in a query', listUsers, { query: { ['page'.repeat(20)]: '1' } }, [['page'.repeat(20), /^Unknown; known are /]]],
  ['any name where nothing may be given', deleteUser, { params: { id: 'u1' }, query: { force: '' } }, [['force', /^Unknown; nothing may be given here\.$/]]],
  ['a parameter of the path in a query', getItem, { params: { name: 'a', id: 'i' }, query: { _id: 'j' } }, [['_id', /^Unknown/]]],
  ['the name of a segment in a query, be the segment itself wrong or not', getItem, { params: { name: '', id: 'i' }, query: { name: 'a' } }, [['name', /^Unknown/]]],
  ['a parameter of the body in a query', createItem, { params: { name: 'a' }, query: { item: '{}' }, body: {} }, [['item', /^Unknown; known are ownerUserOid\.$/]]],
  ['a query beside a body made of fields', createUser, { query: { username: 'ann' }, body: { username: 'ann', password: 'secret' } }, [['username', /^Unknown; nothing/]]],
  ['an unknown field of a body', createUser, { body: { username: 'ann', password: 'secret', admin: true } }, [['admin', /^Unknown; known are username, password, properties\.$/]]],
  ['a parameter of the path in a body', configure, { params: { name: 'a' }, body: { _id: 'b' } }, [['_id', /^Unknown; known are isInsertable, defaultPublicPermission\.$/]]],
  ['a field called __proto__', configure, { params: { name: 'a' }, body: JSON.parse('{"__proto__":{"isInsertable":true}}') }, [['__proto__', /^Unknown/]]],
  ['a parameter given twice', listUsers, { query: { page: ['1', '2'] } }, [['page', /^Must be given once\.$/]]],
  ['names and values that are wrong, all at once', listUsers, { query: { nope: '1', page: '0', itemsInPage: ['5', '6'], sortOrder: 'up', userQueryBindParams: 'US' } },
    [['nope', /^Unknown/], ['itemsInPage', /^Must be given once/], ['page', /^Must be between/], ['sortOrder', /^Must be "asc"/], ['userQueryBindParams', /^Must be an array/]]],
  ['fields and values that are wrong, by the names of this surface', configure, { params: { name: '' }, body: { nope: 1, isInsertable: 'yes' } },
    [['nope', /^Unknown/], ['name', /^Must be 1 to 255 characters/], ['isInsertable', /^Must be true or false/]]],
  ['a whole body that is wrong beside an unknown name', createItem, { params: { name: 'a' }, query: { nope: '' }, body: { _x: 1 } },
    [['nope', /^Unknown/], ['body', /^"_x" is not a system property/]]],
])('%s is refused by name', (_what, binding, request, expected) => {
  const { slug, errors = [] } = refusal(binding, request);
  expect([slug, errors.length]).toEqual(['invalid-params', expected.length]);
  expect(new Map(errors.map(({ name, detail }) => [name, detail]))).toEqual(new Map(expected.map(([name, sentence]) => [name, expect.stringMatching(sentence)])));
});

test.each<[what: string, body: unknown]>([
  ['an array', []], ['a text', '{}'], ['a number', 0], ['null', null], ['a boolean', true],
])('a body that is %s is refused where an object is wanted', (_what, body) => {
  const expected = { slug: 'invalid-params', errors: [{ name: 'body', detail: 'Must be an object.' }] };
  for (const binding of [createUser, createItem]) expect(refusal(binding, { params: { name: 'a' }, body })).toEqual(expected);
});

test('a body of the wrong form and an unknown name are told together', () => {
  const { errors = [] } = refusal(createItem, { params: { name: 'a' }, query: { nope: '1' }, body: [] });
  expect(errors.map(({ name }) => name).sort()).toEqual(['body', 'nope']);
});

test('a body that is missing is a malformed one', () => {
  for (const binding of [createUser, createItem]) expect(refusal(binding, { params: { name: 'a' } }).slug).toBe('malformed-body');
});

test('values that are wrong while all names are known are left to whoever answers the call', () => {
  expect(read(listUsers, { query: { page: '0', sortOrder: 'up' } })).toEqual({ page: 0, sortOrder: 'up' });
});
