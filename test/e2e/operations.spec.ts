import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';
import { beyondTheContract } from '../support/contracts/check-every-reply.js';
import { envelope, say, ScriptedUpstream, succeed } from '../support/scripted-upstream.js';

let upstream: ScriptedUpstream;
let gateway: RunningServer;
let passing: RunningServer;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  gateway = await startServer({ MANAGEMENT_API_URL: upstream.url, MANAGEMENT_API_KEY: 'the-gateways-own-key', METRICS_PORT: '0', UPSTREAM_BATCH: 'true' });
  // Longer than a test may take.
  passing = await startServer({ MANAGEMENT_API_URL: upstream.url, METRICS_PORT: '0', UPSTREAM_TIMEOUT_MS: '600000' });
});
afterAll(async () => {
  await gateway.stop();
  await passing.stop();
  await upstream.stop();
});
beforeEach(() => {
  upstream.received.length = 0;
  upstream.script = (received) => {
    const answers = received.calls.map(({ id }) => envelope(id, { result: { items: [] } }));
    say(received, JSON.stringify(received.isBatch ? answers : answers[0]));
  };
});

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const collections = (headers: Readonly<Record<string, string>> = {}): Promise<Response> => gateway.request('/v1/collections', { headers });

test('the id and the trace of a request travel to the upstream; where there is no sane one, a new one does', async () => {
  await collections({ 'X-Request-Id': 'mine', traceparent, tracestate: 'rojo=1,congo=2' });
  await collections({ 'X-Request-Id': 'not sane', traceparent: 'rubbish', tracestate: 'rojo=1' });
  const [kept, made] = upstream.received.map(({ headers }) => headers);
  expect(kept).toMatchObject({ 'x-request-id': 'mine', traceparent, tracestate: 'rojo=1,congo=2' });
  expect(made?.tracestate).toBeUndefined();
  expect(made).toMatchObject({ 'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/), traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/) });
});

test('every reply tells how long it took, and how much of that the upstream did', async () => {
  const found = /^upstream;dur=([\d.]+), total;dur=([\d.]+)$/.exec((await collections()).headers.get('server-timing') ?? '');
  expect(Number(found?.[1])).toBeGreaterThan(0);
  expect(Number(found?.[2])).toBeGreaterThanOrEqual(Number(found?.[1]));
  expect((await gateway.request('/v1/nothing')).headers.get('server-timing')).toMatch(/^total;dur=[\d.]+$/);
});

/** The samples of the gateway's metrics by name and labels. */
async function samples(server = gateway): Promise<ReadonlyMap<string, number>> {
  const reply = await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`, { headers: { Authorization: `Bearer ${adminKey}` } });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  const lines = (await reply.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line): [string, number] => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

test('metrics count requests by surface, method and status, calls by their outcome, batches and exchanges', async () => {
  const before = await samples();
  // This upstream answers with no definition and no "OK" what is asked for them: those calls came to nothing.
  await collections();
  await gateway.request('/v1/collections', { method: 'TRACE' }).catch(() => undefined);
  await gateway.graphql('{ a: collection(name: "A") { name } b: collection(name: "B") { name } }');
  await beyondTheContract(() => gateway.rpc('Nobody.knows'));
  await gateway.request(`/v1/collections/${'x'.repeat(60)}`, { method: 'DELETE' });
  // Refused here, without an exchange.
  await gateway.request('/v1/users', { body: { username: 'a b', password: 'fine' } });
  const after = await samples();
  const grown = [...after].map(([name, value]): [string, number] => [name, value - (before.get(name) ?? 0)]).filter(([name, growth]) => growth > 0 && /^(?:http_requests|management|upstream_batch_calls_(?:sum|count)|upstream_exchange\w+_count)/.test(name));
  expect(Object.fromEntries(grown)).toEqual({
    'http_requests_total{surface="rest",method="GET",status="200"}': 1,
    'http_requests_total{surface="rest",method="DELETE",status="502"}': 1,
    'http_requests_total{surface="rest",method="POST",status="400"}': 1,
    'http_requests_total{surface="graphql",method="POST",status="200"}': 1,
    'http_requests_total{surface="rpc",method="POST",status="200"}': 1,
    'management_api_calls_total{method="Collection.list",outcome="ok"}': 1,
    'management_api_calls_total{method="Collection.getConfig",outcome="bad-upstream"}': 2,
    'management_api_calls_total{method="Collection.drop",outcome="bad-upstream"}': 1,
    'management_api_calls_total{method="User.create",outcome="invalid-params"}': 1,
    'management_api_calls_total{method="other",outcome="ok"}': 1,
    'upstream_batch_calls_sum': 2,
    'upstream_batch_calls_count': 1,
    'upstream_exchange_duration_seconds_count{outcome="reply"}': 4,
  });
  expect(after.get('upstream_breaker_state{state="closed"}')).toBe(1);
  expect([...after.keys()]).toEqual(expect.arrayContaining(['nodejs_eventloop_lag_p99_seconds', 'upstream_retries_total']));
});

test('metrics are told to a key of the gateway, on their own port and path only', async () => {
  const at = (server: RunningServer, headers: Record<string, string>, path = '/metrics', method = 'GET'): Promise<number> =>
    fetch(`http://127.0.0.1:${server.metricsPort}${path}`, { headers, method }).then((reply) => reply.status);
  expect(await at(gateway, {})).toBe(401);
  expect(await at(gateway, { [keyHeader]: 'wrong' })).toBe(401);
  expect(await at(gateway, { [keyHeader]: adminKey })).toBe(200);
  expect(await at(gateway, { [keyHeader]: adminKey }, '/')).toBe(404);
  expect(await at(gateway, { [keyHeader]: adminKey }, '/metrics', 'POST')).toBe(405);
  expect((await gateway.request('/metrics')).status).toBe(404);
  // A key that is the upstream's to know opens nothing of the gateway's own; the ADMIN_KEY does, and never leaves it.
  expect(await at(passing, { [keyHeader]: 'theirs' })).toBe(401);
  expect(await at(passing, { [keyHeader]: adminKey })).toBe(200);
});

test('readiness is probed once, however many ask, and follows the upstream within a second', async () => {
  upstream.script = succeed;
  const fresh = await startServer({ MANAGEMENT_API_URL: upstream.url });
  // The second within which one probe does stands still while they ask.
  const now = performance.now.bind(performance);
  const askedAt = now();
  performance.now = () => askedAt;
  const replies = await Promise.all(Array.from({ length: 50 }, () => fresh.request('/health/ready'))).finally(() => { performance.now = now; });
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  expect(upstream.received.map(({ calls: [call] }) => call!.method)).toEqual(['rpc.ping']);
  upstream.script = (received) => { say(received, '<html>'); };
  let status = 200;
  while (status === 200) status = (await fresh.request('/health/ready')).status;
  expect(status).toBe(503);
  await fresh.stop();
});

test('the many calls of an operation are cancelled with its caller, long before their deadline, and nothing warns of a leak', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => { warnings.push(warning); };
  process.on('warning', note);
  upstream.script = () => undefined;
  const caller = new AbortController();
  const query = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: collection(name: "C${index}") { name }`).join(' ')} }`;
  const asked = fetch(`${passing.url}/graphql`, {
    method: 'POST', headers: { [keyHeader]: 'theirs', 'Content-Type': 'application/json' }, body: JSON.stringify({ query }), signal: caller.signal,
  });
  await upstream.hasReceived(40);
  const gone = Promise.all(upstream.received.map(({ response }) => new Promise((resolve) => response.once('close', resolve))));
  caller.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await gone;
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
