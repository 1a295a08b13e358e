import { startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.stop());

test('a collection made over REST is listed over RPC and GraphQL', async () => {
  expect((await server.request('/v1/collections', { body: { _id: 'GameScore' } })).status).toBe(201);
  expect((await server.rpc('Collection.list')).result.items).toEqual([{ _id: 'GameScore', isInsertable: false, defaultPublicPermission: '' }]);
  expect((await server.graphql('{ collections { name } }')).data.collections).toEqual([{ name: 'GameScore' }]);
});
