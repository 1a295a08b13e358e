import { setTimeout as pause } from 'node:timers/promises';
import { attempts } from './bounds.js';

const firstWaitMs = 10;

/** Does the work again, a bounded number of times and after ever longer waits, while it fails for a reason that passes. */
export async function retried<T>(work: () => Promise<T>, isWorthRepeating: (error: unknown) => boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts || !isWorthRepeating(error)) throw error;
      // Jitter keeps those who got into each other's way from doing so again.
      await pause(firstWaitMs * 2 ** attempt * (0.5 + Math.random() / 2));
    }
  }
}
