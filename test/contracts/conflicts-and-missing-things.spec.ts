import { Collection } from '../../src/contract/collection.js';
import { Key } from '../../src/contract/key.js';
import { operations } from '../../src/contract/methods.js';
import type { Method } from '../../src/contract/method.js';
import { User } from '../../src/contract/user.js';
import { startServer, type RunningServer } from '../support/server.js';
import { story } from '../examples/story.js';

/** What the contract says can be missing or taken decides what the documents list: here the server shows that it can be. */
let server: RunningServer;
let ben: string;
beforeAll(async () => {
  server = await startServer();
  await server.rpc('Collection.create', { _id: 'GameScore' });
  await server.rpc('User.create', { username: 'ann', password: 'secret' });
  ben = (await server.rpc('User.create', { username: 'ben', password: 'secret' })).result.user._id as string;
  await server.request('/v1/keys', { body: { name: 'ci', scopes: ['items:read'] } });
});
afterAll(() => server.stop());

/** Operations of our own are no methods of the Management API: REST alone has them. */
async function faultsOf(method: Method<string, object, object>, params: object): Promise<object> {
  if (method === Key.create) return toldBy(await server.request('/v1/keys', { body: params }));
  if (method === Key.revoke) return toldBy(await server.request(`/v1/keys/${(params as { readonly name: string }).name}`, { method: 'DELETE' }));
  return (await server.rpc(method.name, params)).error?.data as object;
}

async function toldBy(reply: Response): Promise<object> {
  const { errors = [] } = (await reply.json()) as { readonly errors?: readonly { readonly name: string; readonly detail: string }[] };
  return Object.fromEntries(errors.map(({ name, detail }) => [name, detail]));
}

const all = [...operations.values()];
const subjects = all.flatMap((method) => method.subjects.map((subject): [name: string, subject: string, method: Method<string, object, object>] => [method.name, subject, method]));

test.each(subjects)('%s says "not found" of its %s', async (_name, subject, method) => {
  const { params } = story.find((exchange) => exchange.method === method)!;
  expect(await faultsOf(method, { ...params, [subject]: 'nothing' })).toMatchObject({ [subject]: expect.stringMatching(/\bnot found\b/) });
});

const taken: readonly (readonly [Method<string, object, object>, params: () => object])[] = [
  [User.create, () => ({ username: 'ann', password: 'secret' })],
  [User.update, () => ({ _id: ben, user: { _username: 'ann' } })],
  [Collection.create, () => ({ _id: 'GameScore' })],
  [Key.create, () => ({ name: 'ci', scopes: ['items:read'] })],
];

test.each(taken.map(([method, params]) => [method.name, method.claims.join(), params] as const))('%s says "already exists" of its %s', async (name, claim, params) => {
  expect(await faultsOf(operations.get(name)!, params())).toEqual({ [claim]: expect.stringMatching(/\balready exists\b/) });
});

test('nothing else claims a name', () => {
  expect(all.filter(({ claims }) => claims.length > 0).map(({ name }) => name).sort()).toEqual(taken.map(([{ name }]) => name).sort());
});
