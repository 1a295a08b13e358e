import { ExpiringMap, monotonicMs } from './expiring-map.js';

/** How long a window lasts, in milliseconds: the limit is so many units in each. It starts with the first call in it. */
export const windowMs = 60_000;

/** Keys whose windows are kept at most: with an upstream that decides about keys, anybody may present any number of them. */
export const keysKept = 100_000;

/** How a key stands after it has asked for units. */
export interface Standing {
  readonly isAllowed: boolean;
  /** Units that are left in the window. */
  readonly remaining: number;
  readonly resetsInMs: number;
}

/** Counts what each key uses up: one unit is one call of the Management API. */
export abstract class RateLimiter {
  constructor(readonly unitsPerWindow: number) {}

  /** Takes all of the units or none; more than the whole limit count as the whole. At once wherever nobody need be asked. */
  abstract take(key: string, units: number): Standing | Promise<Standing>;
}

/** The limiter of a process that shares its database with none. */
export class OwnRateLimiter extends RateLimiter {
  private readonly windows = new ExpiringMap<{ readonly endsAt: number; used: number }>(keysKept);

  constructor(unitsPerWindow: number, private readonly now: () => number = monotonicMs) {
    super(unitsPerWindow);
  }

  override take(key: string, units: number): Standing {
    const now = this.now();
    let window = this.windows.get(key, now);
    if (window === undefined) {
      window = { endsAt: now + windowMs, used: 0 };
      this.windows.set(key, window);
    }
    const wanted = Math.min(units, this.unitsPerWindow);
    const isAllowed = window.used + wanted <= this.unitsPerWindow;
    if (isAllowed) window.used += wanted;
    return { isAllowed, remaining: this.unitsPerWindow - window.used, resetsInMs: window.endsAt - now };
  }
}
