import { StoredKeys } from '../../src/access/keys.service.js';
import { KeyAdministration, type Creator } from '../../src/access/key-administration.js';
import type { RpcError } from '../../src/contract/rpc-error.js';
import { openStore } from '../../src/storage/open-store.js';
import type { NewKey, Store } from '../../src/storage/store.js';
import { databases, type TestDatabase } from '../support/databases.js';

/** What keys promise, on every database: two processes at once are two stores on the same one. */
describe.each(databases)('keys on %s', (_name, create) => {
  const fail = (error: unknown): void => { throw error; };
  let database: TestDatabase;
  let store: Store;
  let another: Store;
  beforeEach(async () => {
    database = await create();
    store = await openStore(database.url, fail);
    another = await openStore(database.url, fail);
  });
  afterEach(async () => {
    await Promise.all([store.close(), another.close()]);
    await database.remove();
  });

  let next = 0;
  const keyNamed = (name: string, facts: Partial<NewKey> = {}): NewKey =>
    ({ id: `id${++next}`, name, sha256: String(next).padStart(64, '0'), scopes: ['*'], cidrs: [], createdAt: 1_000, expiresAt: null, ...facts });

  describe('in the store', () => {
    test('are found as they were inserted, by every process', async () => {
      const key = keyNamed('ci', { scopes: ['items:read:A', 'users:read'], cidrs: ['10.0.0.0/8', '::1/128'], createdAt: 1_700_000_000_000, expiresAt: 4_855_760_000_000 });
      expect(await store.keys.insert(key, 10)).toBe('inserted');
      const { sha256, ...stored } = key;
      expect(await another.keys.findBySha256(sha256)).toEqual({ ...stored, lastUsedAt: null });
      expect(await another.keys.findBySha256('f'.repeat(64))).toBeUndefined();
      expect(await another.keys.list()).toEqual([{ ...stored, lastUsedAt: null }]);
    });

    test('have names that only one live key bears', async () => {
      expect(await store.keys.insert(keyNamed('ci', { expiresAt: 2_000 }), 10)).toBe('inserted');
      expect(await another.keys.insert(keyNamed('ci', { createdAt: 1_999 }), 10)).toBe('name taken');
      const second = keyNamed('ci', { createdAt: 2_000 });
      expect(await another.keys.insert(second, 10)).toBe('inserted');
      expect((await store.keys.list()).map(({ id }) => id)).toEqual([second.id]);
      expect(await store.keys.revoke('ci', 3_000)).toBe('revoked');
      expect(await another.keys.insert(keyNamed('ci'), 10)).toBe('inserted');
    });

    test('of one name are inserted by two processes at once, once', async () => {
      const outcomes = await Promise.all([store, another].map(({ keys }) => keys.insert(keyNamed('ci'), 10)));
      expect(outcomes.sort()).toEqual(['inserted', 'name taken']);
    });

    test('are limited in number, where revoked ones do not count', async () => {
      await store.keys.insert(keyNamed('one'), 2);
      await store.keys.insert(keyNamed('two'), 2);
      expect(await store.keys.insert(keyNamed('three'), 2)).toBe('too many');
      await store.keys.revoke('one', 2_000);
      expect(await store.keys.insert(keyNamed('three'), 2)).toBe('inserted');
    });

    test('are listed by name in order of code points', async () => {
      for (const name of ['b', 'a-1', 'B', 'a.1', 'a_1']) await store.keys.insert(keyNamed(name), 10);
      expect((await store.keys.list()).map(({ name }) => name)).toEqual(['B', 'a-1', 'a.1', 'a_1', 'b']);
    });

    test('are neither found nor listed once they are revoked, which is so for every process', async () => {
      const key = keyNamed('ci');
      await store.keys.insert(key, 10);
      expect(await another.keys.revoke('ci', 2_000)).toBe('revoked');
      expect(await store.keys.findBySha256(key.sha256)).toBeUndefined();
      expect(await store.keys.list()).toEqual([]);
      expect(await store.keys.revoke('ci', 3_000)).toBe('missing');
    });

    test('remember their last use, which never moves back', async () => {
      const key = keyNamed('ci');
      await store.keys.insert(key, 10);
      await store.keys.noteUse(key.id, 1_700_000_000_001);
      await another.keys.noteUse(key.id, 1_700_000_000_000);
      await another.keys.noteUse('gone', 1);
      expect(await store.keys.findBySha256(key.sha256)).toMatchObject({ lastUsedAt: 1_700_000_000_001 });
    });

    test('have a first one, made by one of two processes, and never again', async () => {
      const outcomes = await Promise.all([store, another].map(({ keys }) => keys.insertFirst(keyNamed('admin'))));
      expect(outcomes.sort()).toEqual(['inserted', 'not the first']);
      await store.keys.revoke('admin', 2_000);
      expect(await store.keys.insertFirst(keyNamed('admin'))).toBe('not the first');
    });
  });

  describe('when they are presented', () => {
    const opened: StoredKeys[] = [];
    afterEach(() => Promise.all(opened.splice(0).map((keys) => keys.close())));
    const keys = (): StoredKeys => {
      const presented = new StoredKeys(store.keys, 'the-admin-key-of-tests', fail);
      opened.push(presented);
      return presented;
    };
    const make = (params: object, at?: number): Promise<string> =>
      new KeyAdministration(another.keys, at === undefined ? undefined : () => at).create(params).then(({ key }) => key);

    test('are 43 characters of which only the SHA-256 is stored', async () => {
      const key = await make({ name: 'ci', scopes: ['*'] });
      expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(JSON.stringify(await store.keys.list())).not.toContain(key);
    });

    test('are known with what they may do', async () => {
      const key = await make({ name: 'ci', scopes: ['items:read'], cidrs: ['10.9.9.9/8'] });
      expect(await keys().verify(key, '::ffff:10.1.2.3')).toMatchObject({ keyName: 'ci', scopes: ['items:read'], cidrs: ['10.0.0.0/8'], expiresAt: null });
      expect(await keys().verify('the-admin-key-of-tests', '192.0.2.1')).toMatchObject({ keyName: 'ADMIN_KEY', scopes: ['*'] });
    });

    test('are refused when wrong, cut, expired, revoked, or from a wrong address', async () => {
      const key = await make({ name: 'near', scopes: ['*'], cidrs: ['127.0.0.0/8', '2001:db8::/32'] });
      const verified = async (text: string | undefined, address = '127.0.0.1'): Promise<string | undefined> => (await keys().verify(text, address))?.keyName;
      expect(await Promise.all([undefined, '', 'x', key.slice(1), `${key} `, key.toLowerCase()].map((text) => verified(text)))).toEqual(Array(6).fill(undefined));
      expect(await Promise.all(['10.0.0.1', '2001:db9::1', '', 'unknown'].map((address) => verified(key, address)))).toEqual(Array(4).fill(undefined));
      expect([await verified(key), await verified(key, '2001:db8::9')]).toEqual(['near', 'near']);
      expect(await verified(await make({ name: 'old', scopes: ['*'], expires: '1h' }, Date.now() - 3_600_000))).toBeUndefined();
      await new KeyAdministration(another.keys).revoke({ name: 'near' });
      await new Promise((resolve) => setTimeout(resolve, store.keys.staleAfterMs));
      expect(await verified(key)).toBeUndefined();
    });

    test('have their last use written at once, and then no more than once a minute', async () => {
      const key = await make({ name: 'ci', scopes: ['*'] });
      const presented = keys();
      const before = Date.now();
      for (let index = 0; index < 50; index++) await presented.verify(key, '127.0.0.1');
      await presented.close();
      const used = async (): Promise<number> => (await another.keys.list())[0]?.lastUsedAt ?? 0;
      const first = await used();
      expect(first).toBeGreaterThanOrEqual(before);
      // A second note would bear another time.
      while (Date.now() <= first) await new Promise(setImmediate);
      for (const each of [presented, keys()]) {
        await each.verify(key, '127.0.0.1');
        await each.close();
      }
      expect(await used()).toBe(first);
    });
  });

  describe('when they are created', () => {
    const now = Date.UTC(2026, 0, 1);
    const make = (params: object, creator?: Creator): Promise<object> =>
      new KeyAdministration(store.keys, () => now).create(params, creator).then((created) => created, (error: unknown) => (error as RpcError).data as object);

    test('tell every mistake at once', async () => {
      expect(await make({ name: '-', scopes: ['items'], cidrs: ['10.0.0.0/33'], expires: 'soon' })).toEqual({
        name: 'Must be letters, digits, ".", "_" or "-", and begin with a letter or digit.',
        scopes: expect.stringMatching(/^Element 0: "items" is no scope; there are /),
        cidrs: expect.stringMatching(/^Element 0: "10.0.0.0\/33" is no range of addresses, such as /),
        expires: 'Must be a whole number and a unit, s, m, h or d, such as 90d; at most 36525d.',
      });
      expect(await make({ scopes: [] })).toEqual({ name: 'Required.', scopes: 'Must have at least 1 element.' });
    });

    test('are told with what is known of them', async () => {
      expect(await make({ name: 'ci', scopes: ['users:read', 'users:read'], expires: '1d' })).toEqual({
        key: expect.any(String), name: 'ci', scopes: ['users:read'], cidrs: [], createdAt: now, expiresAt: now + 86_400_000, lastUsedAt: null,
      });
      expect(await make({ name: 'ci', scopes: ['*'] })).toEqual({ name: 'Key already exists.' });
    });

    test('get no more than the key has with which they are created', async () => {
      const creator = { scopes: ['keys:admin', 'items:read'], cidrs: ['10.0.0.0/8'], expiresAt: now + 60_000 };
      expect(await make({ name: 'more', scopes: ['*', 'users:read', 'items:read:A'], cidrs: ['10.0.0.0/7'], expires: '2m' }, creator)).toEqual({
        scopes: 'Must be among those of the key that creates it, which lacks *, users:read.',
        cidrs: 'Must lie within those of the key that creates it: 10.0.0.0/8.',
        expires: 'Must end no later than the key that creates it: at 2026-01-01T00:01:00.000Z.',
      });
      expect(Object.keys(await make({ name: 'more', scopes: ['keys:admin'] }, creator))).toEqual(['cidrs', 'expires']);
      expect(await make({ name: 'less', scopes: ['items:read:A', 'keys:admin'], cidrs: ['10.1.0.0/16'], expires: '1m' }, creator)).toMatchObject({ name: 'less' });
    });
  });
});
