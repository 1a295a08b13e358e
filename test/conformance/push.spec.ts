import { setTimeout as sleep } from 'node:timers/promises';
import { invalidParams, targets, type Target } from './targets.js';

const pushProjectId = 'demo';
const registration = { pushProjectId, platform: 'android', buildType: 'release', token: 'token' };
const push = { pushProjectId, platform: 'android', target: 'app', buildType: 'release', message: 'Hello' };

describe.each(targets)('devices and pushes, %s', (_name, start) => {
  let api: Target;
  beforeAll(async () => { api = await start(); });
  afterAll(() => api.stop());
  afterEach(async () => {
    const { items } = (await api.call('Device.list', { pushProjectId, itemsInPage: 10_000 })).result;
    for (const { _id } of items) await api.call('Device.unregister', { pushProjectId, deviceId: _id });
  });

  const register = async (deviceId: string, changes: object = {}): Promise<void> => {
    expect(await api.call('Device.register', { ...registration, deviceId, token: `token of ${deviceId}`, ...changes })).toMatchObject({ result: 'OK' });
  };
  const devices = async (params: object = {}): Promise<{ readonly _id: string }[]> => (await api.call('Device.list', { pushProjectId, ...params })).result.items;
  const idsOf = async (params: object = {}): Promise<string[]> => (await devices(params)).map(({ _id }) => _id);

  /** What a push comes to in the end; what its status was meanwhile only ever went forward. */
  const sent = async (changes: object = {}): Promise<Record<string, number>> => {
    const { result, error } = await api.call('Push.send', { ...push, ...changes });
    expect(error).toBeUndefined();
    const [queueId] = result.queueIdList;
    const order = ['queue', 'push', 'finish'];
    for (let last = 0; ;) {
      const status = (await api.call('Push.status', { pushProjectId, queueId })).result;
      expect(order.indexOf(status.status)).toBeGreaterThanOrEqual(last);
      last = order.indexOf(status.status);
      if (status.status === 'finish') return status;
      await sleep(10);
    }
  };

  test('a registered device is listed without its token', async () => {
    await register('d1', { userOid: 'u1', version: '1.2' });
    await register('d2', { platform: 'ios', buildType: 'adhoc' });
    const { items, totalItems } = (await api.call('Device.list', { pushProjectId })).result;
    expect(totalItems).toBe(2);
    expect(items).toEqual([
      { _id: 'd1', platform: 'android', buildType: 'release', userOid: 'u1', version: '1.2', _createdAt: expect.any(Number), _updatedAt: items[0]._createdAt },
      { _id: 'd2', platform: 'ios', buildType: 'adhoc', userOid: null, version: null, _createdAt: expect.any(Number), _updatedAt: items[1]._createdAt },
    ]);
  });

  test('registering again replaces the whole registration and keeps the place', async () => {
    await register('d1', { userOid: 'u1', version: '1.2' });
    await register('d2');
    await register('d1', { buildType: 'debug', token: 'another' });
    await register('d1', { buildType: 'debug', token: 'another' });
    const { items, totalItems } = (await api.call('Device.list', { pushProjectId })).result;
    expect([totalItems, items.map((item: { _id: string }) => item._id)]).toEqual([2, ['d1', 'd2']]);
    expect(items[0]).toMatchObject({ buildType: 'debug', userOid: null, version: null });
    expect(items[0]._updatedAt).toBeGreaterThanOrEqual(items[0]._createdAt);
  });

  test('a token moves with its newest device', async () => {
    await register('d1', { token: 'shared' });
    await register('d2', { token: 'own' });
    await register('d2', { token: 'shared' });
    await register('d3', { token: 'shared', platform: 'ios' });
    expect((await api.call('Device.list', { pushProjectId })).result).toMatchObject({ items: [{ _id: 'd2' }, { _id: 'd3' }], totalItems: 2 });
  });

  test('devices are listed in pages, sorted by what they have', async () => {
    await register('b', { version: '2', userOid: 'ü' });
    await register('a', { version: '10' });
    await register('c', { buildType: 'adhoc', userOid: 'z' });
    expect(await idsOf()).toEqual(['b', 'a', 'c']);
    expect(await idsOf({ sortOrder: 'desc' })).toEqual(['c', 'a', 'b']);
    expect(await idsOf({ sortProperty: '_id' })).toEqual(['a', 'b', 'c']);
    expect(await idsOf({ sortProperty: 'version' })).toEqual(['c', 'a', 'b']);
    expect(await idsOf({ sortProperty: 'userOid', sortOrder: 'desc' })).toEqual(['b', 'c', 'a']);
    expect(await idsOf({ sortProperty: 'buildType' })).toEqual(['c', 'b', 'a']);
    expect(await idsOf({ sortProperty: 'token', sortOrder: 'desc' })).toEqual(['b', 'a', 'c']);
    expect(await idsOf({ sortProperty: '_createdAt', itemsInPage: 2, page: 2 })).toEqual(['c']);
    expect((await api.call('Device.list', { pushProjectId, page: 9 })).result).toEqual({ items: [], totalItems: 3 });
  });

  test('an unregistered device is gone, and an unknown one is not found', async () => {
    await register('d1');
    expect(await api.call('Device.unregister', { pushProjectId, deviceId: 'd1' })).toMatchObject({ result: 'OK' });
    expect((await api.call('Device.list', { pushProjectId })).result).toEqual({ items: [], totalItems: 0 });
    expect(await api.call('Device.unregister', { pushProjectId, deviceId: 'd1' })).toMatchObject(invalidParams({ deviceId: 'Device not found.' }));
  });

  test('an unknown project is not found, by any method, once all values are valid', async () => {
    const unknown = { pushProjectId: 'unknown' };
    const notFound = invalidParams({ pushProjectId: 'Push project not found.' });
    expect(await api.call('Device.list', unknown)).toMatchObject(notFound);
    expect(await api.call('Device.register', { ...registration, deviceId: 'd', ...unknown })).toMatchObject(notFound);
    expect(await api.call('Device.unregister', { deviceId: 'd', ...unknown })).toMatchObject(notFound);
    expect(await api.call('Push.send', { ...push, ...unknown })).toMatchObject(notFound);
    expect(await api.call('Push.status', { queueId: 'q', ...unknown })).toMatchObject(notFound);
    expect(await api.call('Push.send', { ...push, ...unknown, platform: 'symbian', badge: -1 })).toMatchObject(
      invalidParams({ platform: 'Must be "android" or "ios".', badge: 'Must be between 0 and 2147483647.' }));
  });

  test('an unknown queue is not found', async () => {
    expect(await api.call('Push.status', { pushProjectId, queueId: 'unknown' })).toMatchObject(invalidParams({ queueId: 'Push queue not found.' }));
  });

  test('of the three filters at most one may be given, and each that is given is told so', async () => {
    const only = 'Only one of userOidList, userQuery, deviceIdList may be given.';
    expect(await api.call('Push.send', { ...push, userOidList: [], deviceIdList: [] })).toMatchObject(invalidParams({ userOidList: only, deviceIdList: only }));
    expect(await api.call('Push.send', { ...push, userOidList: ['u'], userQuery: '', deviceIdList: ['d'] })).toMatchObject(
      invalidParams({ userOidList: only, userQuery: only, deviceIdList: only }));
    expect((await api.call('Push.send', { ...push, userOidList: null, userQuery: null, deviceIdList: null, title: null, badge: null, extra_json: null })).error).toBeUndefined();
  });

  test('a push without a target finishes with zeros', async () => {
    const status = await sent();
    expect(status).toEqual({
      status: 'finish', numTarget: 0, numPushed: 0, numFailed: 0, createdAt: expect.any(Number), pushStartedAt: expect.any(Number), pushFinishedAt: expect.any(Number),
    });
  });

  test('without a filter a push goes to every device of the project, the platform and the build', async () => {
    await register('d1');
    await register('d2');
    await register('d3', { buildType: 'debug' });
    await register('d4', { buildType: 'adhoc' });
    await register('d5', { platform: 'ios' });
    expect(await sent()).toMatchObject({ numTarget: 2, numPushed: 2, numFailed: 0 });
    expect(await sent({ buildType: 'adhoc' })).toMatchObject({ numTarget: 1, numPushed: 1 });
    expect(await sent({ platform: 'ios', badge: 1, extra_json: { a: 1 } })).toMatchObject({ numTarget: 1, numPushed: 1 });
    expect(await sent({ platform: 'ios', buildType: 'debug' })).toMatchObject({ numTarget: 0 });
  });

  test('a filter narrows it down; what is unknown in a list is ignored, and who is there twice gets it once', async () => {
    await register('d1', { userOid: 'u1' });
    await register('d2', { userOid: 'u1' });
    await register('d3', { userOid: 'u2' });
    await register('d4');
    expect(await sent({ userOidList: ['u1', 'nobody', 'u1'] })).toMatchObject({ numTarget: 2, numPushed: 2 });
    expect(await sent({ deviceIdList: ['d3', 'none', 'd4', 'd3'] })).toMatchObject({ numTarget: 2, numPushed: 2 });
    expect(await sent({ userOidList: [] })).toMatchObject({ numTarget: 0 });
    expect(await sent({ deviceIdList: [] })).toMatchObject({ numTarget: 0 });
  });

  test('a device belongs to the user of its last registration', async () => {
    await register('d1', { userOid: 'u1' });
    await register('d1', { userOid: 'u2' });
    expect(await sent({ userOidList: ['u1'] })).toMatchObject({ numTarget: 0 });
    expect(await sent({ userOidList: ['u2'] })).toMatchObject({ numTarget: 1 });
  });

  test('a query selects devices through their users; a user who is no more matches none', async () => {
    const ids: string[] = [];
    for (const [username, age] of [['ann', 31], ['bob', 17], ['cid', 44]] as const) {
      ids.push((await api.call('User.create', { username, password: 'password', properties: { age } })).result.user._id);
      await register(`device of ${username}`, { userOid: ids.at(-1) });
    }
    await register('second of ann', { userOid: ids[0], buildType: 'debug' });
    await register('of nobody', { userOid: 'nobody' });
    await register('without a user');
    expect(await sent({ userQuery: 'age > ?', userQueryBindParams: [18] })).toMatchObject({ numTarget: 2, numPushed: 2 });
    expect(await sent({ userQuery: 'age > 18', buildType: 'debug' })).toMatchObject({ numTarget: 1 });
    expect(await sent({ userQuery: '_username == "bob" || _id == ?', userQueryBindParams: [ids[2]] })).toMatchObject({ numTarget: 2 });
    expect(await sent({ userQuery: 'age != 17' })).toMatchObject({ numTarget: 2 });
    expect(await sent({ userQuery: '_createdAt < 0' })).toMatchObject({ numTarget: 0 });
    expect(await sent({ userQuery: ' ' })).toMatchObject({ numTarget: 3 });
    await api.call('User.delete', { idList: ids });
    expect(await sent({ userQuery: 'age > 18' })).toMatchObject({ numTarget: 0 });
  });

  test('a query that is none is told with the position, and bind parameters are counted', async () => {
    expect(await api.call('Push.send', { ...push, userQuery: 'age >' })).toMatchObject(invalidParams({ userQuery: 'Unexpected end at position 5.' }));
    expect((await api.call('Push.send', { ...push, userQuery: 'age > ?' })).error?.data).toEqual({ userQuery: expect.any(String) });
  });

  test('asked only to validate, it tells how many devices are meant and sends nothing', async () => {
    const { _id: userOid } = (await api.call('User.create', { username: 'dan', password: 'password', properties: { age: 9 } })).result.user;
    await register('d1', { userOid });
    await register('d2', { userOid: 'u2' });
    await register('d3', { buildType: 'debug' });
    const meant = async (changes: object = {}): Promise<unknown> => (await api.call('Push.send', { ...push, validateOnly: true, ...changes })).result;
    expect(await meant()).toEqual({ queueIdList: [], numTarget: 2 });
    expect(await meant({ userOidList: ['u2', 'none'] })).toEqual({ queueIdList: [], numTarget: 1 });
    expect(await meant({ deviceIdList: ['d1', 'd3'] })).toEqual({ queueIdList: [], numTarget: 1 });
    expect(await meant({ userQuery: 'age == ?', userQueryBindParams: [9] })).toEqual({ queueIdList: [], numTarget: 1 });
    await api.call('User.delete', { idList: [userOid] });
  });

  test('a push for later waits in the queue, and is finished with zeros when it is cancelled', async () => {
    await register('d1');
    const { queueIdList: [queueId] } = (await api.call('Push.send', { ...push, scheduleAt: Date.now() + 3_600_000 })).result;
    const status = async (): Promise<{ readonly status: string }> => (await api.call('Push.status', { pushProjectId, queueId })).result;
    expect(await status()).toMatchObject({ status: 'queue', numTarget: 0, pushStartedAt: null });
    expect(await api.call('Push.cancel', { pushProjectId, queueId })).toMatchObject({ result: 'OK' });
    while ((await status()).status !== 'finish') await sleep(10);
    expect(await status()).toMatchObject({ status: 'finish', numTarget: 0, numPushed: 0, numFailed: 0 });
    expect((await api.call('Push.cancel', { pushProjectId, queueId })).error).toMatchObject({ code: 13, data: { queueId: 'The push has finished.' } });
    expect(await api.call('Push.cancel', { pushProjectId, queueId: 'unknown' })).toMatchObject(invalidParams({ queueId: 'Push queue not found.' }));
    expect(await api.call('Push.getRecipients', { pushProjectId, queueId: 'unknown' })).toMatchObject(invalidParams({ queueId: 'Push queue not found.' }));
  });

  test('a push for later goes to the devices registered by then', async () => {
    let queueId: string | undefined;
    let scheduleAt: number;
    // On a busy machine half a second may be over before a device is registered.
    let aheadMs = 250;
    do {
      aheadMs *= 2;
      scheduleAt = Date.now() + aheadMs;
      ({ queueIdList: [queueId] } = (await api.call('Push.send', { ...push, scheduleAt })).result);
      await register('d1');
    } while (Date.now() >= scheduleAt);
    while ((await api.call('Push.status', { pushProjectId, queueId })).result.status !== 'finish') await sleep(20);
    expect((await api.call('Push.getRecipients', { pushProjectId, queueId, outcome: 'delivered' })).result).toMatchObject({ items: [{ _id: 'd1', tries: 1, reason: null }], totalItems: 1 });
  });
});
