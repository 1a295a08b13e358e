import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../../src/backend/push/clock.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that passes only when it is told to. */
export class FakeClock implements Clock {
  private time = Date.UTC(2026, 10, 24);
  private readonly timers = new Set<Timer>();

  readonly now = (): number => this.time;

  readonly after = (ms: number, callback: () => void): (() => void) => {
    const timer = { at: this.time + ms, callback };
    this.timers.add(timer);
    return () => { this.timers.delete(timer); };
  };

  /** Goes on to the next timer, and a few seconds further, as a busy process would; all that are due by then ring. */
  passOn(): void {
    const next = Math.min(...[...this.timers].map(({ at }) => at));
    if (next === Infinity) return;
    this.time = Math.max(this.time, next) + 4_000;
    for (const timer of [...this.timers].filter(({ at }) => at <= this.time)) {
      this.timers.delete(timer);
      timer.callback();
    }
  }
}

/** Lets what is under way come to its end, as far as it waits for no timer; `isIdle` says when it has. */
export async function untilIdle(isIdle: () => boolean): Promise<void> {
  for (let turns = 0; turns < 4; turns = isIdle() ? turns + 1 : 0) await nextTurn();
}
