import { hash as hashOf } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import type { Keys } from '../../access/keys.service.js';
import type { FailedAttempts } from '../../access/limits/failed-attempts.js';
import type { RateLimiter } from '../../access/limits/rate-limiter.js';
import { presentedKey } from '../../access/request.js';
import { keyRequired, ProblemException } from './problem.js';
import { allowanceOf, inSeconds, limitExceeded } from './rate-limit.js';
import { surfaceOf } from './surface.js';

/** What is known of the process as a whole. */
export interface Lifecycle {
  /** Those who kept connections have had the time to learn that the server is shutting down. */
  readonly refusesRequests: boolean;
}

/** Who may come in, and how often. */
export interface Access {
  readonly keys: Keys;
  /** undefined: as often as they like. */
  readonly limiter: RateLimiter | undefined;
  readonly failedAttempts: FailedAttempts;
}

const replyTypes = ['application/json', 'application/problem+json'];

/**
 * What every request passes before anything of it is read: the request id, the drain, the key. It is a Fastify hook
 * because guards never see GraphQL introspection, nor requests whose body is refused.
 */
export function installGate(fastify: FastifyInstance, access: Access, lifecycle: Lifecycle): void {
  fastify.decorateRequest('caller', undefined);
  fastify.decorateRequest('callContext', undefined);
  fastify.decorateRequest('callerGone', undefined);
  fastify.decorateRequest('rawReply');
  fastify.decorateRequest('allowance', undefined);
  fastify.decorateRequest('isOverLimit', false);
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('X-Request-Id', request.id);
    request.rawReply = reply.raw;
    const surface = surfaceOf(request);
    if (lifecycle.refusesRequests && surface !== 'open') {
      throw new ProblemException('overloaded', { detail: 'The server is shutting down.', headers: { 'Retry-After': '1', Connection: 'close' } });
    }
    if (surface === 'open' || surface === 'nowhere') return;
    const refusal = await admit(request, reply, access);
    // The RPC endpoints refuse in their own way, with an error 4 or 9999.
    if (refusal !== undefined && surface !== 'rpc') throw refusal;
    if (refusal?.slug === 'too-many-requests') {
      request.isOverLimit = true;
      void reply.headers(refusal.details.headers ?? {});
    }
    if (surface === 'rest' && !acceptsJson(request)) {
      throw new ProblemException('not-acceptable', { detail: 'Replies are application/json; accept that, or anything.' });
    }
  });
}

/** Finds out who calls and whether it is too often: why not, where it is refused. */
async function admit(request: FastifyRequest, reply: FastifyReply, { keys, limiter, failedAttempts }: Access): Promise<ProblemException | undefined> {
  const key = presentedKey(request);
  if (key === undefined || key === '') return keyRequired;
  const hash = hashOf('sha256', key, 'base64url');
  const waitMs = failedAttempts.waitMs(request.ip, hash);
  if (waitMs > 0) return tooManyWrongKeys(waitMs);
  request.caller = await keys.verify(key, request.ip);
  if (request.caller === undefined) {
    failedAttempts.note(request.ip);
    return keyRequired;
  }
  failedAttempts.noteRight(request.ip, hash);
  if (limiter === undefined) return undefined;
  request.allowance = allowanceOf(limiter, hash, reply);
  return (await request.allowance.take(1)) ? undefined : limitExceeded;
}

function tooManyWrongKeys(waitMs: number): ProblemException {
  return new ProblemException('too-many-requests', { detail: 'Too many wrong keys came from this address; wait before you send another.', headers: { 'Retry-After': String(inSeconds(waitMs)) } });
}

function acceptsJson(request: FastifyRequest): boolean {
  return request.headers.accept === undefined || new Negotiator(request.raw).mediaTypes(replyTypes).length > 0;
}
