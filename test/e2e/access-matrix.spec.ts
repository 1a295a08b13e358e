import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, type GraphQLField, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import { fieldsOf, type JsonSchema } from '../../src/contract/facts.js';
import type { Method } from '../../src/contract/method.js';
import { methods, operations } from '../../src/contract/methods.js';
import { scopes } from '../../src/contract/scopes.js';
import { startApp } from '../support/app.js';
import { sqliteDatabase, type TestDatabase } from '../support/databases.js';
import { openKeyMaker, type KeyMaker } from '../support/keys.js';
import { servedFields, servedRoutes, type ServedField, type ServedRoute } from '../support/served.js';
import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';

/**
 * Every method of the contract × every kind of key × every surface: whether the key opens it. What a call needs is
 * made up from the contract, so a method that is declared, routed or served is tested by being so. Expected is what the
 * kind of key says, whatever the server works out.
 */
const collection = 'Matrix';

/** Kinds of key that no method opens to. */
const badKeys = ['none', 'empty', 'wrong', 'expired', 'revoked', 'wrong address'] as const;
type Verdict = 'unauthenticated' | 'forbidden' | 'open';

let database: TestDatabase;
let server: RunningServer;
let maker: KeyMaker;
let routes: ServedRoute[];
let fields: ServedField[];
let schema: GraphQLSchema;
let item: { readonly _id: string };
const bad = new Map<string, string | undefined>();
const made = new Map<string, Promise<string>>();

beforeAll(async () => {
  const app = await startApp();
  [routes, fields, schema] = [servedRoutes(app.nest), servedFields(app.nest), app.nest.get(GraphQLSchemaHost, { strict: false }).schema];
  await app.stop();
  database = await sqliteDatabase();
  server = await startServer({ DATABASE_URL: database.url });
  maker = await openKeyMaker(database.url);
  const everything = ['*'];
  bad.set('none', undefined).set('empty', '').set('wrong', adminKey.slice(0, -1))
    .set('expired', await maker.make(everything, { expires: '1h', at: Date.now() - 3_600_001 }))
    .set('revoked', await maker.make(everything))
    .set('wrong address', await maker.make(everything, { cidrs: ['10.0.0.0/8', '2001:db8::/32'] }));
  await maker.revoke(bad.get('revoked')!);
  await server.rpc('Collection.create', { _id: collection });
  const owner = (await server.rpc('User.create', { username: 'owner', password: 'secret' })).result as { user: { _id: string } };
  ({ item } = (await server.rpc('CollectionItem.create', { collectionName: collection, item: { a: 1 }, ownerUserOid: owner.user._id })).result as { item: typeof item });
});
afterAll(async () => {
  await server.stop();
  await maker.close();
  await database.remove();
});

/** A key with some scopes, made when it is first asked for. */
function keyWith(granted: readonly string[]): Promise<string> {
  const name = granted.join(' ');
  if (!made.has(name)) made.set(name, maker.make(granted));
  return made.get(name)!;
}

const besides = (...lacking: readonly string[]): readonly string[] => scopes.filter((scope) => !lacking.includes(scope));
const narrowTo = (name: string): readonly string[] => [`items:read:${name}`, `items:write:${name}`];

/** The keys that are valid, what each is expected to open, and the scope that a refusal is to name. */
function validKeys(method: Method): [kind: string, granted: readonly string[], verdict: Verdict][] {
  if (method.scope === 'any') return [['any key', ['push:read'], 'open'], ['an admin key', ['*'], 'open']];
  const opener = method.orScope === undefined ? [] : [method.orScope];
  return [
    ['the right scope', [method.scope], 'open'],
    ['an admin key', ['*'], 'open'],
    ['every other scope', besides(method.scope, ...opener), 'forbidden'],
    ['items of its collection only', narrowTo(collection), method.collectionParam === undefined ? 'forbidden' : 'open'],
    ['items of another collection only', narrowTo('Another'), 'forbidden'],
  ];
}

/** A value that fits a field's schema, if it is not one of the names that exist here. */
function sampleOf(name: string, schema: JsonSchema): unknown {
  if (name === 'collectionName') return collection;
  const { type, examples, enum: choices } = schema as { readonly type?: string; readonly examples?: readonly unknown[]; readonly enum?: readonly unknown[] };
  if (choices !== undefined) return choices[0];
  if (examples !== undefined) return examples[0];
  return { string: 'x', integer: 1, boolean: true, array: [], object: {} }[type ?? 'object'];
}

function paramsOf(method: Method): Record<string, unknown> {
  const isOfCollection = method.collectionParam === '_id';
  return Object.fromEntries(fieldsOf(method.params).filter(({ required }) => required)
    .map(({ name, schema: fieldSchema }) => [name, name === '_id' && isOfCollection ? collection : sampleOf(name, fieldSchema)]));
}

