import { createManagementApi } from '../../src/backend/management-api.js';
import { demoProjects } from '../../src/backend/push/projects.js';
import { RpcError } from '../../src/contract/rpc-error.js';
import { openStore } from '../../src/storage/open-store.js';
import { postgresDatabase, sqliteDatabase, type TestDatabase } from '../support/databases.js';
import { adminKey, startServer, type RpcReply } from '../support/server.js';

/** A Management API under test, wherever it runs. */
export interface Target {
  readonly call: (method: string, params?: unknown) => Promise<RpcReply>;
  readonly stop: () => Promise<void>;
}

/** Every way in which the Management API is reached: the conformance suite passes on each. */
export const targets: readonly [name: string, start: () => Promise<Target>][] = [
  ['in process, on SQLite', () => inProcess(sqliteDatabase)],
  ['over HTTP, on SQLite', overHttp],
  ['in process, on PostgreSQL', () => inProcess(postgresDatabase)],
  ['over HTTP, alternating between two servers on one PostgreSQL', betweenTwoServers],
  ['through a gateway before another', throughGateway],
];

async function inProcess(createDatabase: () => Promise<TestDatabase>): Promise<Target> {
  const database = await createDatabase();
  const unforeseen: unknown[] = [];
  const store = await openStore(database.url, (error) => unforeseen.push(error));
  const rules = { minUsernameLength: 3, minPasswordLength: 4, pushProjects: demoProjects };
  const { api, start, stop } = createManagementApi(store, rules, { report: (error) => unforeseen.push(error), note: () => undefined, onPushOutcome: () => undefined });
  start();
  return {
    call: async (method, params = {}) => {
      const reply = await api.call(method, params, { requestId: 'test' }).then(
        (result) => ({ result }),
        (error: unknown) => {
          if (!(error instanceof RpcError)) throw error;
          return { error: { code: error.code, message: error.message, data: error.data } };
        },
      );
      return JSON.parse(JSON.stringify(reply)) as RpcReply;
    },
    stop: async () => {
      await stop();
      await store.close();
      await database.remove();
      expect(unforeseen).toEqual([]);
    },
  };
}

async function overHttp(): Promise<Target> {
  const server = await startServer();
  return { call: (method, params) => server.rpc(method, params), stop: () => server.stop() };
}

/** What one server has answered the other knows. */
async function betweenTwoServers(): Promise<Target> {
  const database = await postgresDatabase();
  const servers = await Promise.all([1, 2].map(() => startServer({ DATABASE_URL: database.url })));
  let calls = 0;
  return {
    call: (method, params) => servers[++calls % 2]!.rpc(method, params),
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await database.remove();
    },
  };
}

async function throughGateway(): Promise<Target> {
  const upstream = await startServer();
  const gateway = await startServer({ MANAGEMENT_API_URL: `${upstream.url}/rpc`, MANAGEMENT_API_KEY: adminKey });
  return {
    call: (method, params) => gateway.rpc(method, params),
    stop: async () => {
      await gateway.stop();
      await upstream.stop();
    },
  };
}

export function invalidParams(data: Readonly<Record<string, string>>): RpcReply {
  return { error: { code: -32602, message: 'Invalid params', data } };
}
