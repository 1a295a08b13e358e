/** Time, so that tests can make their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls back once after a delay, unless the returned function is called before. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

export const systemClock: Clock = {
  // Looked up at each call: a test may run a process on another time.
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms).unref();
    return () => { clearTimeout(timer); };
  },
};

/** Something to wait for: until it is signalled, or a time has passed. A signal that nobody waits for is kept. */
export class Signal {
  private isGiven = false;
  private wake: (() => void) | undefined;
  /** When the earliest alarm rings, and how to take it back. */
  private alarm: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(private readonly clock: Clock) {}

  give(): void {
    this.isGiven = true;
    this.wake?.();
  }

  /** To be given at a time, unless an earlier alarm is set already: whoever is woken looks what else there is to wait for. */
  giveAt(time: number): void {
    if (this.alarm !== undefined && this.alarm.at <= time) return;
    this.alarm?.cancel();
    const cancel = this.clock.after(Math.max(0, time - this.clock.now()), () => {
      this.alarm = undefined;
      this.give();
    });
    this.alarm = { at: time, cancel };
  }

  /** Resolves when it is given, at the latest after `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.isGiven) {
      await new Promise<void>((resolve) => {
        const cancel = this.clock.after(ms, resolve);
        this.wake = () => { cancel(); resolve(); };
      });
      this.wake = undefined;
    }
    this.isGiven = false;
  }
}
