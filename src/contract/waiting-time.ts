/** How long something was waited for, where several waits may overlap: what they have in common counts once. */
export class WaitingTime {
  private running = 0;
  private since = 0;
  private total = 0;

  async during<T>(outcome: Promise<T>): Promise<T> {
    if (this.running++ === 0) this.since = performance.now();
    try {
      return await outcome;
    } finally {
      if (--this.running === 0) this.total += performance.now() - this.since;
    }
  }

  /** Milliseconds so far. */
  get ms(): number {
    return this.running === 0 ? this.total : this.total + performance.now() - this.since;
  }
}
