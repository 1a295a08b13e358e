import type { WaitingTime } from './waiting-time.js';

/** Who calls: what is known of the key that was presented. */
export interface Caller {
  /** undefined for a key that this process does not keep. */
  readonly keyId: string | undefined;
  readonly keyName: string;
  readonly scopes: readonly string[];
  readonly cidrs: readonly string[];
  readonly expiresAt: number | null;
}

/** What goes along with a call, whoever answers it. */
export interface CallContext {
  /** Travels to an upstream and stands in every log line. */
  readonly requestId: string;
  /** The key the caller presented, for an upstream that decides itself; never logged. */
  readonly callerKey?: string | undefined;
  /** The W3C trace that the request belongs to; travels to an upstream. */
  readonly traceparent?: string | undefined;
  /** When the operation began, by `performance.now()`: all of its calls share one deadline. Without it the call stands alone. */
  readonly startedAt?: number;
  /** Aborted when the caller is gone. */
  readonly signal?: AbortSignal;
  /** Takes note of the time in which an answer of somebody else was waited for. */
  readonly waiting?: WaitingTime;
}

/**
 * Whoever can answer a call of the Management API: the handlers in this process, or an upstream over HTTP. An abstract
 * class because it is also the token under which Nest injects the one that this process uses.
 */
export abstract class ManagementApi {
  /** Whether calls leave this process: then the adapter keeps back what the contract knows to be wrong. */
  abstract readonly isRemote: boolean;

  /** @throws RpcError for every answer that is an error. */
  abstract call(method: string, params: unknown, context: CallContext): Promise<unknown>;

  /** Whether it answers at all: the readiness of this process. Rejects when it does not. */
  abstract ping(): Promise<void>;
}
