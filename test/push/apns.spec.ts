import { createServer } from 'node:net';
import { apnsProvider } from '../../src/backend/push/apns.js';
import { ApnsConnection } from '../../src/backend/push/apns-connection.js';
import type { Address, Message, Outcome, Provider } from '../../src/backend/push/provider.js';
import { apnsCredentials, applePublicKey } from './support/credentials.js';
import { apnsError, startFakeApns, type FakeApns } from './support/fake-apns.js';
import { listen, stopping } from './support/fake-server.js';

let apns: FakeApns;
let sandbox: FakeApns;
let provider: Provider;
let time: number;

beforeEach(async () => {
  time = Date.UTC(2026, 10, 24);
  [apns, sandbox] = await Promise.all([startFakeApns(applePublicKey), startFakeApns(applePublicKey)]);
  provider = apnsProvider(apnsCredentials(apns.url, sandbox.url), () => time);
});
afterEach(async () => {
  await provider.close();
  await Promise.all([apns.stop(), sandbox.stop()]);
});

const message: Message = {
  queueId: 'q1', pushProjectId: 'p1', buildType: 'release', title: 'Hello', message: 'World "✓"', badge: 3, extraJson: '{"b":1,"a":[null]}',
};
const to = (token: string): Address => ({ token, deviceId: `device of ${token}`, messageId: () => `id of ${token}` });
const send = (token: string, changes: Partial<Message> = {}): Promise<Outcome> => provider.sending({ ...message, ...changes })(to(token));

test('a message goes to the device’s path with the headers and the payload of the specification', async () => {
  expect(await send('a1b2')).toEqual({ kind: 'delivered' });
  const [received] = apns.deliveries.received;
  expect(received?.path).toBe('/3/device/a1b2');
  expect(received?.headers).toMatchObject({
    ':method': 'POST', 'apns-topic': 'com.example.app', 'apns-push-type': 'alert', 'apns-id': 'id of a1b2', 'apns-collapse-id': 'q1',
  });
  expect(received?.body).toEqual({ aps: { alert: 'World "✓"', badge: 3 }, i: 'p1', j: '{"b":1,"a":[null]}' });
});

test('what is absent is left out, and raw fields are passed through', async () => {
  await send('t', { badge: undefined, extraJson: undefined });
  await send('t', { badge: undefined, extraJson: undefined, apns: { aps: { alert: { title: 'T', body: 'B' }, sound: 'default' }, own: 1, i: 'mine' } });
  expect(apns.deliveries.received.map(({ body }) => body)).toEqual([
    { aps: { alert: 'World "✓"' }, i: 'p1' },
    { aps: { alert: { title: 'T', body: 'B' }, sound: 'default' }, own: 1, i: 'p1' },
  ]);
});

test('debug builds are reached through the sandbox, all others are not', async () => {
  for (const buildType of ['debug', 'release', 'adhoc'] as const) await send(buildType, { buildType });
  expect([sandbox, apns].map(({ deliveries }) => [...deliveries.byToken.keys()])).toEqual([['debug'], ['release', 'adhoc']]);
});

test('a token that is no path segment does not lead elsewhere', async () => {
  await send('../../admin?x');
  expect(apns.deliveries.received[0]).toMatchObject({ path: '/3/device/..%2F..%2Fadmin%3Fx', token: '../../admin?x' });
});

test('all messages go over one session with one provider token, which is renewed within its hour', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => send(`t${index}`)));
  expect(apns.sessions.opened).toBe(1);
  expect([...apns.providerTokens.values()]).toEqual([{ alg: 'ES256', kid: 'KEY', iss: 'TEAM', iat: time / 1_000 }]);
  time += 50 * 60_000 - 1;
  await send('t');
  expect(apns.providerTokens.size).toBe(1);
  time += 1;
  await send('t');
  expect(apns.providerTokens.size).toBe(2);
});

