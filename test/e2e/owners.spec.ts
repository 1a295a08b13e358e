import { envelope, say, ScriptedUpstream, type SentCall } from '../support/scripted-upstream.js';
import { startServer } from '../support/server.js';

const owners = 100;

/** Two items of every owner. */
const items = Array.from({ length: owners * 2 }, (_, serial) => ({
  _id: `i${serial}`, score: serial, _ownerUserOid: `u${serial % owners}`, _ownerDeviceOid: null, _createdAt: 1, _updatedAt: 1, _permission: { public: '' },
}));

function answerTo({ id, method, params }: SentCall): object {
  const results: Readonly<Record<string, object>> = {
    'Collection.getConfig': { config: { _id: 'GameScore', isInsertable: false, defaultPublicPermission: '' } },
    'CollectionItem.list': { items, totalItems: items.length },
    'User.get': { user: { _id: params['_id'], _username: `name of ${String(params['_id'])}`, _createdAt: 1, _updatedAt: 1 } },
  };
  return envelope(id, { result: results[method] });
}

const query = `{ collection(name: "GameScore") { items(itemsInPage: ${items.length}) { items { id owner { id username } } } } }`;

test.each<[how: string, UPSTREAM_BATCH: string, expected: Record<string, number>]>([
  ['one batch', 'true', { 'batch of User.get': 1 }],
  ['single calls, one of each', 'false', { 'User.get': owners }],
])('the hundred owners of a page of two hundred items travel as %s', async (_how, UPSTREAM_BATCH, expected) => {
  const upstream = await ScriptedUpstream.start();
  const gateway = await startServer({ MANAGEMENT_API_URL: upstream.url, MANAGEMENT_API_KEY: 'own-key', UPSTREAM_BATCH });
  upstream.script = (received) => {
    const answers = received.calls.map(answerTo);
    say(received, JSON.stringify(received.isBatch ? answers : answers[0]));
  };
  const { data, errors } = await gateway.graphql(query).finally(async () => {
    await gateway.stop();
    await upstream.stop();
  });
  expect(errors).toBeUndefined();
  const found = (data as { collection: { items: { items: { id: string; owner: object }[] } } }).collection.items.items;
  expect(found).toEqual(items.map(({ _id, _ownerUserOid }) => ({ id: _id, owner: { id: _ownerUserOid, username: `name of ${_ownerUserOid}` } })));

  const asked = upstream.received.filter(({ calls }) => calls.some(({ method }) => method === 'User.get'));
  const kinds = asked.map(({ calls, isBatch }) => `${isBatch ? 'batch of ' : ''}${[...new Set(calls.map(({ method }) => method))].join()}`);
  expect(Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]))).toEqual(expected);
  expect(new Set(asked.flatMap(({ calls }) => calls.map(({ params }) => params['_id']))).size).toBe(owners);
  expect(asked.flatMap(({ calls }) => calls)).toHaveLength(owners);
});
