import { sqliteDatabase, type TestDatabase } from '../support/databases.js';
import { openKeyMaker, type KeyMaker } from '../support/keys.js';
import { clientOf, startServer, type RunningServer } from '../support/server.js';

/** Whom a key is opened to, by the address that a request seems to come from. */
let database: TestDatabase;
let maker: KeyMaker;
let direct: RunningServer;
let proxied: RunningServer;
let key: string;
beforeAll(async () => {
  database = await sqliteDatabase();
  direct = await startServer({ DATABASE_URL: database.url });
  proxied = await startServer({ DATABASE_URL: database.url, TRUST_PROXY: '127.0.0.1/32, 10.0.0.0/8, 2001:db8:f::/48' });
  maker = await openKeyMaker(database.url);
  key = await maker.make(['*'], { cidrs: ['192.0.2.0/24', '2001:db8::/48'] });
});
afterAll(async () => {
  await Promise.all([direct, proxied].map((server) => server.stop()));
  await maker.close();
  await database.remove();
});

const statusOf = async (server: RunningServer, headers: Record<string, string>): Promise<number> => (await clientOf(server.url, key).request('/v1/collections', { headers })).status;

test.each(['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'X-Client-IP', 'True-Client-IP', 'CF-Connecting-IP'])('a %s gains nothing where no proxy is trusted', async (name) => {
  const value = name === 'Forwarded' ? 'for=192.0.2.1' : '192.0.2.1';
  expect([await statusOf(direct, {}), await statusOf(direct, { [name]: value })]).toEqual([401, 401]);
  if (name !== 'X-Forwarded-For') expect(await statusOf(proxied, { [name]: value })).toBe(401);
});

test.each<[forwarded: string, opens: boolean, why: string]>([
  ['192.0.2.7', true, 'the proxy says so'],
  ['2001:db8::7', true, 'the proxy says so'],
  ['::ffff:192.0.2.7', true, 'IPv4 may be written as IPv6'],
  ['192.0.2.7, 10.1.1.1', true, 'the last one is a proxy too'],
  ['192.0.2.7, 2001:db8:f::1, 10.1.1.1', true, 'the last two are'],
  ['198.51.100.9, 192.0.2.7', true, 'the right-most that is no proxy counts'],
  ['192.0.2.7, 198.51.100.9', false, 'what stands left of it is its own word'],
  ['192.0.2.7, 198.51.100.9, 10.1.1.1', false, 'what stands left of it is its own word'],
  ['192.0.2.7, rubbish', false, 'what is no address is no proxy, and lies in no range'],
  ['192.0.2.7, rubbish, 10.1.1.1', false, 'what is no address is no proxy'],
  ['198.51.100.9', false, 'it lies in no range'],
  ['10.1.1.1', false, 'a proxy on its own behalf'],
  ['rubbish', false, 'it lies in no range'],
  ['', false, 'the proxy does not say'],
])('behind trusted proxies X-Forwarded-For: %s opens: %s, because %s', async (forwarded, opens) => {
  expect(await statusOf(proxied, { 'X-Forwarded-For': forwarded })).toBe(opens ? 200 : 401);
});

test('a wrong address is told as a wrong key is', async () => {
  const told = async (presented: string): Promise<unknown> => {
    const reply = await clientOf(direct.url, presented).request('/v1/collections', { headers: { 'X-Request-Id': 'same' } });
    return [reply.status, Object.fromEntries([...reply.headers].filter(([name]) => !['date', 'server-timing'].includes(name))), await reply.text()];
  };
  expect(await told(key)).toEqual(await told('wrong'));
});

test('a key that the command line bound to where the caller is opens without any proxy', async () => {
  const near = await maker.make(['*'], { cidrs: ['127.0.0.0/8'] });
  expect((await clientOf(direct.url, near).request('/v1/collections')).status).toBe(200);
  expect((await clientOf(proxied.url, near).request('/v1/collections', { headers: { 'X-Forwarded-For': '192.0.2.7' } })).status).toBe(401);
});
