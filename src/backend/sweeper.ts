import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CollectionStore } from '../storage/store.js';

/** Deletes what dropped collections left behind, a chunk a turn of the event loop, in the background. */
export class Sweeper {
  private running: Promise<void> | undefined;
  private isStopped = false;

  constructor(private readonly collections: CollectionStore, private readonly report: (error: unknown) => void) {}

  /** Starts sweeping unless that is under way; a sweep that a stop cut short is taken up by the next start. */
  start(): void {
    this.running ??= this.sweepAll().catch(this.report).finally(() => { this.running = undefined; });
  }

  /** Resolves when no chunk is being deleted any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async sweepAll(): Promise<void> {
    while (!this.isStopped && (await this.collections.sweep())) await nextTurn();
  }
}
