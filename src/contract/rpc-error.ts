/** JSON-RPC's own codes and those of the Management API (management-api.md, section 4), with their messages. */
export const rpcMessages = {
  [-32700]: 'Parse error',
  [-32600]: 'Invalid Request',
  [-32601]: 'Method not found',
  [-32602]: 'Invalid params',
  [-32603]: 'Internal error',
  4: 'API key invalid',
  10: 'Session ID invalid',
  11: 'User login required',
  12: 'Device ID required',
  13: 'Invalid operation',
  14: 'Permission denied',
  9999: 'Call limit exceeded',
  [-11]: 'Timed out',
  [-12]: 'Invalid response',
  [-13]: 'Invalid status code',
} as const;

export type RpcCode = keyof typeof rpcMessages;

/**
 * Who found the error: the embedded API, an upstream one, the upstream when it refused the gateway's own key, or the
 * adapter, which surely sent nothing because nobody was there (`unsent`) or too many calls waited (`overloaded`), or got
 * no usable answer.
 */
export type RpcErrorSource = 'embedded' | 'upstream' | 'upstream-key' | 'adapter' | 'unsent' | 'overloaded';

/** Offending parameters, each with one English sentence. */
export type Faults = Readonly<Record<string, string>>;

/** An error of the Management API: a value of the table in errors.ts, whoever found it. */
export class RpcError extends Error {
  override readonly name = 'RpcError';

  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
    readonly source: RpcErrorSource = 'embedded',
    /** The method that was called, where one was. */
    readonly method?: string,
    /** After how many seconds the call may be repeated, where whoever refused it said so. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }

  /** An error with its code's own message. */
  static of(code: RpcCode, data?: unknown, source?: RpcErrorSource): RpcError {
    return new RpcError(code, rpcMessages[code], data, source);
  }

  /** The same error, as the outcome of a call of `method`. */
  during(method: string): RpcError {
    return new RpcError(this.code, this.message, this.data, this.source, method, this.retryAfterSeconds);
  }

  /** Nothing was done, because too much waits to be done: JSON-RPC's callers know only that they called too often. */
  static overloaded(): RpcError {
    return RpcError.of(9999, undefined, 'overloaded');
  }

  static invalidParams(faults: Faults): RpcError {
    return RpcError.of(-32602, faults);
  }
}
