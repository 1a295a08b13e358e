import fc from 'fast-check';
import { createManagementApi } from '../../src/backend/management-api.js';
import { RpcError } from '../../src/contract/rpc-error.js';
import { openStore } from '../../src/storage/open-store.js';
import { databases } from '../support/databases.js';

/** Pieces that end a text, a name, a path, a statement or a parameter in one of the two languages, or begin a comment. */
const piece = fc.constantFrom(...`'";()[]{}\`\\$?:,.%_-#*/ \n|&=<>`, '$1', '?1', '--', '/*', '*/', '::text', '"."', '$."', "');", "'; DROP TABLE items; --", ' OR 1=1', ' UNION SELECT password_hash FROM users', 'items', 'seq', 'a', 'NULL', '\u{1F600}', '{a,b}', '\\u0000', 'pg_sleep(9)', 'E\'\\\'');
const hostile = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.constantFrom(`a"') ; DROP TABLE items; --`, `a' || (SELECT sha256 FROM keys) || '`, `$.a`, `a."b"`, `a'::text -> 'b`, `__proto__`, 'constructor', 'a\nDESC', `x' AND 1=(SELECT 1)--`, 'a'.repeat(300)),
);
const word = hostile.map((text) => text.replace(/[^A-Za-z0-9_]/g, '')).map((text) => `a${text}`.slice(0, 60));

describe.each(databases)('whatever a text contains, it changes nothing it should not, and is never our fault, on %s', (_name, create) => {
  const unforeseen: unknown[] = [];
  let call: (method: string, params: object) => Promise<Record<string, unknown>>;
  let end: () => Promise<void>;
  let before: string;

  const everything = async (): Promise<string> => JSON.stringify([await call('Collection.list', {}), await call('User.list', {}), await call('CollectionItem.list', { collectionName: 'Standing' }), await call('User.verifyPassword', { username: 'ann', password: 'secret' })]);
  /** Sends it, and takes a refusal of the parameters for an answer. */
  const send = async (method: string, params: object): Promise<unknown> => call(method, params).catch((error: unknown) => {
    expect(error).toBeInstanceOf(RpcError);
    expect([-32602, 13]).toContain((error as RpcError).code);
    return undefined;
  });

  beforeAll(async () => {
    const database = await create();
    const store = await openStore(database.url, (error) => unforeseen.push(error));
    const { api, stop } = createManagementApi(store, { minUsernameLength: 3, minPasswordLength: 4, pushProjects: [] }, { report: (error) => unforeseen.push(error), note: () => undefined, onPushOutcome: () => undefined });
    call = async (method, params) => (await api.call(method, params, { requestId: 'test' })) as Record<string, unknown>;
    end = async () => {
      await stop();
      await store.close();
      await database.remove();
    };
    await call('Collection.create', { _id: 'Standing' });
    for (const a of [1, 'x', null]) await call('CollectionItem.create', { collectionName: 'Standing', item: { a } });
    await call('User.create', { username: 'ann', password: 'secret', properties: { a: 1 } });
    before = await everything();
  });
  afterEach(async () => {
    expect(unforeseen).toEqual([]);
    expect(await everything()).toBe(before);
  });
  afterAll(() => end());

  const runs = { numRuns: 60 };

  test('in a sort property', () => fc.assert(fc.asyncProperty(hostile, async (sortProperty) => {
    expect((await send('CollectionItem.list', { collectionName: 'Standing', sortProperty, query: 'a != 5' }) as { totalItems: number }).totalItems).toBe(3);
    expect((await send('User.list', { sortProperty }) as { totalItems: number }).totalItems).toBe(1);
  }), runs));

  test('in a name filter', () => fc.assert(fc.asyncProperty(hostile, async (nameFilter) => {
    const { totalItems } = (await send('User.list', { nameFilter })) as { totalItems: number };
    expect(totalItems).toBe('ann'.includes(nameFilter.toLowerCase()) ? 1 : totalItems);
  }), runs));

  test('in a query, as it is or as its property', () => fc.assert(fc.asyncProperty(hostile, word, async (text, name) => {
    await send('CollectionItem.list', { collectionName: 'Standing', query: text });
    await send('CollectionItem.list', { collectionName: 'Standing', query: `${text} == 1 || a == 1` });
    await send('CollectionItem.list', { collectionName: 'Standing', query: `${name} == 1 && ${name}.${text} == 2` });
    await send('User.list', { userQuery: `_permission.${name}-1 == null && ${name} NIN [1]`, sortProperty: `${name}.${name}` });
  }), runs));

  test('in a value, written or bound, alone or in a list', () => fc.assert(fc.asyncProperty(hostile, async (text) => {
    const found = async (query: string, bindParams: unknown[]): Promise<number> => ((await call('CollectionItem.list', { collectionName: 'Standing', query, bindParams })) as { totalItems: number }).totalItems;
    expect(await found(`a == ${JSON.stringify(text)}`, [])).toBe(0);
    expect(await found('a == ? || a IN ? || a == ? || a IN [?]', [text, [text, 'y'], [text], text])).toBe(0);
    expect(await found('a != ? && a NIN ?', [text, [text, [text]]])).toBe(3);
    await found('a < ? || _id > ? || _id IN ?', [text, text, [text]]);
  }), runs));

  test('in ids, names of users and collections, and own properties', () => fc.assert(fc.asyncProperty(hostile, async (text) => {
    await send('CollectionItem.get', { collectionName: text, _id: text });
    await send('CollectionItem.get', { collectionName: 'Standing', _id: text });
    await send('CollectionItem.delete', { collectionName: 'Standing', idList: [text, `i${text}`] });
    await send('User.delete', { idList: [text] });
    await send('User.verifyPassword', { username: text.slice(0, 80), password: 'wrong-one' });
    const created = (await send('CollectionItem.create', { collectionName: 'Standing', item: { b: text, c: { [text]: [text] } } })) as { item: Record<string, unknown> };
    expect((await call('CollectionItem.list', { collectionName: 'Standing', query: 'b == ? && c != null', bindParams: [text] }))['items']).toEqual([created.item]);
    await call('CollectionItem.delete', { collectionName: 'Standing', idList: [created.item['_id']] });
  }), { numRuns: 25 }));
});
