import type { PushStore } from '../../storage/push-store.js';
import type { Clock } from './clock.js';
import { Expander } from './expander.js';
import { Lane, type OnOutcome } from './lane.js';
import type { Provider } from './provider.js';
import { Settler } from './settler.js';

/** A platform of a project, and who brings messages to its devices. */
export interface Way {
  readonly project: string;
  readonly platform: string;
  readonly provider: Provider;
}

export interface WorkerParts {
  readonly store: PushStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: (error: unknown) => void;
  readonly onOutcome: OnOutcome;
}

/** What this process does for the pushes in the ledger, whoever put them there: writes down recipients, and sends. */
export class PushWorker {
  private readonly expander: Expander;
  private readonly lanes: readonly Lane[];

  constructor(ways: readonly Way[], parts: WorkerParts) {
    const { store, clock, report } = parts;
    const settler = new Settler(store, clock, report);
    this.lanes = ways.map(({ project, platform, provider }) => new Lane(project, platform, provider, { ...parts, settler }));
    this.expander = new Expander(store, clock, report, () => { for (const lane of this.lanes) lane.wake(); });
  }

  start(): void {
    this.expander.start();
    for (const lane of this.lanes) lane.start();
  }

  /** A push has been put into the ledger. */
  wake(): void {
    this.expander.wake();
  }

  /** Begins nothing more; resolves when all that is in flight is answered and written down. */
  async stop(): Promise<void> {
    await Promise.all([this.expander.stop(), ...this.lanes.map((lane) => lane.stop())]);
  }
}
