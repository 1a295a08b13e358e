/** Whole milliseconds on a clock that nobody sets. */
export function monotonicMs(): number {
  return Math.floor(performance.now());
}

/** What is kept until a time of its own, and a bounded number of it: when it is full the oldest goes first. */
export class ExpiringMap<Value extends { readonly endsAt: number }> {
  private readonly entries = new Map<string, Value>();

  constructor(private readonly keptAtMost: number) {}

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  /** What is kept under a name and has not ended yet. */
  get(name: string, now: number): Value | undefined {
    const value = this.entries.get(name);
    return value !== undefined && value.endsAt > now ? value : undefined;
  }

  set(name: string, value: Value): void {
    this.entries.delete(name);
    this.entries.set(name, value);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.keptAtMost && oldest !== undefined) this.entries.delete(oldest);
  }
}
