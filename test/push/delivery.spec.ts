import { setTimeout as sleep } from 'node:timers/promises';
import { databases } from '../support/databases.js';
import { adminKey, startServer, type RunningServer } from '../support/server.js';
import { apnsError } from './support/fake-apns.js';
import { fcmError } from './support/fake-fcm.js';
import { startFakeProviders, type FakeProviders } from './support/projects-file.js';

const pushProjectId = 'p1';

describe.each(databases)('pushes from the gateway to the providers, on %s', (_name, createDatabase) => {
  let server: RunningServer;
  let providers: FakeProviders;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const database = await createDatabase();
    providers = await startFakeProviders({ adhocAsRelease: true });
    server = await startServer({ DATABASE_URL: database.url, PUSH_PROJECTS_FILE: providers.file, METRICS_PORT: '0' });
    stop = async () => {
      await server.stop();
      await providers.stop();
      await database.remove();
    };
  });
  afterAll(() => stop());

  const register = async (deviceId: string, body: object): Promise<void> => {
    const reply = await server.request(`/v1/push/p1/devices/${deviceId}`, { method: 'PUT', body: { platform: 'android', buildType: 'release', token: `t-${deviceId}`, ...body } });
    expect(reply.status).toBe(204);
  };
  const deviceIds = async (): Promise<string[]> =>
    (await server.graphql('{ devices(pushProjectId: "p1", itemsInPage: 1000) { items { id } } }')).data.devices.items.map(({ id }: { id: string }) => id);
  const finished = async (path: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const status = (await (await server.request(path)).json()) as Record<string, unknown>;
      if (status['status'] === 'finish') return status;
      await sleep(10);
    }
  };
  const sent = async (body: object): Promise<Record<string, unknown>> => {
    const reply = await server.request('/v1/push/p1/notifications', { body: { platform: 'android', buildType: 'release', message: 'Hello', ...body } });
    expect(reply.status).toBe(202);
    return finished(reply.headers.get('location')!);
  };

  test('REST accepts a push with the address of its status, and the message arrives', async () => {
    await register('d1', { userOid: 'u1' });
    const reply = await server.request('/v1/push/p1/notifications', {
      body: { platform: 'android', buildType: 'release', title: 'T', message: 'M', extra_json: { b: 1, a: [null] }, userOidList: ['u1'] },
    });
    const { queueIdList } = (await reply.json()) as { readonly queueIdList: readonly string[] };
    expect([reply.status, reply.headers.get('location')]).toEqual([202, `/v1/push/p1/notifications/${queueIdList[0]!}`]);
    const { createdAt, ...status } = await finished(reply.headers.get('location')!);
    expect(status).toEqual({ status: 'finish', numTarget: 1, numPushed: 1, numFailed: 0, pushStartedAt: expect.any(Number), pushFinishedAt: expect.any(Number) });
    expect(status['pushStartedAt']).toBeGreaterThanOrEqual(createdAt as number);
    expect(status['pushFinishedAt']).toBeGreaterThanOrEqual(status['pushStartedAt'] as number);
    expect(providers.fcm.deliveries.received.at(-1)).toMatchObject({
      token: 't-d1', body: { message: { data: { message: 'M', title: 'T', push_project_id: 'p1', extra_json: '{"b":1,"a":[null]}', push_id: queueIdList[0] } } },
    });
  });

  test('GraphQL sends, tells the status, registers and forgets', async () => {
    const registered = await server.graphql(`mutation { registerDevice(input: { pushProjectId: "p1", deviceId: "i1", platform: IOS, buildType: DEBUG, token: "ti1", userOid: "u9", version: "1" }) }`);
    expect(registered).toEqual({ data: { registerDevice: true } });
    const { data } = await server.graphql(
      `mutation { sendPush(input: { pushProjectId: "p1", platform: IOS, buildType: DEBUG, message: "M", badge: 2, extraJson: { x: "y" }, deviceIdList: ["i1"] }) }`);
    const [queueId] = data.sendPush;
    await finished(`/v1/push/p1/notifications/${queueId}`);
    const query = `query ($queueId: ID!) { pushStatus(pushProjectId: "p1", queueId: $queueId) { status numTarget numPushed numFailed pushFinishedAt } devices(pushProjectId: "p1", sortProperty: "_id", sortOrder: DESC, itemsInPage: 1) { totalItems items { id platform buildType userOid version } } }`;
    expect(await server.graphql(query, { queueId })).toEqual({ data: {
      pushStatus: { status: 'finish', numTarget: 1, numPushed: 1, numFailed: 0, pushFinishedAt: expect.stringMatching(/^\d{4}-/) },
      devices: { totalItems: expect.any(Number), items: [{ id: 'i1', platform: 'IOS', buildType: 'DEBUG', userOid: 'u9', version: '1' }] },
    } });
    expect(providers.sandbox.deliveries.received).toMatchObject([{ token: 'ti1', body: { aps: { alert: 'M', badge: 2 }, i: 'p1', j: '{"x":"y"}' }, headers: { 'apns-collapse-id': queueId } }]);
    expect((await server.graphql(query, { queueId: 'unknown' })).data.pushStatus).toBeNull();
    expect(await server.graphql(`mutation { unregisterDevice(pushProjectId: "p1", deviceId: "i1") }`)).toEqual({ data: { unregisterDevice: true } });
    expect((await server.graphql(`mutation { unregisterDevice(pushProjectId: "p1", deviceId: "i1") }`)).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  test('every recipient gets a message id of its own', async () => {
    for (const deviceId of ['i2', 'i3']) await register(deviceId, { platform: 'ios' });
    await sent({ platform: 'ios' });
    const ids = providers.apns.deliveries.received.map(({ headers }) => headers['apns-id']);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test('each outcome is counted as what it is; dead tokens take their devices along, unless they have another by then', async () => {
    const answers: Record<string, () => ReturnType<FakeProviders['fcm']['answer']>> = {
      't-gone': () => fcmError(404, 'UNREGISTERED'),
      't-bad': () => fcmError(400, 'INVALID_ARGUMENT'),
      't-moved': () => fcmError(404, 'UNREGISTERED'),
    };
    for (const deviceId of ['gone', 'bad', 'moved', 'flaky', 'cut', 'throttled', 'fine']) await register(deviceId, { userOid: 'outcomes' });
    providers.fcm.answer = (token, attempt) => {
      if (token === 't-flaky' && attempt < 2) return fcmError(503, 'UNAVAILABLE');
      if (token === 't-cut' && attempt < 2) return 'cut';
      if (token === 't-throttled' && attempt < 2) return fcmError(429, 'QUOTA_EXCEEDED', { 'retry-after': '1' });
      return answers[token]?.();
    };
    // The device gets its new token while the message to the old one is under way.
    let moved: Promise<void> | undefined;
    answers['t-moved'] = () => {
      moved ??= register('moved', { token: 'new-token' });
      return fcmError(404, 'UNREGISTERED');
    };
    expect(await sent({ userOidList: ['outcomes'] })).toMatchObject({ numTarget: 7, numPushed: 4, numFailed: 3 });
    await moved;
    const left = await deviceIds();
    expect(left).toEqual(expect.arrayContaining(['bad', 'moved', 'flaky', 'cut', 'throttled', 'fine']));
    expect(left).not.toContain('gone');
    const { totalItems } = (await server.rpc('Device.list', { pushProjectId, itemsInPage: 1 })).result;
    expect(totalItems).toBe(left.length);
    for (const token of ['t-flaky', 't-cut', 't-throttled', 't-fine']) expect([token, providers.fcm.deliveries.byToken.get(token)]).toEqual([token, 1]);
    providers.fcm.answer = () => undefined;
  });

  test('a dead APNs token takes its device along, too', async () => {
    for (const deviceId of ['dead1', 'dead2']) await register(deviceId, { platform: 'ios', userOid: 'dead' });
    providers.apns.answer = (token) => (token === 't-dead1' ? apnsError(410, 'Unregistered') : token === 't-dead2' ? apnsError(400, 'BadDeviceToken') : undefined);
    expect(await sent({ platform: 'ios', userOidList: ['dead'] })).toMatchObject({ numTarget: 2, numPushed: 0, numFailed: 2 });
    expect(await deviceIds()).not.toEqual(expect.arrayContaining([expect.stringMatching(/^dead/)]));
  });

  test('an ad hoc build is reached as its own type, and as a release because the project says so', async () => {
    await register('ad', { buildType: 'adhoc', userOid: 'adhoc' });
    await register('re', { buildType: 'release', userOid: 'adhoc' });
    expect(await sent({ buildType: 'adhoc', userOidList: ['adhoc'] })).toMatchObject({ numTarget: 1 });
    expect(await sent({ buildType: 'release', userOidList: ['adhoc'] })).toMatchObject({ numTarget: 2 });
  });

  test('a push to 600 devices goes out in several batches, to each once', async () => {
    const tokens = Array.from({ length: 600 }, (_, index) => `many-${index}`);
    for (let start = 0; start < tokens.length; start += 100) {
      await server.request('/rpc', { body: tokens.slice(start, start + 100).map((token) => ({
        jsonrpc: '2.0', method: 'Device.register', params: { pushProjectId, deviceId: token, platform: 'android', buildType: 'debug', token },
      })) });
    }
    expect(await sent({ buildType: 'debug' })).toMatchObject({ numTarget: 600, numPushed: 600, numFailed: 0 });
    expect(tokens.filter((token) => providers.fcm.deliveries.byToken.get(token) !== 1)).toEqual([]);
  });

  test('the recipients of a push are listed by what became of them, page by page', async () => {
    for (const deviceId of ['r1', 'r2', 'r3', 'r4']) await register(deviceId, { userOid: 'listed' });
    providers.fcm.answer = (token) => (token === 't-r4' ? undefined : fcmError(400, 'INVALID_ARGUMENT'));
    const reply = await server.request('/v1/push/p1/notifications', { body: { platform: 'android', buildType: 'release', message: 'M', userOidList: ['listed'] } });
    const path = reply.headers.get('location')!;
    await finished(path);
    providers.fcm.answer = () => undefined;
    const failed = await server.request(`${path}/recipients?outcome=failed&itemsInPage=2&page=2`);
    expect([failed.headers.get('x-total-count'), await failed.json()]).toEqual(['3', {
      items: [{ _id: 'r3', reason: '400 INVALID_ARGUMENT', tries: 1, settledAt: expect.any(Number) }], totalItems: 3,
    }]);
    expect(failed.headers.get('link')).toContain('outcome=failed');
    expect(await (await server.request(`${path}/recipients?outcome=delivered`)).json()).toEqual({ items: [{ _id: 'r4', reason: null, tries: 1, settledAt: expect.any(Number) }], totalItems: 1 });
    expect(await (await server.request(`${path}/recipients?outcome=waiting`)).json()).toEqual({ items: [], totalItems: 0 });
    expect((await server.request('/v1/push/p1/notifications/unknown/recipients')).status).toBe(404);
  });

  test('of a push that is cancelled, what is in flight arrives and the rest counts as failed', async () => {
    let asked = 0;
    let release: (() => void) | undefined;
    const released = new Promise<undefined>((resolve) => { release = () => { resolve(undefined); }; });
    const allAsked = new Promise<void>((resolve) => {
      providers.fcm.answer = () => {
        if (++asked === 100) resolve();
        return released;
      };
    });
    const reply = await server.request('/v1/push/p1/notifications', { body: { platform: 'android', buildType: 'debug', message: 'M' } });
    const path = reply.headers.get('location')!;
    await allAsked;
    expect((await server.request(`${path}/cancel`, { method: 'POST' })).status).toBe(204);
    release?.();
    expect(await finished(path)).toMatchObject({ numTarget: 600, numPushed: expect.any(Number) });
    const { numPushed, numFailed } = (await (await server.request(path)).json()) as Record<string, number>;
    // Whoever finds out first that it is cancelled is the first commit.
    expect(numPushed).toBeLessThanOrEqual(200);
    expect(numPushed! + numFailed!).toBe(600);
    expect(asked).toBe(numPushed);
    const failed = (await (await server.request(`${path}/recipients?itemsInPage=1`)).json()) as { readonly items: object[] };
    expect(failed.items).toMatchObject([{ reason: 'cancelled before it was sent', tries: 0 }]);
    expect((await server.request(`${path}/cancel`, { method: 'POST' })).status).toBe(409);
    providers.fcm.answer = () => undefined;
  });

  test('raw fields reach the provider', async () => {
    await register('raw', { userOid: 'raw' });
    await sent({ userOidList: ['raw'], fcm: { notification: { body: 'b' } }, apns: { ignored: true } });
    expect(providers.fcm.deliveries.received.at(-1)?.body.message).toMatchObject({ token: 't-raw', notification: { body: 'b' }, data: { message: 'Hello' } });
  });

  test('outcomes are counted in the metrics, without a token', async () => {
    const reply = await fetch(`http://127.0.0.1:${server.metricsPort!}/metrics`, { headers: { Authorization: `Bearer ${adminKey}` } });
    const samples = (await reply.text()).split('\n').filter((line) => line.startsWith('push_outcomes_total{')).map((line) => line.replace(/\} \d+$/, '}'));
    expect(samples.sort()).toEqual([
      'push_outcomes_total{project="p1",platform="android",outcome="delivered"}',
      'push_outcomes_total{project="p1",platform="android",outcome="failed"}',
      'push_outcomes_total{project="p1",platform="android",outcome="later"}',
      'push_outcomes_total{project="p1",platform="ios",outcome="delivered"}',
      'push_outcomes_total{project="p1",platform="ios",outcome="failed"}',
    ]);
  });

  test('mistakes have the surface’s own names', async () => {
    const reply = await server.request('/v1/push/p2/notifications', { body: { platform: 'android', buildType: 'release', message: 'M' } });
    expect([reply.status, await reply.json()]).toEqual([404, expect.objectContaining({ type: '/problems/not-found', errors: [{ name: 'pushProjectId', detail: 'Push project not found.' }] })]);
    const status = await server.request('/v1/push/p1/notifications/unknown');
    expect([status.status, await status.json()]).toEqual([404, expect.objectContaining({ errors: [{ name: 'queueId', detail: 'Push queue not found.' }] })]);
    const { errors } = await server.graphql(`mutation { sendPush(input: { pushProjectId: "p1", platform: IOS, buildType: DEBUG, message: "", badge: -1 }) }`);
    expect(errors?.[0]?.extensions.errors).toEqual([{ name: 'badge', detail: 'Must be between 0 and 2147483647.' }]);
  });
});

test('a platform that the project does not have is told as such', async () => {
  const providers = await startFakeProviders({ ios: undefined });
  const server = await startServer({ PUSH_PROJECTS_FILE: providers.file });
  const push = { pushProjectId, platform: 'ios', buildType: 'release', message: 'M' };
  const sentence = { platform: 'The push project has no ios; it has android.' };
  expect((await server.rpc('Push.send', push)).error).toMatchObject({ code: -32602, data: sentence });
  expect((await server.rpc('Device.register', { ...push, deviceId: 'd', token: 't' })).error).toMatchObject({ code: -32602, data: sentence });
  await server.stop();
  await providers.stop();
});
