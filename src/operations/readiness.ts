/** How long the outcome of a probe is told again, in milliseconds. */
const probedEveryMs = 1_000;

/** Whether whoever answers the calls does so: looked into at most once a second, however many ask. */
export class Readiness {
  private probedAt = -Infinity;
  private outcome = Promise.resolve(false);

  constructor(private readonly probe: () => Promise<void>, private readonly now = (): number => performance.now()) {}

  isReady(): Promise<boolean> {
    if (this.now() - this.probedAt >= probedEveryMs) {
      this.probedAt = this.now();
      this.outcome = this.probe().then(() => true, () => false);
    }
    return this.outcome;
  }
}
