import type { CancelSignal } from '../contract/cancellation.js';
import { Fault } from './fault.js';

/**
 * Lets so many tasks run at once and so many wait for their turn, first come, first served. (cockatiel's bulkhead keeps
 * those whose caller is gone in its queue, and stands still when it meets one.)
 */
export class InFlightLimit {
  private running = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly atOnce: number, private readonly inQueue: number) {}

  /** @throws Fault `overloaded` when too many wait already; the signal's reason when it is aborted while waiting. */
  async run<T>(task: () => Promise<T>, signal: CancelSignal): Promise<T> {
    if (this.running < this.atOnce) this.running++;
    else await this.turn(signal);
    try {
      return await task();
    } finally {
      this.handOver();
    }
  }

  private turn(signal: CancelSignal): Promise<void> {
    if (this.waiting.size >= this.inQueue) return Promise.reject(new Fault('overloaded'));
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.waiting.delete(enter);
        signal.removeEventListener('abort', leave);
        reject(signal.reason ?? new Fault('caller-gone'));
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.waiting.add(enter);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave);
    });
  }

  /** The next one in the queue takes the place, so that nobody who comes later can. */
  private handOver(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.running--;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
