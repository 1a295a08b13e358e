import { startServer, type RunningServer } from '../support/server.js';

const origin = 'https://app.example.com';
let closed: RunningServer;
let open: RunningServer;
beforeAll(async () => {
  closed = await startServer();
  open = await startServer({ CORS_ORIGINS: `${origin}, https://other.example.com` });
});
afterAll(async () => {
  await closed.stop();
  await open.stop();
});

const preflight = (server: RunningServer, from: string): Promise<Response> => fetch(`${server.url}/v1/users`, {
  method: 'OPTIONS', headers: { 'Origin': from, 'Access-Control-Request-Method': 'PATCH', 'Access-Control-Request-Headers': 'authorization,content-type' },
});

test('no origin may call unless it is set', async () => {
  expect((await preflight(closed, origin)).headers.get('access-control-allow-origin')).toBeNull();
  expect((await closed.request('/v1/users', { headers: { Origin: origin } })).headers.get('access-control-allow-origin')).toBeNull();
});

test('an origin that is set may ask without a key, and call with one', async () => {
  const asked = await preflight(open, origin);
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
  expect(asked.headers.get('access-control-allow-methods')).toContain('PATCH');
  const called = await open.request('/v1/users', { headers: { Origin: origin } });
  expect([called.status, called.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  expect(called.headers.get('access-control-expose-headers')).toBe('Link, Location, X-Total-Count, X-Request-Id, RateLimit, RateLimit-Policy, Retry-After');
});

test('another origin may not', async () => {
  expect((await preflight(open, 'https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
});

test('a page that may call can read why it was refused', async () => {
  const refused = await fetch(`${open.url}/v1/users`, { headers: { Origin: origin } });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin]);
});
