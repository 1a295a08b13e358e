/** Which of a project's devices a push goes to, besides platform and build. */
export type PushTarget =
  | { readonly kind: 'all' }
  | { readonly kind: 'users'; readonly userOids: readonly string[] }
  | { readonly kind: 'devices'; readonly deviceIds: readonly string[] }
  /** Those of users that match a MonaQL query; it is valid. */
  | { readonly kind: 'query'; readonly query: string; readonly bindParams: unknown[] | undefined };

export interface NewPush {
  readonly queueId: string;
  readonly project: string;
  readonly platform: string;
  readonly buildType: string;
  /** The builds it goes to: its own, and those that are reached as it. */
  readonly buildTypes: readonly string[];
  /** What is sent, as the sender wants it back. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly target: PushTarget;
  readonly createdAt: number;
  /** When it is to begin; undefined: at once, and the devices registered by now are meant. */
  readonly scheduledAt: number | undefined;
}

export interface PushProgress {
  readonly status: 'queue' | 'push' | 'finish';
  readonly numTarget: number;
  readonly numPushed: number;
  readonly numFailed: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

/** A claim on work, to be renewed before it runs out: then anybody may claim the same. */
export interface Lease {
  readonly now: number;
  readonly until: number;
}

/** A push whose recipients are being written down, under a lease. */
export interface ClaimedPush {
  readonly push: number;
  readonly claim: number;
}

/** Some recipients of a push, under a lease. */
export interface ClaimedBatch extends ClaimedPush {
  readonly nth: number;
  readonly queueId: string;
  readonly buildType: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly isCancelled: boolean;
  /** How many recipients have no outcome yet, due or not. */
  readonly numOpen: number;
  /** Those whose outcome is open, and who are due. */
  readonly recipients: readonly Recipient[];
}

export interface Recipient {
  /** Its place in the order of registration. */
  readonly device: number;
  readonly deviceId: string;
  /** null: it is not registered any more, or as something else. */
  readonly token: string | null;
  /** Tries that were made before. */
  readonly tries: number;
  readonly firstTriedAt: number | null;
}

/** What came of a try, or of no try at all. */
export type Settlement =
  | { readonly kind: 'delivered'; readonly device: number; readonly tries: number }
  /** `deadToken`: the device goes too, unless it has got another token meanwhile. */
  | { readonly kind: 'failed'; readonly device: number; readonly tries: number; readonly reason: string; readonly deadToken?: string }
  | { readonly kind: 'later'; readonly device: number; readonly tries: number; readonly firstTriedAt: number; readonly dueAt: number; readonly reason: string };

export interface SettledBatch {
  readonly push: number;
  readonly nth: number;
  readonly settlements: readonly Settlement[];
}

export type RecipientOutcome = 'delivered' | 'failed' | 'waiting';

export interface StoredRecipient {
  readonly deviceId: string;
  readonly reason: string | null;
  readonly tries: number;
  readonly settledAt: number | null;
}

export interface PushStore {
  /** How many devices a push would go to now. */
  countTargets(push: Pick<NewPush, 'project' | 'platform' | 'buildTypes' | 'target'>): Promise<number>;
  /** What has not been sent of it will not be, and counts as failed. */
  cancel(project: string, queueId: string, now: number): Promise<'cancelled' | 'finished' | 'missing'>;
  recipients(project: string, queueId: string, outcome: RecipientOutcome, page: { readonly offset: number; readonly limit: number }): Promise<readonly StoredRecipient[]>;
  insert(push: NewPush): Promise<void>;
  progress(project: string, queueId: string): Promise<PushProgress | undefined>;

  /** A push in `queue` that is due, the one that has waited longest first. */
  claimPush(lease: Lease): Promise<ClaimedPush | undefined>;
  /** Writes down a bounded number of recipients and renews the lease. The last step ends the `queue`. */
  expand(push: ClaimedPush, lease: Lease): Promise<'more' | 'done' | 'lost'>;
  /** Gives the claim back before its end. */
  releasePush(push: ClaimedPush, now: number): Promise<void>;

  /** A batch of the project and platform that is due: the early ones of every push before the late ones of any. */
  claimBatch(project: string, platform: string, lease: Lease): Promise<ClaimedBatch | undefined>;
  renewBatch(batch: ClaimedBatch, until: number): Promise<'renewed' | 'lost'>;
  /** Gives the claim back: the batch is due when the first of its open recipients is. */
  releaseBatch(batch: ClaimedBatch): Promise<void>;
  /**
   * Writes down what came of recipients. The first outcome of each stays; a push whose last recipient is settled is
   * finished with it. Resolves to those of the pushes that were cancelled.
   */
  settle(batches: readonly SettledBatch[], now: number): Promise<ReadonlySet<number>>;
}
