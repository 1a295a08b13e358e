import { Fault } from './fault.js';

/** How long somebody waits for an answer. */
export interface Patience {
  /** By `performance.now()`; without it as long as the signal allows. */
  readonly deadlineAt?: number;
  /** Aborted when nobody wants the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws Fault when nobody would wait for an answer any more, so that nothing need be sent. */
export function expectPatience({ deadlineAt = Infinity, signal }: Patience): void {
  if (signal?.aborted === true) throw new Fault('caller-gone');
  if (deadlineAt <= performance.now()) throw new Fault('timed-out');
}

/** A call in progress and those who wait for its outcome. It is cancelled when the last of them leaves, and then only. */
export class SharedCall<T> {
  private readonly controller = new AbortController();
  private readonly outcome: Promise<T>;
  private waiters = 0;

  constructor(run: (signal: AbortSignal) => Promise<T>) {
    this.outcome = run(this.controller.signal);
  }

  get isCancelled(): boolean {
    return this.controller.signal.aborted;
  }

  /** @throws Fault `timed-out` or `caller-gone` when the waiting ends first. */
  async wait({ deadlineAt, signal }: Patience): Promise<T> {
    this.waiters++;
    return new Promise((resolve, reject) => {
      const leave = (fault: Fault): void => {
        settle();
        reject(fault);
        if (--this.waiters === 0) this.controller.abort(fault);
      };
      const timer = deadlineAt === undefined ? undefined : setTimeout(() => { leave(new Fault('timed-out')); }, Math.max(0, deadlineAt - performance.now()));
      const onAbort = (): void => { leave(signal?.reason instanceof Fault ? signal.reason : new Fault('caller-gone')); };
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      this.outcome.finally(settle).then(resolve, reject);
      if (signal?.aborted === true) onAbort();
      else signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
