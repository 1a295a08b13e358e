// The same page asked for in every way, and the proof that the answers are the same.
import { fetchBody, requestOf } from './connection.mjs';
import { key } from './seed.mjs';

const itemsInPage = 10;
const headers = { 'X-Monaca-Backend-Management-API-Key': key };
const fields = 'items { id createdAt updatedAt ownerUserOid permission data } totalItems';
const query = `query ($name: ID!, $size: Int) { collection(name: $name) { items(itemsInPage: $size, sortProperty: "_createdAt") { ${fields} } } }`;

export function rest(name, order) {
  return requestOf({ path: `/v1/collections/${name}/items?itemsInPage=${itemsInPage}&sortProperty=_createdAt&sortOrder=${order}`, headers });
}

export function jsonRpc(collectionName) {
  const params = { collectionName, itemsInPage, sortProperty: '_createdAt' };
  return requestOf({ path: '/rpc', headers, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'CollectionItem.list', params }) });
}

export function graphql(name) {
  return requestOf({ path: '/graphql', headers, body: JSON.stringify({ query, variables: { name, size: itemsInPage } }) });
}

/** @throws Error unless the bare server and ours give the same page in every way. */
export async function expectSamePage(bare, port, name) {
  const page = await fetchBody(bare, rest(name, 'asc'));
  const data = JSON.parse(page);
  const answers = {
    REST: await fetchBody(port, rest(name, 'asc')) === page,
    'JSON-RPC': await fetchBody(port, jsonRpc(name)) === `{"jsonrpc":"2.0","result":${page},"id":1}`,
    GraphQL: sameInGraphql(JSON.parse(await fetchBody(port, graphql(name))), data),
  };
  const different = Object.keys(answers).filter((surface) => !answers[surface]);
  if (different.length > 0 || data.items.length !== itemsInPage) throw new Error(`Not the page of the bare server: ${different.join(', ')}`);
}

function sameInGraphql({ data, errors }, { items, totalItems }) {
  const found = data?.collection?.items;
  return errors === undefined && found?.totalItems === totalItems && found.items.every(({ id }, index) => id === items[index]._id);
}
