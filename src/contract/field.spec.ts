import { methods } from './methods.js';
import { checkParams } from './params.js';

/** The least that each method takes. */
const least: Readonly<Record<string, object>> = {
  'User.list': {},
  'User.create': { username: 'ann', password: 'secret' },
  'User.delete': { idList: [] },
  'Collection.create': { _id: 'Scores' },
  'CollectionItem.create': { collectionName: 'Scores', item: {} },
  'CollectionItem.update': { collectionName: 'Scores', _id: 'i1', item: {} },
  'CollectionItem.setPermission': { collectionName: 'Scores', _id: 'i1', permission: {} },
  'Push.send': { pushProjectId: 'demo', platform: 'ios', buildType: 'debug', message: 'Hi' },
};

const text = (length: number, unit = 'x'): string => unit.repeat(length);
/** A character beyond the BMP: one character of two UTF-16 units. */
const pile = (length: number): string => text(length, '\u{1F600}');
const list = (length: number, element: unknown = 'x'): unknown[] => new Array<unknown>(length).fill(element);
const nested = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));
/** An object of so many bytes as UTF-8 JSON, `{"a":"…"}`, most of them in characters of two bytes. */
const ofBytes = (bytes: number): object => ({ a: text((bytes - 8) >> 1, 'é') + text(bytes % 2) });
const json = (source: string): unknown => JSON.parse(source);

const unstorable = 'Must not contain U+0000 or a lone surrogate.';
const tooDeep = 'Must nest at most 100 levels.';
const tooLarge = 'Must be at most 512000 bytes as JSON.';
const notFinite = 'Numbers must be finite doubles.';
const idLength = 'Must be 1 to 255 characters.';
const badName = (name: string): string => `Property name ${JSON.stringify(name)} must be a letter, then letters, digits or "_".`;
const badKey = (key: string): string => `Key ${JSON.stringify(key)} must be "public" or 1 to 64 letters, digits, "_" or "-".`;
const notSystem = (name: string): string => `${JSON.stringify(name)} is not a system property; own names do not start with "_".`;

/** For a parameter of a method: the values that fit, and under each sentence those that do not. */
type Rule = [method: string, param: string, fine: readonly unknown[], wrong: Readonly<Record<string, readonly unknown[]>>];

