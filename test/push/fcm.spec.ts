import { fcmProvider } from '../../src/backend/push/fcm.js';
import type { Address, Message, Outcome, Provider } from '../../src/backend/push/provider.js';
import { fcmCredentials, googlePublicKey } from './support/credentials.js';
import { fcmError, startFakeFcm, type FakeFcm } from './support/fake-fcm.js';

let fcm: FakeFcm;
let provider: Provider;
let time: number;

beforeEach(async () => {
  time = Date.UTC(2026, 10, 24);
  fcm = await startFakeFcm(googlePublicKey);
  provider = fcmProvider(fcmCredentials(fcm.url), () => time);
});
afterEach(async () => {
  await fcm.stop();
  await provider.close();
});

const message: Message = {
  queueId: 'q1', pushProjectId: 'p1', buildType: 'release', title: 'Hello', message: 'World "✓"', badge: 3, extraJson: '{"b":1,"a":[null]}',
};
const to = (token: string): Address => ({ token, deviceId: `device of ${token}`, messageId: () => 'unused' });
const send = (token: string, changes: Partial<Message> = {}): Promise<Outcome> => provider.sending({ ...message, ...changes })(to(token));

test('a message goes to the project’s address with the token, the data and high priority', async () => {
  expect(await send('t"1')).toEqual({ kind: 'delivered' });
  expect(fcm.deliveries.received).toHaveLength(1);
  const [{ path, body, headers }] = fcm.deliveries.received as [(typeof fcm.deliveries.received)[0]];
  expect(path).toBe('/v1/projects/my-app/messages:send');
  expect(headers['content-type']).toBe('application/json');
  expect(body).toEqual({ message: {
    token: 't"1',
    data: { message: 'World "✓"', title: 'Hello', push_project_id: 'p1', extra_json: '{"b":1,"a":[null]}', push_id: 'q1' },
    android: { priority: 'high' },
  } });
});

test('what is absent is left out', async () => {
  await send('t', { title: undefined, extraJson: undefined, badge: undefined });
  expect(fcm.deliveries.received[0]?.body.message.data).toEqual({ message: 'World "✓"', push_project_id: 'p1', push_id: 'q1' });
});

test('raw fields are passed through, but for the token and the data that are ours', async () => {
  await send('t', { fcm: { token: 'another', notification: { body: 'b' }, data: { own: 'x', message: 'y' }, android: { ttl: '60s' } } });
  expect(fcm.deliveries.received[0]?.body.message).toMatchObject({
    token: 't', notification: { body: 'b' }, data: { own: 'x', message: 'World "✓"' }, android: { priority: 'high', ttl: '60s' },
  });
});

test('the access token is asked for once, however many messages wait for it, with a signed assertion', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => send(`t${index}`)));
  expect(fcm.assertions).toEqual([{
    alg: 'RS256', typ: 'JWT', kid: 'k1', iss: 'push@my-app.iam.gserviceaccount.com', aud: `${fcm.url}/token`,
    scope: 'https://www.googleapis.com/auth/firebase.messaging', iat: time / 1_000, exp: time / 1_000 + 3_600,
  }]);
  expect(fcm.deliveries.byToken.size).toBe(20);
});

test('the access token is used until a minute before it expires, and then another one', async () => {
  await send('t');
  time += 3_539_000;
  await send('t');
  expect(fcm.assertions).toHaveLength(1);
  time += 1_000;
  await send('t');
  expect(fcm.assertions).toHaveLength(2);
});

test('an access token that is refused is renewed once for all who were refused with it', async () => {
  await send('t');
  fcm.expireTokens();
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => send(`t${index}`)));
  expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(['delivered']));
  expect(fcm.assertions).toHaveLength(2);
});

test('a second 401 after the renewal is a refusal', async () => {
  fcm.answer = () => ({ status: 401, body: { error: { status: 'UNAUTHENTICATED' } } });
  expect(await send('t')).toEqual({ kind: 'refused', reason: '401 UNAUTHENTICATED' });
  expect(fcm.assertions).toHaveLength(2);
});

test('a token endpoint that is out of order is asked again a second later, one that refuses the account is a refusal', async () => {
  fcm.refuseToken = () => ({ status: 503, headers: { 'retry-after': '7' } });
  const outcomes = await Promise.all([send('t'), send('t')]);
  expect(outcomes).toEqual(Array(2).fill({ kind: 'later', reason: 'no access token: 503 no reason given', retryAfterMs: 7_000 }));
  expect(fcm.assertions).toHaveLength(1);
  time += 1_000;
  fcm.refuseToken = () => ({ status: 400, body: { error: 'invalid_grant' } });
  expect(await send('t')).toEqual({ kind: 'refused', reason: 'no access token: 400 invalid_grant' });
  time += 1_000;
  fcm.refuseToken = () => 'cut';
  expect(await send('t')).toMatchObject({ kind: 'later' });
  time += 1_000;
  fcm.refuseToken = () => undefined;
  expect(await send('t')).toEqual({ kind: 'delivered' });
});

test.each([
  ['404 UNREGISTERED', fcmError(404, 'UNREGISTERED'), { kind: 'dead', reason: '404 UNREGISTERED' }],
  ['400 INVALID_ARGUMENT', fcmError(400, 'INVALID_ARGUMENT'), { kind: 'refused', reason: '400 INVALID_ARGUMENT' }],
  ['403 SENDER_ID_MISMATCH', fcmError(403, 'SENDER_ID_MISMATCH'), { kind: 'refused', reason: '403 SENDER_ID_MISMATCH' }],
  ['a 404 of the project, which says nothing of the token', { status: 404, body: { error: { status: 'NOT_FOUND' } } }, { kind: 'refused', reason: '404 NOT_FOUND' }],
  ['429 with a delay', fcmError(429, 'QUOTA_EXCEEDED', { 'retry-after': '60' }), { kind: 'later', reason: '429 QUOTA_EXCEEDED', retryAfterMs: 60_000 }],
  ['503 with a date', fcmError(503, 'UNAVAILABLE', { 'retry-after': 'Tue, 24 Nov 2026 00:00:30 GMT' }), { kind: 'later', reason: '503 UNAVAILABLE', retryAfterMs: 30_000 }],
  ['500', fcmError(500, 'INTERNAL'), { kind: 'later', reason: '500 INTERNAL' }],
  ['a page instead of JSON', { status: 502, body: '<html>' }, { kind: 'later', reason: '502 no reason given' }],
] as const)('%s', async (_name, reply, outcome) => {
  fcm.answer = () => reply;
  expect(await send('t')).toEqual(outcome);
});

test.each(['cut', 'cut after delivery'] as const)('a connection that is %s is tried again later', async (reply) => {
  await send('first');
  fcm.answer = () => reply;
  const outcome = await send('t');
  expect(outcome).toMatchObject({ kind: 'later', reason: expect.stringContaining('broken connection') });
});

test('a server that is not there is tried again later, and neither token nor address stands in the reason', async () => {
  await send('first');
  await fcm.stop();
  const outcome = await send('secret-token');
  expect(outcome.kind).toBe('later');
  expect(JSON.stringify(outcome)).not.toMatch(/secret-token|127\.0\.0\.1/);
});
