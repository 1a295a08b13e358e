import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import type { Keys } from '../../access/keys.service.js';
import { presentedKey } from '../../access/request.js';
import { keyRequired, ProblemException } from './problem.js';
import { surfaceOf } from './surface.js';

/** What is known of the process as a whole. */
export interface Lifecycle {
  isDraining: boolean;
}

const replyTypes = ['application/json', 'application/problem+json'];

/**
 * What every request passes before anything of it is read: the request id, the drain, the key. It is a Fastify hook
 * because guards never see GraphQL introspection, nor requests whose body is refused.
 */
export function installGate(fastify: FastifyInstance, keys: Keys, lifecycle: Lifecycle): void {
  fastify.decorateRequest('caller', undefined);
  fastify.decorateRequest('callContext', undefined);
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('X-Request-Id', request.id);
    const surface = surfaceOf(request);
    if (lifecycle.isDraining && surface !== 'open') {
      throw new ProblemException('overloaded', { detail: 'The server is shutting down.', headers: { 'Retry-After': '1', Connection: 'close' } });
    }
    if (surface === 'open' || surface === 'nowhere') return;
    request.caller = await keys.verify(presentedKey(request), request.ip);
    // The RPC endpoints answer a wrong key in their own way, with an error 4.
    if (request.caller === undefined && surface !== 'rpc') throw keyRequired;
    if (surface === 'rest' && !acceptsJson(request)) {
      throw new ProblemException('not-acceptable', { detail: 'Replies are application/json; accept that, or anything.' });
    }
  });
}

function acceptsJson(request: FastifyRequest): boolean {
  return request.headers.accept === undefined || new Negotiator(request.raw).mediaTypes(replyTypes).length > 0;
}
