import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startServer, type RunningServer } from '../support/server.js';

/** 250 countries as their package publishes them: nested, in many scripts, with own names that the naming rule allows. */
const countries = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-countries/countries.json'), 'utf8')) as {
  readonly cca3: string;
  readonly area: number;
  readonly name: { readonly common: string };
}[];

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await server.request('/v1/collections', { body: { _id: 'Country' } });
  for (const country of countries) {
    const reply = await server.request('/v1/collections/Country/items', { body: country });
    expect(reply.status).toBe(201);
  }
});
afterAll(() => server.stop());

const systemProperties = ['_id', '_ownerUserOid', '_ownerDeviceOid', '_createdAt', '_updatedAt', '_permission'];
const ownOf = (item: Record<string, unknown>): unknown => Object.fromEntries(Object.entries(item).filter(([name]) => !systemProperties.includes(name)));
/** As text, so that the order of the properties counts. */
const asJson = (values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value));

test('what went in over REST comes out over RPC, equal as JSON and in order', async () => {
  const { items, totalItems } = (await server.rpc('CollectionItem.list', { collectionName: 'Country', itemsInPage: 1_000 })).result;
  expect(totalItems).toBe(countries.length);
  expect(asJson(items.map(ownOf))).toEqual(asJson(countries));
});

test('and over GraphQL', async () => {
  const { data } = await server.graphql('{ collection(name: "Country") { items(itemsInPage: 1000) { items { data } } } }');
  expect(asJson(data.collection.items.items.map((item: { data: unknown }) => item.data))).toEqual(asJson(countries));
});

test('and over REST, page after page by its links', async () => {
  const read: unknown[] = [];
  for (let address: string | undefined = '/v1/collections/Country/items'; address !== undefined;) {
    const reply: Response = await server.request(address);
    read.push(...((await reply.json()) as { items: Record<string, unknown>[] }).items.map(ownOf));
    address = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
  }
  expect(asJson(read)).toEqual(asJson(countries));
});

test('they are sorted by a nested property and by a number', async () => {
  const sorted = async (params: object): Promise<unknown> => (await server.rpc('CollectionItem.list', { collectionName: 'Country', itemsInPage: 3, ...params })).result.items.map((item: { cca3: string }) => item.cca3);
  const byArea = [...countries].sort((left, right) => right.area - left.area).slice(0, 3).map((country) => country.cca3);
  expect(await sorted({ sortProperty: 'area', sortOrder: 'desc' })).toEqual(byArea);
  const byName = [...countries].sort((left, right) => (left.name.common < right.name.common ? -1 : 1)).slice(0, 3).map((country) => country.cca3);
  expect(await sorted({ sortProperty: 'name.common' })).toEqual(byName);
});
