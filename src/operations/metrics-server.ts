import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Keys } from '../access/keys.service.js';
import { presentedKey } from '../access/request.js';
import { SettingsError } from '../settings.js';
import type { Metrics } from './metrics.js';

export interface MetricsServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Counts and times every request of the main port. */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics, surfaceOf: (request: FastifyRequest) => string): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    metrics.answered(surfaceOf(request), request.method, reply.statusCode, reply.elapsedTime);
    done();
  });
}

/** Serves `/metrics` on a port of its own, to whoever has a key of this gateway (gateway-api.md, section 2). */
export async function serveMetrics(metrics: Metrics, keys: Keys, port: number, host: string): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(metrics, keys, request, response).catch(() => { response.writeHead(500).end(); });
  });
  await once(server.listen(port, host), 'listening').catch((error: unknown) => {
    throw new SettingsError([`METRICS_PORT: cannot listen at ${host}:${port} (${(error as NodeJS.ErrnoException).code ?? 'unknown'}); set another one.`]);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer({ registry }: Metrics, keys: Keys, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (new URL(request.url ?? '', 'http://localhost').pathname !== '/metrics') {
    response.writeHead(404).end();
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const caller = await keys.verify(presentedKey(request), request.socket.remoteAddress ?? '');
  if (caller === undefined || caller.opens === 'the Management API') {
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': registry.contentType }).end(await registry.metrics());
}
