import { readFileSync } from 'node:fs';
import { ModulesContainer } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { buildSchema, findBreakingChanges, findDangerousChanges, type GraphQLSchema } from 'graphql';
import type { AuditedManagementApi } from '../../src/access/audited-management-api.js';
import type { ScopedManagementApi } from '../../src/access/scoped-management-api.js';
import { Dispatcher } from '../../src/backend/dispatch.js';
import { ManagementApi } from '../../src/contract/management-api.js';
import { fieldsOf } from '../../src/contract/facts.js';
import type { Method } from '../../src/contract/method.js';
import { methods, ownOperations, operations as declaredOperations } from '../../src/contract/methods.js';
import { scopes } from '../../src/contract/scopes.js';
import { OpenApi } from '../../src/gateway/documents/open-api.js';
import { restBindingOf } from '../../src/gateway/http/serves.js';
import { servedBy } from '../../src/gateway/graphql/serves-field.js';
import { ownRoutes, specifiedRoutes } from '../fixtures/gateway-routes.js';
import { ownScopes, specifiedScopes } from '../fixtures/scopes.js';
import { startApp, type RunningApp } from '../support/app.js';

/** Methods without a route or field of their own, each with its reason. */
const withoutRoute = new Map([['rpc.discover', 'its document is at /openrpc.json']]);
const withoutField = new Map([
  ['rpc.discover', 'its document is at /openrpc.json'],
  ['Push.cancel', 'an extension; GraphQL has the fields of the specification'],
  ['Push.getRecipients', 'an extension; GraphQL has the fields of the specification'],
  ['CollectionItem.getPermission', 'an item has its permission as a field'],
]);

let app: RunningApp;
let schema: GraphQLSchema;
let operations: [route: string, operation: Operation][];

interface Operation {
  readonly description: string;
  readonly operationId: string;
  readonly responses: Record<string, { readonly description: string; readonly headers?: object }>;
}

beforeAll(async () => {
  app = await startApp();
  schema = app.nest.get(GraphQLSchemaHost, { strict: false }).schema;
  const { paths } = app.nest.get(OpenApi, { strict: false }).document();
  operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([verb, operation]): [string, Operation] => [`${verb.toUpperCase()} ${path}`, operation]));
});
afterAll(() => app.stop());

const all = [...methods.values()] as Method[];

/** The methods that decorated functions of some classes name. */
function named(classes: Iterable<object>, methodOf: (member: object) => Method | undefined): Set<string> {
  const names = new Set<string>();
  for (const prototype of classes) {
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const member: unknown = Reflect.getOwnPropertyDescriptor(prototype, key)?.value;
      const method = typeof member === 'function' ? methodOf(member) : undefined;
      if (method !== undefined) names.add(method.name);
    }
  }
  return names;
}

function prototypes(kind: 'controllers' | 'providers'): object[] {
  return [...app.nest.get(ModulesContainer).values()].flatMap((module) => [...module[kind].values()].flatMap((wrapper) =>
    (typeof wrapper.metatype === 'function' ? [wrapper.metatype.prototype as object | undefined] : []))).filter((prototype): prototype is object => prototype !== undefined);
}

test('every method and every operation of our own declares the scope that is specified for it, and there is no other scope', () => {
  const declared = [...declaredOperations.values()].map(({ name, scope }) => [name, scope]);
  const specified = Object.entries({ ...specifiedScopes, ...ownScopes }).flatMap(([scope, names]) => names.map((name) => [name, scope]));
  expect(declared.sort()).toEqual(specified.sort());
  expect([...scopes, 'any'].sort()).toEqual(Object.keys({ ...specifiedScopes, ...ownScopes }).sort());
});

test('what scopes depend on is a parameter of the method', () => {
  for (const method of declaredOperations.values()) {
    const named = [...Object.keys(method.scopesWith), ...(method.collectionParam === undefined ? [] : [method.collectionParam])];
    expect(fieldsOf(method.params).map((field) => field.name)).toEqual(expect.arrayContaining(named));
    if (/^items:/.test(method.scope)) expect([method.name, method.collectionParam]).toEqual([method.name, 'collectionName']);
  }
});

