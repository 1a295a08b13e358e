import { adminKey, clientOf, type RunningServer } from '../support/server.js';
import { cleanUp, launch, temporaryFolder, type ServerProcess } from './support/server-process.js';

let server: ServerProcess;
let client: Omit<RunningServer, 'stop'>;
afterEach(cleanUp);

async function start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  server = launch({ ADMIN_KEY: adminKey, DATABASE_URL: `sqlite:${temporaryFolder()}/backend.db`, ...environment });
  client = clientOf(await server.ready());
}

interface Line {
  readonly msg: string;
  readonly time: string;
  readonly level: number;
}

/** What the log holds of audit lines once the process has ended, without what is different each time. */
function auditLines({ stdout }: ServerProcess): object[] {
  return stdout.split('\n').filter((line) => line.includes('"msg":"audit"'))
    .map((line) => { const { msg: _msg, time: _time, level: _level, ...entry } = JSON.parse(line) as Line; return entry; });
}

test('every write of every surface leaves one line that says who, what and how it ended, and holds no value', async () => {
  await start();
  const secret = 'a-password-that-nobody-may-see';
  const value = 'a-value-that-nobody-may-see';
  const headers = { 'X-Request-Id': 'r1' };
  await client.request('/v1/collections', { body: { _id: 'Audited' }, headers });
  const user = (await client.rpc('User.create', { username: 'audited', password: secret, properties: { value } })).result.user as { _id: string };
  const item = (await (await client.request('/v1/collections/Audited/items', { body: { value } })).json()) as { _id: string };
  await client.graphql('mutation ($c: ID!, $id: ID!, $d: JSONObject!) { updateItem(collectionName: $c, id: $id, data: $d) { id } }', { c: 'Audited', id: item._id, d: { value } });
  await client.request(`/v1/users/${user._id}/password`, { method: 'PUT', body: { password: secret } });
  await client.rpc('User.verifyPassword', { username: 'audited', password: secret });
  await client.rpc('CollectionItem.delete', { collectionName: 'Audited', idList: [item._id, 'inone'] });
  await client.rpc('Collection.drop', { _id: 'Nothing' });
  const key = (await (await client.request('/v1/keys', { body: { name: 'audited', scopes: ['users:read'] } })).json()) as { key: string };
  await clientOf(client.url, key.key).rpc('User.delete', { idList: [user._id] });
  await client.rpc('User.list');
  await server.end('SIGTERM');

  const reqId = expect.any(String) as string;
  const admin = { reqId, key: 'ADMIN_KEY', outcome: 'done' };
  expect(auditLines(server)).toEqual([
    { ...admin, reqId: 'r1', method: 'Collection.create', subject: { _id: 'Audited' } },
    { ...admin, method: 'User.create', subject: { _id: user._id } },
    { ...admin, method: 'CollectionItem.create', subject: { collectionName: 'Audited', _id: item._id } },
    { ...admin, method: 'CollectionItem.update', subject: { collectionName: 'Audited', _id: item._id } },
    { ...admin, method: 'User.setPassword', subject: { _id: user._id } },
    { ...admin, method: 'User.verifyPassword', subject: { _id: user._id } },
    { ...admin, method: 'CollectionItem.delete', subject: { collectionName: 'Audited', ids: 2, idList: [item._id, 'inone'] } },
    { ...admin, method: 'Collection.drop', subject: { _id: 'Nothing' }, outcome: 'refused', code: -32602 },
    { ...admin, method: 'Key.create', subject: { name: 'audited' } },
    { ...admin, key: 'audited', method: 'User.delete', subject: { ids: 1, idList: [user._id] }, outcome: 'refused', code: 14 },
  ]);
  for (const hidden of [secret, value, key.key, adminKey]) expect(server.stdout).not.toContain(hidden);
});

test('what a gateway before an upstream refuses by itself, it notes as well', async () => {
  await start({ MANAGEMENT_API_URL: 'http://127.0.0.1:9/rpc', MANAGEMENT_API_KEY: 'the-key-for-the-upstream' });
  const { key } = (await (await client.request('/v1/keys', { body: { name: 'reader', scopes: ['users:read'] } })).json()) as { key: string };
  const reader = clientOf(client.url, key);
  expect((await reader.request('/v1/users', { body: { username: 'a b', password: 'fine' } })).status).toBe(403);
  expect((await reader.graphql('mutation { deleteUsers(idList: ["u1"]) }')).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await client.request('/v1/users', { body: { username: 'a b', password: 'fine' } })).status).toBe(400);
  await server.end('SIGTERM');

  const refused = { reqId: expect.any(String) as string, outcome: 'refused' };
  expect(auditLines(server).slice(1)).toEqual([
    { ...refused, key: 'reader', method: 'User.create', subject: {}, code: 14 },
    { ...refused, key: 'reader', method: 'User.delete', subject: { ids: 1, idList: ['u1'] }, code: 14 },
    { ...refused, key: 'ADMIN_KEY', method: 'User.create', subject: {}, code: -32602 },
  ]);
});
