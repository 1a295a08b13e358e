import { type CallContext } from '../contract/management-api.js';
import { methods } from '../contract/methods.js';
import { callContent } from './envelope.js';

/** One call on its way to the upstream. */
export interface Outgoing {
  readonly isRead: boolean;
  /** What is asked for, as the members of a request. */
  readonly content: string;
  /** The key that it presents; calls of different keys never share anything. */
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A method that no Management API has: the cheapest call whose every JSON-RPC answer proves that somebody is there. */
export const probeMethod = 'rpc.ping';

export function outgoing(method: string, params: unknown, { requestId, traceparent, tracestate }: CallContext, key: string | undefined): Outgoing {
  return {
    // A method that the contract does not know may write.
    isRead: method === probeMethod || (methods.get(method)?.isRead ?? false),
    content: callContent(method, params),
    key,
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'X-Request-Id': requestId,
      ...(traceparent !== undefined && { traceparent }),
      ...(tracestate !== undefined && { tracestate }),
      ...(key !== undefined && { 'X-Monaca-Backend-Management-API-Key': key }),
    },
  };
}

/** What makes two calls the same. */
export function identityOf({ key = '', content }: Outgoing): string {
  return `${key}\n${content}`;
}
