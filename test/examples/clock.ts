/** When the story begins: any time would do, as long as it is always the same. */
const startsAt = Date.UTC(2026, 0, 1);

export interface StoryClock {
  /** A second passes. */
  readonly tick: () => void;
  readonly goOn: () => void;
}

/** Stops the clock by which a server in this process tells the time of what it keeps; to be done before it starts. */
export function stopClock(): StoryClock {
  const real = Date.now;
  let now = startsAt;
  Date.now = () => now;
  return { tick: () => { now += 1_000; }, goOn: () => { Date.now = real; } };
}
