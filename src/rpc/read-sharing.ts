import type { CancelSignal } from '../contract/cancellation.js';
import { SharedCall, type Patience } from './shared-call.js';

/** Lets identical reads in flight be one call. */
export class ReadSharing {
  private readonly inFlight = new Map<string, SharedCall<unknown>>();

  /** The outcome of the read of this identity that is in flight, or of one that is begun now. */
  join(identity: string, begin: (signal: CancelSignal) => Promise<unknown>, patience: Patience): Promise<unknown> {
    const found = this.inFlight.get(identity);
    const call = found === undefined || found.isCancelled ? this.begin(identity, begin) : found;
    return call.wait(patience);
  }

  /** From now on no read may be answered by one that began before: that might not show what was just written. */
  writeCompleted(): void {
    this.inFlight.clear();
  }

  private begin(identity: string, begin: (signal: CancelSignal) => Promise<unknown>): SharedCall<unknown> {
    const call = new SharedCall(begin, () => {
      if (this.inFlight.get(identity) === call) this.inFlight.delete(identity);
    });
    this.inFlight.set(identity, call);
    return call;
  }
}
