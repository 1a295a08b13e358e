import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

const { API, KEY } = process.env;
const { GET, POST, PATCH, DELETE } = createClient<paths>({ baseUrl: `${API}`, headers: { Authorization: `Bearer ${KEY}` } });

const name = 'ExampleOrders';
const orders = { params: { path: { name } } };

/** What this program keeps in an item; the server itself asks for no schema. */
type Order = components['schemas']['Item'] & { customer: string; total: number };

const { error: refused } = await POST('/v1/collections', { body: { _id: name } });
if (refused) throw new Error(refused.detail);

for (const [customer, total] of [['ann', 42.5], ['bob', 17], ['eve', 99]] as const) {
  await POST('/v1/collections/{name}/items', { ...orders, body: { customer, total, paid: false } });
}

const { data: dear } = await GET('/v1/collections/{name}/items', {
  params: { path: { name }, query: { query: 'total > ?', bindParams: JSON.stringify([40]), sortProperty: 'total', sortOrder: 'desc' } },
});
for (const { _id: id, customer, total } of (dear?.items ?? []) as Order[]) {
  const { response } = await PATCH('/v1/collections/{name}/items/{id}', { params: { path: { name, id } }, body: { paid: true } });
  console.log(`${customer} paid ${total}: ${response.status}`);
}

const { data, error } = await GET('/v1/collections/{name}/items', { params: { path: { name }, query: { itemsInPage: 0 } } });
console.log(data?.totalItems ?? error?.errors);

await DELETE('/v1/collections/{name}', orders);
