interface Waiting<Job, Outcome> {
  readonly job: Job;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupRules<Job> {
  readonly most: number;
  /** The sum of sizes at which a group is full. */
  readonly mostSize: number;
  readonly sizeOf: (job: Job) => number;
  /** Whether jobs of a group that failed so are tried one by one, so that only the culprit fails. */
  readonly isWorthSplitting: (error: unknown) => boolean;
}

/**
 * Writes jobs that come while another of the same key is being written together, in one commit. Each is answered for
 * itself, once it is committed; the first of a key does not wait at all.
 */
export class WriteGroups<Job, Outcome> {
  /** By key, while a group of it is being written. */
  private readonly queues = new Map<string, Waiting<Job, Outcome>[]>();

  constructor(private readonly rules: GroupRules<Job>, private readonly write: (key: string, jobs: readonly Job[]) => Promise<Outcome>) {}

  async add(key: string, job: Job): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const waiting = { job, resolve, reject };
      const queue = this.queues.get(key);
      if (queue !== undefined) {
        queue.push(waiting);
        return;
      }
      const started = [waiting];
      this.queues.set(key, started);
      void this.work(key, started);
    });
  }

  private async work(key: string, queue: Waiting<Job, Outcome>[]): Promise<void> {
    while (queue.length > 0) await this.writeGroup(key, queue.splice(0, this.sizeOfGroup(queue)));
    this.queues.delete(key);
  }

  private sizeOfGroup(queue: readonly Waiting<Job, Outcome>[]): number {
    let size = 0;
    const full = queue.findIndex(({ job }, index) => index === this.rules.most || (size += this.rules.sizeOf(job)) > this.rules.mostSize);
    return full < 0 ? queue.length : Math.max(full, 1);
  }

  private async writeGroup(key: string, group: readonly Waiting<Job, Outcome>[]): Promise<void> {
    try {
      const outcome = await this.write(key, group.map(({ job }) => job));
      for (const { resolve } of group) resolve(outcome);
    } catch (error) {
      if (group.length > 1 && this.rules.isWorthSplitting(error)) {
        for (const one of group) await this.writeGroup(key, [one]);
        return;
      }
      for (const { reject } of group) reject(error);
    }
  }
}
