import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManagementApi } from '../../src/backend/management-api.js';
import { RpcError } from '../../src/contract/rpc-error.js';
import { SqliteStore } from '../../src/storage/sqlite/sqlite-store.js';
import { adminKey, startServer, type RpcReply } from '../support/server.js';

/** A Management API under test, wherever it runs. */
export interface Target {
  readonly call: (method: string, params?: unknown) => Promise<RpcReply>;
  readonly stop: () => Promise<void>;
}

/** Every way in which the Management API is reached: the conformance suite passes on each. */
export const targets: readonly [name: string, start: () => Promise<Target>][] = [
  ['in process, on SQLite', inProcess],
  ['over HTTP, on SQLite', overHttp],
  ['through a gateway before another', throughGateway],
];

async function inProcess(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'backend-'));
  const store = SqliteStore.open(join(folder, 'backend.db'));
  const unforeseen: unknown[] = [];
  const { api, sweeper } = createManagementApi(store, { minUsernameLength: 3, minPasswordLength: 4 }, (error) => unforeseen.push(error));
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
      await sweeper.stop();
      await store.close();
      rmSync(folder, { recursive: true });
      expect(unforeseen).toEqual([]);
    },
  };
}

async function overHttp(): Promise<Target> {
  const server = await startServer();
  return { call: (method, params) => server.rpc(method, params), stop: () => server.stop() };
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
