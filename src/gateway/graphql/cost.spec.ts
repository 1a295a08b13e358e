import { readFileSync } from 'node:fs';
import type { GraphQLObjectType} from 'graphql';
import { buildSchema, Kind, parse, validate, type OperationDefinitionNode } from 'graphql';
import { effortOfField, costOf } from './cost.js';

const schema = buildSchema(readFileSync(new URL('../../../openapi/schema.graphql', import.meta.url), 'utf8'));
// The resolvers say how many calls a field takes; a schema from its text knows none.
const callsOf: Record<string, Record<string, number>> = {
  Query: { users: 1, user: 1, userPropertyNames: 1, collections: 1, collection: 1 },
  Collection: { items: 1, item: 1, propertyNames: 1 },
  CollectionItem: { owner: 1 },
  Mutation: { updateUser: 2, deleteUsers: 1 },
};
for (const [type, fields] of Object.entries(callsOf)) {
  for (const [name, calls] of Object.entries(fields)) (schema.getType(type) as GraphQLObjectType).getFields()[name]!.extensions = { [effortOfField]: { calls, loads: 0 } };
}

function cost(query: string, variables: object = {}): number {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  const { calls, loads, records } = costOf({ schema, document, operation, variables: { ...variables } });
  return calls + loads + records;
}

test.each<[what: string, units: number, query: string, variables?: object]>([
  ['one thing is one call', 1, '{ user(id: "u") { id username } }'],
  ['a page is a call and its records', 1 + 20, '{ users { items { id } } }'],
  ['a page is as large as it is asked for', 1 + 7, '{ users(itemsInPage: 7) { items { id } } }'],
  ['a page is as large as a variable says', 1 + 7, 'query ($n: Int) { users(itemsInPage: $n) { items { id } } }', { n: 7 }],
  ['a page is as large as a variable says that is not given', 1 + 9, 'query ($n: Int = 9) { users(itemsInPage: $n) { items { id } } }'],
  ['a page is as large as always when a variable is null', 1 + 20, 'query ($n: Int) { users(itemsInPage: $n) { items { id } } }', { n: null }],
  ['the records of a page are asked for even when only their number is wanted', 1 + 20, '{ users { totalItems } }'],
  ['a list without pages counts as 100', 1 + 100, '{ collections { name } }'],
  ['what is asked for each of them counts 100 times', 1 + 100 + 100, '{ collections { propertyNames } }'],
  ['a page of each of them counts 100 times', 1 + 100 + 100 * (1 + 5), '{ collections { items(itemsInPage: 5) { items { id } } } }'],
  ['an owner counts one per item', 1 + 1 + 30 + 30, '{ collection(name: "A") { items(itemsInPage: 30) { items { owner { username } } } } }'],
  ['the owner of one item is one call', 3, '{ collection(name: "A") { item(id: "i") { owner { id } } } }'],
  ['aliases count each', 2 * (1 + 20), '{ a: users { items { id } } b: users { items { id } } }'],
  ['what stands twice runs once', 1 + 20, '{ users { items { id } } users { items { username } } }'],
  ['fragments count where they are spread', 2 * (1 + 20), '{ a: users { ...p } ... { b: users { ...p } } } fragment p on UserPage { items { id } }'],
  ['fragments that overlap are merged', 1 + 1 + 20 + 20, '{ ...f ...g } fragment f on Query { collection(name: "A") { items { items { owner { id } } } } } fragment g on Query { collection(name: "A") { items { items { owner { username } } } } }'],
  ['what is skipped costs nothing', 1, 'query ($o: Boolean!) { user(id: "u") { id } users @include(if: $o) { totalItems } }', { o: false }],
  ['names cost one call', 1, '{ userPropertyNames }'],
  ['introspection and type names cost nothing', 0, '{ __typename __schema { types { fields { type { name } } } } }'],
  ['a change that is read back is two calls', 2, 'mutation { updateUser(id: "u", properties: {}) { id } }'],
  ['a deletion costs its records', 1 + 3, 'mutation ($l: [ID!]!) { deleteUsers(idList: $l) }', { l: ['a', 'b', 'c'] }],
  ['one id is a list of one', 1 + 1, 'mutation { deleteUsers(idList: "a") }'],
  ['what cannot run costs nothing', 0, 'query ($n: Int) { users(itemsInPage: $n) { totalItems } }', { n: 'many' }],
  ['a negative page earns nothing', 1, '{ users(itemsInPage: -100000) { totalItems } }'],
])('%s', (_what, units, query, ...[variables]) => {
  expect(cost(query, variables)).toBe(units);
});
