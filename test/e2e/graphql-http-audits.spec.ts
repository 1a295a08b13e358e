import { serverAudits } from 'graphql-http';
import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.stop());

const withKey: typeof fetch = (input, init) => fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string> | undefined), [keyHeader]: adminKey } });

// The names and number of the audits do not depend on the address.
const audits = serverAudits({ url: () => `${server.url}/graphql`, fetchFn: withKey });

test.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))('GraphQL over HTTP: %s', async (_name, audit) => {
  const result = await audit.fn();
  expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
});

test('there are audits', () => { expect(audits.length).toBeGreaterThan(50); });
