import type { FastifyRequest } from 'fastify';
import type { CallContext } from '../contract/management-api.js';
import type { Caller } from './keys.service.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose valid key came with the request; undefined where none did. */
    caller: Caller | undefined;
  }
}

const bearer = /^Bearer +(\S+)$/i;

/** The key that a request presents, in either of the two headers (gateway-api.md, section 2). */
export function presentedKey({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const own = headers['x-monaca-backend-management-api-key'];
  if (typeof own === 'string') return own;
  return headers.authorization === undefined ? undefined : bearer.exec(headers.authorization)?.[1];
}

/** What goes along with the calls that a request causes. */
export function callContextOf(request: FastifyRequest): CallContext {
  return { requestId: request.id, callerKey: presentedKey(request) };
}
