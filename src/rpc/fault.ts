import { RpcError } from '../contract/rpc-error.js';

/**
 * What kept a call from being answered:
 *
 * - `unsent`: no connection, or the breaker is open, so surely nothing was sent;
 * - `broken`: the connection broke after it may have been;
 * - `unusable`: a reply came that is too large or cannot be unpacked;
 * - `timed-out`, `caller-gone`: nobody waits for the answer any more;
 * - `overloaded`: too many calls were waiting already.
 */
export type FaultKind = 'unsent' | 'broken' | 'unusable' | 'timed-out' | 'caller-gone' | 'overloaded';

const errors: Readonly<Record<FaultKind, () => RpcError>> = {
  unsent: () => RpcError.of(-13, undefined, 'unsent'),
  broken: () => RpcError.of(-12, undefined, 'adapter'),
  unusable: () => RpcError.of(-12, undefined, 'adapter'),
  'timed-out': () => RpcError.of(-11, undefined, 'adapter'),
  'caller-gone': () => RpcError.of(-11, undefined, 'adapter'),
  overloaded: () => RpcError.overloaded(),
};

export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(readonly kind: FaultKind, cause?: unknown) {
    super(kind, { cause });
  }

  /** What a caller gets to see: never the cause, which may quote addresses. */
  asRpcError(): RpcError {
    return errors[this.kind]();
  }
}
