import { fieldsOf } from '../../contract/facts.js';
import { methods } from '../../contract/methods.js';
import { graphqlName } from './arguments.js';

test.each<[method: string | undefined, param: string, name: string]>([
  ['User.get', '_id', 'id'],
  ['User.list', 'userQuery', 'query'],
  ['User.list', 'userQueryBindParams', 'bindParams'],
  ['User.list', 'page', 'page'],
  ['User.update', 'user', 'properties'],
  ['User.update', '_id', 'id'],
  ['Collection.create', '_id', 'name'],
  ['CollectionItem.create', 'item', 'data'],
  ['CollectionItem.list', 'query', 'query'],
  ['CollectionItem.list', 'collectionName', 'collectionName'],
  ['Push.send', 'extra_json', 'extraJson'],
  ['Push.send', 'userQuery', 'userQuery'],
  ['User.get', 'page', 'page'],
  ['User.get', 'constructor', 'constructor'],
  ['Nobody.knows', '_id', '_id'],
  ['constructor', '_id', '_id'],
  [undefined, '_id', '_id'],
])('GraphQL calls the parameter of %s that is named %s %s', (method, param, name) => {
  expect(graphqlName(method, param)).toBe(name);
});

test.each([...methods.values()])('GraphQL calls no two parameters of $name the same', ({ name: method, params }) => {
  const names = fieldsOf(params).map(({ name }) => graphqlName(method, name));
  expect(names).toEqual([...new Set(names)]);
  expect(names.filter((name) => name.startsWith('_'))).toEqual([]);
});
