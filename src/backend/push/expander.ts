import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClaimedPush, PushStore } from '../../storage/push-store.js';
import { Signal, type Clock } from './clock.js';
import { leaseFrom, pollMs } from './lease.js';

/**
 * Writes down who receives a push, a bounded number of recipients at a time with a turn of the event loop between, so that
 * a million hold up nobody. A process that dies in the midst is followed by another where it stopped.
 */
export class Expander {
  private readonly work: Signal;
  private isStopped = false;
  private running: Promise<void> | undefined;

  /** `onDone` is told when a push can be sent. */
  constructor(private readonly store: PushStore, private readonly clock: Clock, private readonly report: (error: unknown) => void, private readonly onDone: () => void) {
    this.work = new Signal(clock);
  }

  start(): void {
    this.running ??= this.run();
  }

  wake(): void {
    this.work.give();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.work.give();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const isIdle = await this.expandOne().catch((error: unknown) => {
        this.report(error);
        return true;
      });
      if (isIdle) await this.work.wait(pollMs);
    }
  }

  /** Resolves to whether there was nothing to do. */
  private async expandOne(): Promise<boolean> {
    const push = await this.store.claimPush(leaseFrom(this.clock));
    if (push === undefined) return true;
    while (!this.isStopped) {
      const step = await this.store.expand(push, leaseFrom(this.clock));
      if (step === 'done') this.onDone();
      if (step !== 'more') return false;
      await nextTurn();
    }
    await this.giveBack(push);
    return false;
  }

  private giveBack(push: ClaimedPush): Promise<void> {
    return this.store.releasePush(push, this.clock.now());
  }
}
