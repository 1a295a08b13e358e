import type { LimitStore } from '../../storage/store.js';
import { ExpiringMap, monotonicMs } from './expiring-map.js';
import { keysKept, RateLimiter, windowMs, type Standing } from './rate-limiter.js';

/** How old what is known of the other processes may get, in milliseconds, while a key is in use. */
const syncEveryMs = 1_000;

interface Window {
  endsAt: number;
  /** Units that this process may give away without asking. */
  spare: number;
  /** Units that no process has leased, as far as this one knows. */
  left: number;
  syncedAt: number;
  syncing: Promise<void> | undefined;
}

/**
 * The limiter of processes that share a database. Each leases units from the counter in it, a second's worth at a time,
 * and gives them away on its own: a unit is leased once, so together they never exceed the limit. What a process has
 * leased and does not need, at most a sixtieth of the limit, is lost to the others until the window ends.
 */
export class SharedRateLimiter extends RateLimiter {
  private readonly windows = new ExpiringMap<Window>(keysKept);
  private readonly leaseUnits: number;

  constructor(unitsPerWindow: number, private readonly shared: LimitStore, private readonly report: (error: unknown) => void, private readonly now: () => number = monotonicMs) {
    super(unitsPerWindow);
    this.leaseUnits = Math.ceil((unitsPerWindow * syncEveryMs) / windowMs);
  }

  override take(key: string, units: number): Standing | Promise<Standing> {
    const wanted = Math.min(units, this.unitsPerWindow);
    const window = this.windowOf(key);
    if (window.spare < wanted) return this.isWorthAsking(window, wanted) ? this.takeAfterSync(key, wanted) : this.standing(window, false);
    window.spare -= wanted;
    // Nobody waits for it: it keeps the headers true, and a lease at hand.
    if (window.left > 0 && this.isStale(window)) void this.sync(key, window, 0);
    return this.standing(window, true);
  }

  private windowOf(key: string): Window {
    const known = this.windows.get(key, this.now());
    if (known !== undefined) return known;
    const window: Window = { endsAt: this.now() + windowMs, spare: 0, left: this.unitsPerWindow, syncedAt: -Infinity, syncing: undefined };
    this.windows.set(key, window);
    return window;
  }

  private standing(window: Window, isAllowed: boolean): Standing {
    return { isAllowed, remaining: window.spare + window.left, resetsInMs: Math.max(0, window.endsAt - this.now()) };
  }

  /** That there is too little left is believed for a second. */
  private isWorthAsking(window: Window, wanted: number): boolean {
    return window.spare + window.left >= wanted || this.isStale(window);
  }

  private isStale({ syncedAt }: Window): boolean {
    return this.now() - syncedAt >= syncEveryMs;
  }

  /** However many wait for the same window, one asks for all; who is left with too little asks again. */
  private async takeAfterSync(key: string, wanted: number): Promise<Standing> {
    for (;;) {
      const window = this.windowOf(key);
      if (window.spare >= wanted) {
        window.spare -= wanted;
        return this.standing(window, true);
      }
      if (!this.isWorthAsking(window, wanted)) return this.standing(window, false);
      await this.sync(key, window, wanted);
    }
  }

  private sync(key: string, window: Window, wanted: number): Promise<void> {
    window.syncing ??= this.lease(key, window, wanted).finally(() => { window.syncing = undefined; });
    return window.syncing;
  }

  private async lease(key: string, window: Window, wanted: number): Promise<void> {
    window.syncedAt = this.now();
    const atLeast = Math.max(0, wanted - window.spare);
    const atMost = Math.max(atLeast, this.leaseUnits - window.spare);
    try {
      const { granted, left, endsInMs } = await this.shared.lease({ key, atLeast, atMost, limit: this.unitsPerWindow, windowMs });
      const endsAt = this.now() + endsInMs;
      // The next window has begun meanwhile: what was leased in the one before is worth nothing in it.
      if (endsAt > window.endsAt + syncEveryMs) window.spare = 0;
      window.endsAt = endsAt;
      window.spare += granted;
      window.left = left;
    } catch (error) {
      this.report(error);
      // A database that does not answer must not stop everybody: until the window ends this process counts alone.
      window.spare = this.unitsPerWindow;
      window.left = 0;
    }
  }
}
