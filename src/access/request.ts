import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { Cancellation, type CancelSignal } from '../contract/cancellation.js';
import type { CallContext, Caller } from '../contract/management-api.js';
import { WaitingTime } from '../contract/waiting-time.js';
import type { Allowance } from './limits/allowance.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose valid key came with the request; undefined where none did. */
    caller: Caller | undefined;
    /** Its reply as Node knows it. */
    rawReply: ServerResponse;
    /** Aborted when the caller hangs up, once somebody asked for it. */
    callerGone: CancelSignal | undefined;
    /** What goes along with its calls, once there is one. */
    callContext: RequestContext | undefined;
    /** What it may take of its key's limit; undefined where there is none. */
    allowance: Allowance | undefined;
    /** Whether it came too often, so that an RPC endpoint, which answers in its own way, refuses it. */
    isOverLimit: boolean;
  }
}

const bearer = /^Bearer +(\S+)$/i;

/** The key that a request presents, in either of the two headers (gateway-api.md, section 2). */
export function presentedKey({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const own = headers['x-monaca-backend-management-api-key'];
  if (typeof own === 'string') return own;
  return headers.authorization === undefined ? undefined : bearer.exec(headers.authorization)?.[1];
}

const hungUp = new Error('The caller hung up.');

/**
 * A signal that is aborted when the connection ends before the reply is sent. (Fastify's own signal waits for the
 * request to close, which it does as soon as its body has been read.)
 */
function abortedWithout(reply: ServerResponse): CancelSignal {
  const cancellation = new Cancellation();
  reply.once('close', () => {
    if (!reply.writableFinished) cancellation.abort(hungUp);
  });
  if (reply.destroyed) cancellation.abort(hungUp);
  return cancellation;
}

/** What goes along with the calls of a request, made from it when it is asked for. */
class RequestContext implements CallContext {
  readonly requestId: string;
  readonly callerKey: string | undefined;
  readonly caller: Caller | undefined;
  readonly startedAt = performance.now();

  constructor(private readonly request: FastifyRequest, readonly isPassedOn: boolean, readonly waiting = new WaitingTime()) {
    this.requestId = request.id;
    this.callerKey = presentedKey(request);
    this.caller = request.caller;
  }

  get traceparent(): string | undefined {
    return this.request.headers['traceparent'] as string | undefined;
  }

  get tracestate(): string | undefined {
    return this.request.headers['tracestate'] as string | undefined;
  }

  /** A getter, because it costs a listener a request, and calls that stay in this process do without. */
  get signal(): CancelSignal {
    return (this.request.callerGone ??= abortedWithout(this.request.rawReply));
  }
}

/** By what a line of the log says which request it is about. */
export function namesOf(request: FastifyRequest): { readonly reqId: string; readonly traceparent: string | undefined } {
  return { reqId: request.id, traceparent: request.headers['traceparent'] as string | undefined };
}

/** What goes along with the calls that a request causes: the same for all of them, so that they share one deadline. */
export function callContextOf(request: FastifyRequest): CallContext {
  return (request.callContext ??= new RequestContext(request, false));
}

/** What goes along with a call that came as JSON-RPC: it has a deadline of its own, because each call of a batch is an operation. */
export function rpcCallContextOf(request: FastifyRequest): CallContext {
  const { waiting } = callContextOf(request);
  return new RequestContext(request, true, waiting);
}