const rules: Rule[] = [
  ['User.list', 'page', [1, 1_000_000], {
    'Must be between 1 and 1000000.': [0, -1, 1_000_001, Infinity], 'Must be an integer.': [1.5, '1', true, [1], {}],
  }],
  ['User.list', 'itemsInPage', [1, 10_000], { 'Must be between 1 and 10000.': [0, 10_001], 'Must be an integer.': [1.5, '5'] }],
  ['User.list', 'sortProperty', ['', 'a.b', text(1_000), pile(1_000)], {
    'Must be 0 to 1000 characters.': [text(1_001), pile(1_001)], 'Must be a string.': [1, ['a'], {}], [unstorable]: ['a\0', '\ud800'],
  }],
  ['User.list', 'sortOrder', ['asc', 'desc'], { 'Must be "asc" or "desc".': ['ASC', '', 1, ['asc']] }],
  ['User.list', 'nameFilter', ['', '%_', pile(1_000)], { 'Must be 0 to 1000 characters.': [text(1_001)], [unstorable]: ['\ud800', '\udc00\ud800', '\0'] }],
  ['User.list', 'userQuery', ['', text(4_000)], { 'Must be 0 to 4000 characters.': [text(4_001)], 'Must be a string.': [{}] }],
  ['User.list', 'userQueryBindParams', [[], [null, 1, 'a', [2], { b: 3 }], list(1_000), [nested(99)]], {
    'Must be an array.': ['[]', {}, 1], 'Must have at most 1000 elements.': [list(1_001)],
    [tooDeep]: [[nested(100)]], [notFinite]: [[Infinity], [-Infinity]], [unstorable]: [['\0'], [{ '\ud800': 1 }]],
  }],
  ['User.list', 'propertyNames', [['a'], list(1_000), 'x,'.repeat(999)], {
    'Must be an array of names, or names separated by commas.': [1, true, {}], 'Must have at most 1000 names.': [list(1_001), text(1_001, 'x,')],
    'Element 0 must be a string.': [[1]], 'Element 1 must be a string.': [['a', null]], [`Element 0: ${unstorable}`]: [['\ud800']], [`Element 1: ${unstorable}`]: ['a,\0'],
    'Element 0 must be at most 1000 characters.': [['x'.repeat(1_001)]],
  }],
  ['User.create', 'username', ['a', text(255), pile(255), '<ann>@x'], {
    [idLength]: ['', text(256), pile(256)], 'Must not contain blanks.': ['a b', 'ann\n', '\u3000'], 'Must be a string.': [1, {}], [unstorable]: ['a\0', '\udfff'],
  }],
  ['User.create', 'password', ['a', pile(80)], {
    'Must be 1 to 80 characters.': ['', text(81), pile(81)], 'Must not contain blanks.': ['a\tb'], 'Must be a string.': [['secret'], 1234],
  }],
  ['User.create', 'properties', [{}, { _id: 1, _password: '*', _username: 2, aZ_9: null }, nested(100), ofBytes(512_000)], {
    'Must be an object.': [[], '{}', 1], [tooDeep]: [nested(101)], [tooLarge]: [ofBytes(512_001)],
    [notSystem('_permission')]: [{ _permission: {} }], [badName('')]: [{ '': 1 }], [badName('1a')]: [{ '1a': 1 }], [badName('a.b')]: [{ 'a.b': 1 }], [badName('é')]: [{ é: 1 }],
  }],
  ['User.delete', 'idList', [[], ['', 'u1'], list(10_000), [pile(255)]], {
    'Must be an array of strings.': ['u1', { 0: 'u1' }], 'Must have at most 10000 elements.': [list(10_001)],
    'Element 1 must be a string.': [['a', null], ['a', 1]], 'Element 1 must be at most 255 characters.': [['a', text(256)]], [`Element 0: ${unstorable}`]: [['\ud800'], ['\0']],
  }],
  ['Collection.create', '_id', ['a', 'Z-_9', text(64)], {
    'Must be 1 to 64 characters.': ['', text(65)], 'Must be a letter, then letters, digits, "_" or "-".': ['1a', '_a', '-a', 'a b', 'a\n', 'ä', 'a.b'],
    'Must be a string.': [1], [unstorable]: ['a\0'],
  }],
  ['Push.send', 'target', ['app'], { 'Must be "app".': ['web', '', 1] }],
  ['Collection.create', 'isInsertable', [true, false], { 'Must be true or false.': ['true', 0, 1, []] }],
  ['Collection.create', 'defaultPublicPermission', ['', 'r', 'w', 'rw'], { 'Must be "", "r", "w" or "rw".': ['wr', 'R', ' ', true, ['r']] }],
  ['CollectionItem.create', 'collectionName', ['a', text(255)], { [idLength]: ['', text(256)] }],
  ['CollectionItem.create', 'ownerUserOid', ['u1', pile(255)], { [idLength]: ['', pile(256)], 'Must be a string.': [{}] }],
  ['CollectionItem.create', 'item', [{}, { _id: 1, _permission: { x: 1 }, a: { '': 1, _b: 2, 'c.d': '\u{10FFFF}' } }, nested(100), ofBytes(512_000)], {
    'Must be an object.': [[{}], 'x'], [tooDeep]: [nested(101), json(`{"a":${text(100, '[')}${text(100, ']')}}`)], [tooLarge]: [ofBytes(512_001)],
    [notFinite]: [json('{"a":[-1e400]}')], [unstorable]: [{ a: ['\ud800'] }, { a: { '\udc00': 1 } }, { 'a\0': 1 }],
    [notSystem('_username')]: [{ _username: 'x' }], [notSystem('__proto__')]: [json('{"__proto__":{}}')], [badName('$a')]: [{ $a: 1 }],
  }],
  ['CollectionItem.update', '_id', ['i', pile(255)], { [idLength]: ['', pile(256)], 'Must be a string.': [1] }],
  ['CollectionItem.update', 'item', [{ a: null, _updatedAt: 1 }, ofBytes(512_000)], {
    [tooLarge]: [ofBytes(512_001)], [tooDeep]: [nested(101)], [notFinite]: [json('{"a":1e400}')], [notSystem('_x')]: [{ _x: 1 }], [unstorable]: [{ a: '\0' }],
  }],
  ['CollectionItem.setPermission', 'permission', [{}, { public: 'rw', u1: '', [text(64, '-')]: 'w' }, json('{"__proto__":"r"}')], {
    'Must be an object.': ['r', ['r']], [badKey('')]: [{ '': 'r' }], [badKey(text(65))]: [{ [text(65)]: 'r' }], [badKey('a.b')]: [{ 'a.b': 'r' }],
    'The value of "public" must be "", "r", "w" or "rw".': [{ public: 'x' }, { public: true }], 'The value of "u1" must be "", "r", "w" or "rw".': [{ u1: null }],
  }],
];

test.each(rules)('%s takes what fits as %s, up to every limit, and has the right sentence for everything else', (method, param, fine, wrong) => {
  const faultsOf = (value: unknown): unknown => checkParams(methods.get(method)!, { ...least[method], [param]: value }).faults;
  expect(fine.map(faultsOf)).toEqual(fine.map(() => ({})));
  for (const [sentence, values] of Object.entries(wrong)) expect(values.map(faultsOf)).toEqual(values.map(() => ({ [param]: sentence })));
});
