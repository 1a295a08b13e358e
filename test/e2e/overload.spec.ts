import { limits } from '../../src/contract/limits.js';
import { envelope, say, ScriptedUpstream, type Received } from '../support/scripted-upstream.js';
import { adminKey, startServer, type GraphqlReply, type RunningServer } from '../support/server.js';

let upstream: ScriptedUpstream;
let gateway: RunningServer;
beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  gateway = await startServer({ MANAGEMENT_API_URL: upstream.url, MANAGEMENT_API_KEY: 'own-key', UPSTREAM_TIMEOUT_MS: '60000', METRICS_PORT: '0' });
});
afterAll(async () => {
  await gateway.stop();
  await upstream.stop();
});

const perOperation = 50;
const operations = Math.ceil((limits.upstreamCallsInFlight + limits.upstreamCallsWaiting) / perOperation) + 1;
const refusedAtFirst = operations * perOperation - limits.upstreamCallsInFlight - limits.upstreamCallsWaiting;

const definition = (received: Received): void => {
  const [call] = received.calls;
  const config = { _id: call!.params['_id'], isInsertable: false, defaultPublicPermission: '' };
  say(received, JSON.stringify(envelope(1, { result: call!.method === 'Collection.list' ? { items: [] } : { config } })));
};

/** How many calls have been refused so far because too many were waiting. */
async function refused(): Promise<number> {
  const reply = await fetch(`http://127.0.0.1:${gateway.metricsPort}/metrics`, { headers: { Authorization: `Bearer ${adminKey}` } });
  return Number(/^management_api_calls_total\{[^}]*outcome="overloaded"\} (\d+)$/m.exec(await reply.text())?.[1] ?? 0);
}

test('with as many calls in flight and waiting as may, one more is 503 overloaded with Retry-After on every surface, and nothing of it reaches the upstream', async () => {
  const held: Received[] = [];
  upstream.script = (received) => held.push(received);
  const crowd = Array.from({ length: operations }, (_, operation): Promise<GraphqlReply> => gateway.graphql(
    `{ ${Array.from({ length: perOperation }, (_field, index) => `a${index}: collection(name: "C${operation}-${index}") { name }`).join(' ')} }`,
  ));
  while (await refused() < refusedAtFirst) await new Promise((resolve) => setTimeout(resolve, 20));

  const rest = await gateway.request('/v1/collections');
  expect([rest.status, rest.headers.get('retry-after'), await rest.json()]).toEqual([503, '2', expect.objectContaining({ type: '/problems/overloaded', status: 503 })]);
  const graphql = await gateway.request('/graphql', { body: { query: '{ collections { name } }' } });
  expect([graphql.status, graphql.headers.get('retry-after')]).toEqual([200, '2']);
  expect(await graphql.json()).toMatchObject({ data: { collections: null }, errors: [{ path: ['collections'], extensions: { code: 'OVERLOADED', status: 503, type: '/problems/overloaded' } }] });
  const rpc = await gateway.request('/rpc', { body: { jsonrpc: '2.0', id: 7, method: 'Collection.list', params: {} } });
  expect([rpc.status, rpc.headers.get('retry-after'), await rpc.json()]).toEqual([200, '2', { jsonrpc: '2.0', id: 7, error: { code: 9999, message: 'Call limit exceeded' } }]);

  upstream.script = definition;
  held.forEach(definition);
  const replies = await Promise.all(crowd);
  const codes = replies.flatMap(({ errors = [] }) => errors.map(({ extensions }) => (extensions as { code: string }).code));
  expect(codes).toEqual(Array(refusedAtFirst).fill('OVERLOADED'));
  expect(upstream.received).toHaveLength(limits.upstreamCallsInFlight + limits.upstreamCallsWaiting);
  // There is room again.
  expect((await gateway.request('/v1/collections')).status).toBe(200);
});
