import { createClient, RpcError } from './client.mjs';

const { call, batch } = createClient(`${process.env.API}/rpc`, process.env.KEY);
const collectionName = 'ExampleJobs';

await call('Collection.create', { _id: collectionName });
try {
  await batch(['mail', 'report', 'mail'].map((kind, due) => ['CollectionItem.create', { collectionName, item: { kind, due } }]));

  const { items, totalItems } = await call('CollectionItem.list', { collectionName, query: 'kind == ? && due < ?', bindParams: ['mail', 10], sortProperty: 'due' });
  console.log(`${totalItems} mails are due`);

  const taken = await batch(items.map(({ _id }) => ['CollectionItem.update', { collectionName, _id, item: { taken: true } }]));
  console.log(`taken: ${taken.map(({ status }) => status).join(', ')}`);

  await call('CollectionItem.list', { collectionName, itemsInPage: 0 });
} catch (error) {
  if (!(error instanceof RpcError)) throw error;
  console.log(`refused: ${error.message}`);
} finally {
  await call('Collection.drop', { _id: collectionName });
}