interface Answer {
  readonly verdict: Verdict;
  /** What is said, without what differs from request to request. */
  readonly text: string;
}

const headersFor = (key: string | undefined): Record<string, string> => (key === undefined ? {} : { [keyHeader]: key });
const post = (path: string, key: string | undefined, body: unknown): Promise<Response> =>
  fetch(`${server.url}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headersFor(key) }, body: JSON.stringify(body) });

async function overRpc(method: Method, key: string | undefined, params: object = paramsOf(method)): Promise<Answer> {
  const text = await (await post('/rpc', key, { jsonrpc: '2.0', id: 1, method: method.name, params })).text();
  const { error } = JSON.parse(text) as { error?: { code: number } };
  return { verdict: error?.code === 4 ? 'unauthenticated' : error?.code === 14 ? 'forbidden' : 'open', text };
}

async function overRest({ verb, path, binding }: ServedRoute, key: string | undefined, isSpoilt = false): Promise<Answer> {
  const params = paramsOf(binding.method);
  const address = path.replace(/:(\w+)/g, (_, segment: string) => {
    const param = binding.path[segment]!;
    return param === 'idList' ? 'gone' : encodeURIComponent(String(params[param]));
  });
  const inBody = binding.body === 'fields' ? Object.fromEntries(Object.entries(params).filter(([name]) => !Object.values(binding.path).includes(name))) : params[binding.body ?? ''];
  const body = binding.body === undefined ? undefined : JSON.stringify(isSpoilt ? { nonsense: 1 } : inBody);
  const reply = await fetch(`${server.url}${address}${isSpoilt ? '?nonsense=1' : ''}`, {
    method: verb, headers: { ...headersFor(key), ...(body !== undefined && { 'Content-Type': 'application/json' }) }, ...(body !== undefined && { body }),
  });
  expect(reply.headers.get('www-authenticate')).toBe(reply.status === 401 ? 'Bearer' : null);
  const text = (await reply.text()).replace(/"instance":"[^"]*"/, '"instance":""');
  return { verdict: reply.status === 401 ? 'unauthenticated' : reply.status === 403 ? 'forbidden' : 'open', text };
}

/** A value for an argument of GraphQL, as a literal. */
function literalOf(name: string, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return '[]';
  if (isEnumType(nullable)) return nullable.getValues()[0]!.name;
  if (isInputObjectType(nullable)) return `{ ${requiredOf(Object.values(nullable.getFields()))} }`;
  if (name === 'collectionName') return JSON.stringify(collection);
  return { Boolean: 'true', Int: '1', JSONObject: '{}' }[String(nullable)] ?? JSON.stringify('x1');
}

function requiredOf(args: readonly { readonly name: string; readonly type: GraphQLInputType }[]): string {
  return args.filter(({ type }) => isNonNullType(type)).map(({ name, type }) => `${name}: ${literalOf(name, type)}`).join(' ');
}

/** How to get from the root to a field of a type, and what the way there needs. */
const ways: Readonly<Record<string, readonly [around: (field: string) => string, needs: readonly string[]]>> = {
  Query: [(field) => `query { ${field} __typename }`, []],
  Mutation: [(field) => `mutation { ${field} __typename }`, []],
  Collection: [(field) => `query { collection(name: "${collection}") { ${field} __typename } __typename }`, ['collections:read']],
  CollectionItem: [(field) => `query { collection(name: "${collection}") { item(id: "${item._id}") { ${field} __typename } } __typename }`, ['collections:read', `items:read:${collection}`]],
};

async function overGraphql({ of, name, method }: ServedField, granted: readonly string[] | undefined, key?: string): Promise<Answer> {
  const type = schema.getType(of);
  const field = (isObjectType(type) ? type.getFields()[name] : undefined) as GraphQLField<unknown, unknown>;
  const given = requiredOf(field.args.filter((each) => !(each.name === 'name' && method.collectionParam === '_id')));
  const args = [...(method.collectionParam === '_id' && of === 'Query' ? [`name: "${collection}"`] : []), ...(given === '' ? [] : [given])].join(' ');
  const [around, needs] = ways[of]!;
  const presented = granted === undefined ? key : await keyWith([...new Set([...granted, ...needs])]);
  const reply = await post('/graphql', presented, { query: around(`tested: ${name}${args === '' ? '' : `(${args})`}${isObjectType(getNamedType(field.type)) ? ' { __typename }' : ''}`) });
  const { data, errors = [] } = (await reply.json()) as { data?: Record<string, unknown> | null; errors?: { message: string; path?: readonly unknown[]; extensions: { code: string; status: number } }[] };
  const text = errors.map(({ message }) => message).join(' ');
  if (reply.status === 401) return { verdict: 'unauthenticated', text };
  const refused = errors.find(({ path }) => path?.at(-1) === 'tested');
  expect(errors.filter((error) => error !== refused)).toEqual([]);
  if (refused?.extensions.code !== 'FORBIDDEN') return { verdict: 'open', text };
  // A forbidden field is null, and its siblings answer; only a mutation, which may not be null, takes the rest with it.
  if (of === 'Mutation' && isNonNullType(field.type)) expect(data).toBeNull();
  else expect(JSON.stringify(data)).toMatch(of === 'Query' || of === 'Mutation' ? /^\{"tested":null,"__typename":/ : /"tested":null,"__typename":"Collection/);
  return { verdict: 'forbidden', text };
}

const named = (list: Iterable<Method>): [string, Method][] => [...list].map((method) => [method.name, method]);

describe.each(named(methods.values() as Iterable<Method>))('%s over JSON-RPC', (_name, method) => {
  test('is closed to what is no key, with one answer', async () => {
    const answers = await Promise.all(badKeys.map((kind) => overRpc(method, bad.get(kind))));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['{"jsonrpc":"2.0","error":{"code":4,"message":"API key invalid"},"id":1}']));
  });

  test('opens to the keys that it should, and to no other', async () => {
    for (const [kind, granted, verdict] of validKeys(method)) {
      const answer = await overRpc(method, await keyWith(granted));
      expect([kind, answer.verdict]).toEqual([kind, verdict]);
      if (verdict === 'forbidden') expect(JSON.parse(answer.text)).toEqual({ jsonrpc: '2.0', id: 1, error: { code: 14, message: 'Permission denied', data: { scopes: [method.scope] } } });
    }
  });

  test('tells who lacks the scope nothing about the parameters', async () => {
    if (method.scope === 'any') return;
    expect((await overRpc(method, await keyWith(besides(method.scope, method.orScope ?? '')), { page: 'x', _id: 7, idList: 'x' })).verdict).toBe('forbidden');
  });
});

describe('the operations of the gateway’s own', () => {
  test('are no methods of the RPC endpoint', async () => {
    for (const method of [...operations.values()].filter(({ name }) => !methods.has(name))) {
      expect((await overRpc(method, adminKey)).text).toBe('{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":1}');
    }
  });
});

test('every route of REST is closed to what is no key, with one answer', async () => {
  for (const route of routes) {
    const answers = await Promise.all(badKeys.map((kind) => overRest(route, bad.get(kind))));
    expect([route.path, new Set(answers.map(({ verdict }) => verdict)), new Set(answers.map(({ text }) => text)).size]).toEqual([route.path, new Set(['unauthenticated']), 1]);
  }
});

test('every route of REST opens to the keys that it should, and to no other, whose refusal names the scope', async () => {
  expect(routes.length).toBeGreaterThan(20);
  for (const route of routes) {
    const { method } = route.binding;
    for (const [kind, granted, verdict] of validKeys(method)) {
      const answer = await overRest(route, await keyWith(granted));
      expect([route.verb, route.path, kind, answer.verdict]).toEqual([route.verb, route.path, kind, verdict]);
      if (verdict === 'forbidden') expect(JSON.parse(answer.text)).toMatchObject({ type: '/problems/forbidden', status: 403, detail: `The key lacks the scope ${method.scope}.` });
    }
  }
});

test('every route of REST tells who lacks the scope nothing about the rest of the request', async () => {
  for (const route of routes) {
    const { scope, orScope } = route.binding.method;
    expect([route.path, (await overRest(route, await keyWith(besides(scope, orScope ?? '')), true)).verdict]).toEqual([route.path, 'forbidden']);
  }
});

test('every field of GraphQL is closed to what is no key, with one answer', async () => {
  for (const field of fields) {
    const answers = await Promise.all(badKeys.map((kind) => overGraphql(field, undefined, bad.get(kind))));
    expect([field.name, new Set(answers.map(({ verdict }) => verdict)), new Set(answers.map(({ text }) => text)).size]).toEqual([field.name, new Set(['unauthenticated']), 1]);
  }
});

test('every field of GraphQL opens to the keys that it should, and to no other, whose refusal names the scope', async () => {
  expect(fields.length).toBeGreaterThan(20);
  for (const field of fields) {
    const way = ways[field.of]![1];
    for (const [kind, granted, verdict] of validKeys(field.method)) {
      // What the way there needs may be what the field needs.
      const isOpenAnyway = way.includes(field.method.scope) || way.some((scope) => scope.startsWith(`${field.method.scope}:`));
      const answer = await overGraphql(field, granted);
      expect([field.name, kind, answer.verdict]).toEqual([field.name, kind, isOpenAnyway ? 'open' : verdict]);
      if (answer.verdict === 'forbidden') expect(answer.text).toBe(`The key lacks the scope ${field.method.scope}.`);
    }
  }
});
