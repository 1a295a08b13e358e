import type { FastifyInstance } from 'fastify';

/**
 * One line a request. The route's pattern stands in it and not the address, whose parameters may be anything; no header
 * and no body ever does, so no key or password can.
 */
export function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', async (request, reply) => {
    request.log.info({
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      key: request.caller?.keyName,
    }, 'request');
  });
}
