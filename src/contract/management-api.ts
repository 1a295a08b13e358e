import type { CancelSignal } from './cancellation.js';
import type { Method } from './method.js';
import type { WaitingTime } from './waiting-time.js';

/** Who calls: what is known of the key that was presented. */
export interface Caller {
  /** undefined for a key that this process does not keep. */
  readonly keyId: string | undefined;
  readonly keyName: string;
  readonly scopes: readonly string[];
  readonly cidrs: readonly string[];
  readonly expiresAt: number | null;
  /**
   * What the key is for: calls of the Management API, and what the gateway itself does with keys. A key that is only
   * passed on to an upstream is good for nothing else, and the ADMIN_KEY of a gateway that does so for nothing there.
   */
  readonly opens: 'everything' | 'the Management API' | 'the gateway';
}

/** What goes along with a call, whoever answers it. */
export interface CallContext {
  /** Travels to an upstream and stands in every log line. */
  readonly requestId: string;
  /** Who calls. Without one nothing is allowed where that is asked. */
  readonly caller?: Caller | undefined;
  /** The write that this call reads back: its scope includes that. */
  readonly readsBack?: Method | undefined;
  /** The key the caller presented, for an upstream that decides itself; never logged. */
  readonly callerKey?: string | undefined;
  /** The W3C trace that the request belongs to; travels to an upstream. */
  readonly traceparent?: string | undefined;
  /** What others along that trace keep with it. */
  readonly tracestate?: string | undefined;
  /** When the operation began, by `performance.now()`: all of its calls share one deadline. Without it the call stands alone. */
  readonly startedAt?: number;
  /** Aborted when the caller is gone. */
  readonly signal?: CancelSignal;
  /** Whether it came as JSON-RPC: an upstream gets its parameters as they are, and its answer goes back as it is. */
  readonly isPassedOn?: boolean;
  /** Takes note of the time in which an answer of somebody else was waited for. */
  readonly waiting?: WaitingTime;
}

/** What goes along with the call that reads back what `write` has just written. */
export function readingBack(context: CallContext, write: Method<string, object, object>): CallContext {
  return Object.create(context, { readsBack: { value: write } }) as CallContext;
}

/**
 * Whoever can answer a call of the Management API: the handlers in this process, or an upstream over HTTP. An abstract
 * class because it is also the token under which Nest injects the one that this process uses.
 */
export abstract class ManagementApi {
  /** Whether calls leave this process: then there may be methods that the contract does not know. */
  abstract readonly isRemote: boolean;

  /** @throws RpcError for every answer that is an error. */
  abstract call(method: string, params: unknown, context: CallContext): Promise<unknown>;

  /** Whether it answers at all: the readiness of this process. Rejects when it does not. */
  abstract ping(): Promise<void>;
}
