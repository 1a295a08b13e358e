import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClaimedBatch, PushStore, Settlement } from '../../storage/push-store.js';
import type { Clock } from './clock.js';

/** How long a database that fails is left alone before it is asked again, in milliseconds. */
const againAfterMs = 1_000;

interface Waiting {
  readonly settlements: Settlement[];
  readonly committed: ((isCancelled: boolean) => void)[];
}

/**
 * Writes outcomes down; those that come while a commit is under way go into the next one together. An outcome counts as
 * in flight until it is committed: so a process that dies can have sent no more than that twice.
 */
export class Settler {
  private waiting = new Map<ClaimedBatch, Waiting>();
  private running: Promise<void> | undefined;

  constructor(private readonly store: PushStore, private readonly clock: Clock, private readonly report: (error: unknown) => void) {}

  /** Resolves once all is committed, to whether the push has been cancelled. */
  settle(batch: ClaimedBatch, settlements: readonly Settlement[]): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting = this.waiting.get(batch) ?? { settlements: [], committed: [] };
      waiting.settlements.push(...settlements);
      waiting.committed.push(resolve);
      this.waiting.set(batch, waiting);
      this.running ??= this.run();
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.size > 0) {
      // What arrives in the same turn of the event loop goes into the same commit.
      await nextTurn();
      const taken = [...this.waiting];
      this.waiting = new Map();
      const cancelled = await this.commit(taken);
      for (const [{ push }, { committed }] of taken) for (const resolve of committed) resolve(cancelled.has(push));
    }
    this.running = undefined;
  }

  /** Tries until it is written down: the same outcomes written twice count once. */
  private async commit(taken: readonly [ClaimedBatch, Waiting][]): Promise<ReadonlySet<number>> {
    const batches = taken.map(([{ push, nth }, { settlements }]) => ({ push, nth, settlements }));
    for (;;) {
      try {
        return await this.store.settle(batches, this.clock.now());
      } catch (error) {
        this.report(error);
        await new Promise<void>((resolve) => { this.clock.after(againAfterMs, resolve); });
      }
    }
  }
}
