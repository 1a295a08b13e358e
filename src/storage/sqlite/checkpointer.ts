import type { SqliteWorker } from './worker.js';

/** How long after a write the log is worked off, in milliseconds: what comes meanwhile goes with it. */
const delayMs = 100;

/**
 * Works off the write-ahead log on a worker thread. SQLite would do it within whichever commit finds the log long, and
 * sync the database file there: a commit on the event loop that takes hundreds of milliseconds.
 */
export class Checkpointer {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> | undefined;

  constructor(private readonly worker: SqliteWorker, private readonly report: (error: unknown) => void) {}

  /** To be called after each commit. */
  readonly noteCommit = (): void => {
    this.timer ??= setTimeout(() => { this.run(); }, delayMs).unref();
  };

  /** Resolves when no checkpoint is running any more. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
  }

  private run(): void {
    // A passive checkpoint waits for nobody and keeps nobody waiting; what a reader still needs is left for the next.
    this.running = this.worker.all({ text: 'PRAGMA wal_checkpoint(PASSIVE)', values: [] })
      .catch(this.report)
      .finally(() => { this.timer = undefined; });
  }
}
