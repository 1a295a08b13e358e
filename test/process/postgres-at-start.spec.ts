import { postgresDatabase, type TestDatabase } from '../support/databases.js';
import { clientOf } from '../support/server.js';
import { cleanUp, launch } from './support/server-process.js';

let database: TestDatabase;
beforeAll(async () => { database = await postgresDatabase(); });
afterAll(async () => {
  await cleanUp();
  await database.remove();
});

test('two processes that start at once on an empty database make one schema and one key between them, and print no password', async () => {
  const url = new URL(database.url);
  url.password = 'top-secret';
  const servers = [1, 2].map(() => launch({ DATABASE_URL: url.href }));
  const addresses = await Promise.all(servers.map((server) => server.ready()));
  const keys = servers.flatMap(({ stdout }) => /^ {4}([\w-]{43})$/m.exec(stdout)?.[1] ?? []);
  expect(keys).toHaveLength(1);
  for (const address of addresses) expect(await clientOf(address, keys[0]).rpc('Collection.list')).toEqual({ jsonrpc: '2.0', id: 1, result: { items: [] } });
  for (const server of servers) {
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(server.stdout).toContain(`Data in ${url.host}${url.pathname}\n`);
    expect(server.stdout + server.stderr).not.toContain('top-secret');
  }
});
