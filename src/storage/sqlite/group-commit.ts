import type { SqliteConnection } from './connection.js';

/** Most writes of one commit. */
const writesPerCommit = 64;

/** How long the writes of one commit may hold the event loop before the next ones wait for its next turn, in milliseconds. */
const turnMs = 10;

interface Waiting {
  readonly write: () => unknown;
  readonly resolve: (outcome: never) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/**
 * Commits writes together that come in one turn of the event loop: the sync to the disk is most of what a write costs.
 * Each is answered for itself, once it is committed; one that throws is rolled back alone.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private scheduled: NodeJS.Immediate | undefined;

  constructor(private readonly connection: SqliteConnection) {}

  /** Runs `write` in a transaction. Rejects with what it throws, or what the commit does. */
  async run<T>(write: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ write, resolve, reject });
      this.scheduled ??= setImmediate(() => { this.commitSome(); });
    });
  }

  /** Commits what waits. */
  flush(): void {
    clearImmediate(this.scheduled);
    while (this.waiting.length > 0) this.commitSome();
  }

  private commitSome(): void {
    const group: Waiting[] = [];
    let outcomes: readonly Outcome[] = [];
    try {
      outcomes = this.connection.transaction(() => this.write(group));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    for (const [index, outcome] of outcomes.entries()) {
      if ('error' in outcome) group[index]?.reject(outcome.error);
      else group[index]?.resolve(outcome.value as never);
    }
    this.scheduled = this.waiting.length === 0 ? undefined : setImmediate(() => { this.commitSome(); });
  }

  /** Takes writes out of those that wait and runs them; those taken are in `group`, whatever happens. */
  private write(group: Waiting[]): readonly Outcome[] {
    const began = performance.now();
    const outcomes: Outcome[] = [];
    const isAlone = this.waiting.length === 1;
    while (this.waiting.length > 0 && group.length < writesPerCommit && (group.length === 0 || performance.now() - began < turnMs)) {
      const next = this.waiting.shift();
      if (next === undefined) break;
      group.push(next);
      outcomes.push(isAlone ? { value: next.write() } : this.attempt(next.write));
    }
    return outcomes;
  }

  private attempt(write: () => unknown): Outcome {
    try {
      return { value: this.connection.savepoint(write) };
    } catch (error) {
      // SQLite has rolled everything back by itself, as when the disk is full: nothing of the group will be committed.
      if (!this.connection.isInTransaction) throw error;
      return { error };
    }
  }
}
