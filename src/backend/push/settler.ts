import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClaimedBatch, PushStore, Settlement } from '../../storage/push-store.js';
import type { Clock } from './clock.js';

/** A commit is made for so many outcomes, or so long after the first of them, in milliseconds: it takes about one itself. */
const outcomesPerCommit = 50;
const gatheringMs = 10;

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
  private numWaiting = 0;
  private enough: (() => void) | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly store: PushStore, private readonly clock: Clock, private readonly report: (error: unknown) => void) {}

  /** Resolves once all is committed, to whether the push has been cancelled. */
  settle(batch: ClaimedBatch, settlements: readonly Settlement[]): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting = this.waiting.get(batch) ?? { settlements: [], committed: [] };
      waiting.settlements.push(...settlements);
      waiting.committed.push(resolve);
      this.waiting.set(batch, waiting);
      this.numWaiting += settlements.length;
      if (this.numWaiting >= outcomesPerCommit) this.enough?.();
      this.running ??= this.run();
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.size > 0) {
      await this.gather();
      const taken = [...this.waiting];
      this.waiting = new Map();
      this.numWaiting = 0;
      const cancelled = await this.commit(taken);
      for (const [{ push }, { committed }] of taken) for (const resolve of committed) resolve(cancelled.has(push));
    }
    this.running = undefined;
  }

  private async gather(): Promise<void> {
    // Neither a provider nor a database need take a turn of the event loop: others get theirs here.
    await nextTurn();
    if (this.numWaiting >= outcomesPerCommit) return;
    await new Promise<void>((resolve) => {
      const cancel = this.clock.after(gatheringMs, resolve);
      this.enough = () => { cancel(); resolve(); };
    });
    this.enough = undefined;
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
