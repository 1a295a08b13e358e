import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { namesOf } from '../access/request.js';

/**
 * One line a request. The route's pattern stands in it and not the address, whose parameters may be anything; no header
 * and no body ever does, so no key or password can.
 */
export function logRequests(fastify: FastifyInstance, log: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    // Probes come every few seconds and say nothing while all is well.
    const level = route.startsWith('/health/') && reply.statusCode < 400 ? 'debug' : 'info';
    if (log.isLevelEnabled(level)) {
      log[level]({
        ...namesOf(request),
        method: request.method,
        route,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        key: request.caller?.keyName,
      }, 'request');
    }
    done();
  });
}