test('every subject is a parameter of its method, and so is every claim', () => {
  for (const method of declaredOperations.values()) expect(fieldsOf(method.params).map((field) => field.name)).toEqual(expect.arrayContaining([...method.subjects, ...method.claims]));
});

test('every method has a handler, and every handler a method', () => {
  const { api } = app.nest.get<AuditedManagementApi<ScopedManagementApi>>(ManagementApi, { strict: false }).api;
  expect(api).toBeInstanceOf(Dispatcher);
  expect([...(api as Dispatcher).methodNames].sort()).toEqual(all.map((method) => method.name).sort());
});

test('every method and operation of our own has a REST route, and every route a method', () => {
  const routed = named(prototypes('controllers'), (member) => restBindingOf(member)?.method);
  expect([...routed].sort()).toEqual([...all, ...ownOperations].map((method) => method.name).filter((name) => !withoutRoute.has(name)).sort());
});

test('every method and operation of our own has a GraphQL field, and every field a method', () => {
  const fields = named(prototypes('providers'), servedBy);
  expect([...fields].sort()).toEqual([...all, ...ownOperations].map((method) => method.name).filter((name) => !withoutField.has(name)).sort());
});

test('the routes are those of the specification, with their statuses', () => {
  const found = operations.map(([route, { description, responses }]) => [
    route, /`([^`]+)`/.exec(description)?.[1], Object.keys(responses).map(Number).filter((status) => status < 300),
  ]);
  const byRoute = (left: readonly unknown[], right: readonly unknown[]): number => (String(left[0]) < String(right[0]) ? -1 : 1);
  expect([...found].sort(byRoute)).toEqual([...specifiedRoutes, ...ownRoutes].sort(byRoute));
});

/** What the operations of each HTTP method may be called: generators make the names of functions from their ids. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  GET: ['get', 'list'], POST: ['create', 'send', 'cancel', 'verify', 'delete'], PUT: ['set', 'register'], PATCH: ['update', 'configure'], DELETE: ['delete', 'drop', 'unregister', 'revoke'],
};

test('every operation has an id of its own: a verb that fits its HTTP method, and a noun', () => {
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [route, { operationId, responses }] of operations) {
    const [, verb, noun] = /^([a-z]+)((?:[A-Z][a-z]+)+)$/.exec(operationId) ?? [operationId];
    expect([operationId, verbs[route.split(' ')[0]!]]).toEqual([operationId, expect.arrayContaining([verb])]);
    const isOfMany = verb === 'list' || 'X-Total-Count' in (responses['200']?.headers ?? {});
    if (isOfMany) expect([operationId, verb, noun]).toEqual([operationId, 'list', expect.stringMatching(/s$/)]);
  }
});

test('the GraphQL schema is that of the specification, both ways', () => {
  const specified = buildSchema(readFileSync(new URL('../fixtures/gateway.graphql', import.meta.url), 'utf8'));
  const changes = [[specified, schema], [schema, specified]].flatMap(([from, to]) => [...findBreakingChanges(from!, to!), ...findDangerousChanges(from!, to!)]);
  expect(changes).toEqual([]);
});

test('everything in the GraphQL schema is described: types, fields, arguments, members of inputs and of enumerations', () => {
  const undescribed = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__') && !['Boolean', 'String', 'ID', 'Int'].includes(name)).flatMap((type) => {
    const members = 'getFields' in type ? Object.values(type.getFields()) : 'getValues' in type ? type.getValues() : [];
    const all = [type, ...members.flatMap((member) => [member, ...('args' in member ? member.args : [])])];
    return all.filter(({ description }) => !description).map(({ name }) => `${type.name}: ${name}`);
  });
  expect(undescribed).toEqual([]);
});