test('a provider token that has expired is renewed once for all who were refused with it', async () => {
  await send('t');
  time += 5_000;
  apns.issuedSince = time / 1_000;
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => send(`t${index}`)));
  expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(['delivered']));
  expect(apns.providerTokens.size).toBe(2);
  apns.issuedSince = Infinity;
  expect(await send('t')).toEqual({ kind: 'refused', reason: '403 ExpiredProviderToken' });
});

test.each([
  [apnsError(410, 'Unregistered'), { kind: 'dead', reason: '410 Unregistered' }],
  [apnsError(400, 'BadDeviceToken'), { kind: 'dead', reason: '400 BadDeviceToken' }],
  [apnsError(400, 'DeviceTokenNotForTopic'), { kind: 'refused', reason: '400 DeviceTokenNotForTopic' }],
  [apnsError(413, 'PayloadTooLarge'), { kind: 'refused', reason: '413 PayloadTooLarge' }],
  [apnsError(403, 'InvalidProviderToken'), { kind: 'refused', reason: '403 InvalidProviderToken' }],
  [apnsError(429, 'TooManyRequests', { 'retry-after': '9' }), { kind: 'later', reason: '429 TooManyRequests', retryAfterMs: 9_000 }],
  [apnsError(503, 'Shutdown'), { kind: 'later', reason: '503 Shutdown' }],
  [{ status: 500 }, { kind: 'later', reason: '500 no reason given' }],
] as const)('%j', async (reply, outcome) => {
  apns.answer = () => reply;
  expect(await send('t')).toEqual(outcome);
});

test('a stream that the server would not look at is sent again at once, and four times at most', async () => {
  apns.answer = (_token, attempt) => (attempt < 4 ? 'refused stream' : undefined);
  expect(await send('t')).toEqual({ kind: 'delivered' });
  apns.answer = () => 'refused stream';
  expect(await send('t')).toEqual({ kind: 'later', reason: 'broken connection (REFUSED_STREAM)' });
  expect(apns.deliveries.received).toHaveLength(8);
});

test('a goodbye in the midst loses nothing and doubles nothing: what runs is answered, what comes later goes to a new session', async () => {
  let asked = 0;
  apns.answer = () => {
    if (++asked === 10) apns.sayGoodbye();
    return undefined;
  };
  const outcomes = await Promise.all(Array.from({ length: 300 }, (_, index) => send(`t${index}`)));
  expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(['delivered']));
  expect([apns.deliveries.byToken.size, Math.max(...apns.deliveries.byToken.values()), apns.sessions.opened]).toEqual([300, 1, 2]);
});

test.each(['cut', 'cut after delivery'] as const)('a session that is %s is tried again later, on another one', async (reply) => {
  await send('first');
  apns.answer = () => reply;
  expect(await send('t')).toMatchObject({ kind: 'later', reason: expect.stringContaining('broken connection') });
  apns.answer = () => undefined;
  expect(await send('t')).toEqual({ kind: 'delivered' });
  expect(apns.sessions.opened).toBe(2);
});

test('a server that is not there is tried again later, and found when it is back', async () => {
  await apns.stop();
  expect(await send('secret-token')).toEqual({ kind: 'later', reason: expect.not.stringMatching(/secret-token|127\.0\.0\.1/) });
});

test('a request that gets no answer in time counts as a broken connection', async () => {
  await send('first');
  const authorization = String(apns.deliveries.received[0]?.headers.authorization);
  apns.answer = () => 'silence';
  const connection = new ApnsConnection(apns.url, { requestTimeoutMs: 50 });
  await expect(connection.post('/3/device/t', { authorization }, Buffer.from('{}'))).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await connection.close();
});

test('a connection that has silently died is found out by a ping, and left', async () => {
  const deaf = createServer((socket) => { socket.on('error', () => undefined).resume(); });
  const stop = stopping(deaf);
  const connection = new ApnsConnection(await listen(deaf), { pingIntervalMs: 20, pingTimeoutMs: 20 });
  await expect(connection.post('/3/device/t', {}, Buffer.from('{}'))).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await connection.close();
  await stop();
});
