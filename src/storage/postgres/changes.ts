/** A record that is changed by so many at once that this one never came first; to be tried again by whoever asked. */
class TooManyChangesError extends Error {
  override readonly name = 'TooManyChangesError';
}

/** How often a change is based on the newest version of a record before it gives up. */
const rounds = 50;

/**
 * Changes records without holding a lock while the change is worked out: what was read is written back only if nobody
 * wrote in between, else it is read again. Changes of one record within this process wait for each other, so that only
 * those of other processes get in between, and of all that do one always succeeds.
 */
export class Changes {
  private readonly last = new Map<string, Promise<unknown>>();

  /** `attempt` resolves to 'outdated' when somebody else was faster. */
  async of<Outcome>(key: string, attempt: () => Promise<Outcome | 'outdated'>): Promise<Outcome> {
    const previous = this.last.get(key);
    const run = async (): Promise<Outcome> => {
      await previous;
      for (let round = 0; round < rounds; round++) {
        const outcome = await attempt();
        if (outcome !== 'outdated') return outcome;
      }
      throw new TooManyChangesError('The record is being changed by others all the time.');
    };
    const mine = run();
    const settled = mine.then(() => undefined, () => undefined);
    this.last.set(key, settled);
    void settled.then(() => { if (this.last.get(key) === settled) this.last.delete(key); });
    return mine;
  }
}
