import type { RateLimiter, Standing } from './rate-limiter.js';

/** What a request may take of its key's limit. */
export class Allowance {
  /** `show` is told how the key stands each time, for the headers of the reply. */
  constructor(private readonly limiter: RateLimiter, private readonly key: string, private readonly show: (standing: Standing) => void) {}

  /** Whether there were enough units left; if not, none is taken. */
  take(units: number): boolean | Promise<boolean> {
    const standing = this.limiter.take(this.key, units);
    return standing instanceof Promise ? standing.then((found) => this.told(found)) : this.told(standing);
  }

  private told(standing: Standing): boolean {
    this.show(standing);
    return standing.isAllowed;
  }
}
