import { Cancellation, type CancelSignal } from '../contract/cancellation.js';
import { Fault } from './fault.js';

/** How long somebody waits for an answer. */
export interface Patience {
  /** By `performance.now()`; without it as long as the signal allows. */
  readonly deadlineAt?: number;
  /** Aborted when nobody wants the answer any more. */
  readonly signal?: CancelSignal | undefined;
}

/** Why nobody would wait for an answer any more, so that nothing need be sent. */
export function impatience({ deadlineAt = Infinity, signal }: Patience): Fault | undefined {
  if (signal?.aborted === true) return new Fault('caller-gone');
  return deadlineAt <= performance.now() ? new Fault('timed-out') : undefined;
}

/** A call in progress and those who wait for its outcome. It is cancelled when the last of them leaves, and then only. */
export class SharedCall<T> {
  private readonly cancellation = new Cancellation();
  private readonly outcome: Promise<T>;
  private waiters = 0;

  /** `ended` is called before anybody who waits learns of the outcome. */
  constructor(run: (signal: CancelSignal) => Promise<T>, ended?: () => void) {
    this.outcome = run(this.cancellation);
    if (ended !== undefined) this.outcome.then(ended, ended);
  }

  get isCancelled(): boolean {
    return this.cancellation.aborted;
  }

  /** @throws Fault `timed-out` or `caller-gone` when the waiting ends first. */
  wait({ deadlineAt, signal }: Patience): Promise<T> {
    this.waiters++;
    return new Promise((resolve, reject) => {
      const leave = (fault: Fault): void => {
        settle();
        reject(fault);
        if (--this.waiters === 0) this.cancellation.abort(fault);
      };
      const timer = deadlineAt === undefined ? undefined : setTimeout(() => { leave(new Fault('timed-out')); }, Math.max(0, deadlineAt - performance.now()));
      const onAbort = (): void => { leave(signal?.reason instanceof Fault ? signal.reason : new Fault('caller-gone')); };
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      this.outcome.then(settle, settle);
      this.outcome.then(resolve, reject);
      if (signal?.aborted === true) onAbort();
      else signal?.addEventListener('abort', onAbort);
    });
  }
}
