import type { AddressInfo } from 'node:net';
import { connectionTimes } from '../../src/gateway/http/connections.js';
import { createServer } from '../../src/server.js';
import { readSettings } from '../../src/settings.js';
import { sqliteDatabase } from './databases.js';

export const adminKey = 'test-admin-key-0123456789';
export const keyHeader = 'X-Monaca-Backend-Management-API-Key';

export interface RunningServer {
  readonly url: string;
  /** Where METRICS_PORT=0 came out; undefined without one. */
  readonly metricsPort?: number | undefined;
  /** A request with the admin key; a body that is no string is sent as JSON. */
  readonly request: (path: string, options?: RequestOptions) => Promise<Response>;
  readonly rpc: (method: string, params?: unknown) => Promise<RpcReply>;
  readonly graphql: (query: string, variables?: object) => Promise<GraphqlReply>;
  readonly stop: () => Promise<void>;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- replies are looked into by tests that say what they expect */
export interface RpcReply {
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: any };
}

export interface GraphqlReply {
  readonly data?: any;
  readonly errors?: { readonly message: string; readonly path?: unknown; readonly extensions: any }[];
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** Starts the real server in this process, on a free port and with a database of its own unless the environment names one. */
export async function startServer(environment: Readonly<Record<string, string>> = {}, createDatabase = sqliteDatabase, times = connectionTimes): Promise<RunningServer> {
  const database = environment['DATABASE_URL'] === undefined ? await createDatabase() : undefined;
  const settings = readSettings({ ADMIN_KEY: adminKey, ...(database && { DATABASE_URL: database.url }), LOG_LEVEL: 'fatal', RATE_LIMIT_PER_MINUTE: '0', ...environment });
  const server = await createServer(settings, times);
  await server.app.listen(0, '127.0.0.1');
  const { port } = server.app.getHttpServer().address() as AddressInfo;
  const client = clientOf(`http://127.0.0.1:${port}`);
  return {
    ...client,
    metricsPort: server.metricsPort,
    stop: async () => {
      await server.close();
      await database?.remove();
    },
  };
}

/** Ways to talk to a server at an address, with the admin key. */
export function clientOf(url: string, key = adminKey): Omit<RunningServer, 'stop'> {
  const request = (path: string, { method, headers, body }: RequestOptions = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { [keyHeader]: key, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    url,
    request,
    rpc: async (method, params = {}) => (await (await request('/rpc', { body: { jsonrpc: '2.0', id: 1, method, params } })).json()) as RpcReply,
    graphql: async (query, variables = {}) => (await (await request('/graphql', { body: { query, variables } })).json()) as GraphqlReply,
  };
}
