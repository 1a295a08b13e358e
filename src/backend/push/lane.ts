import { createHash } from 'node:crypto';
import type { ClaimedBatch, Lease, PushStore, Recipient, Settlement } from '../../storage/push-store.js';
import { Signal, type Clock } from './clock.js';
import { leaseFrom, pollMs } from './lease.js';
import type { Message, MessageContent, Outcome, Provider, Send } from './provider.js';
import type { Settler } from './settler.js';
import { verdictOf } from './verdict.js';

const renewalMs = 10_000;

/** Told of each recipient that was settled or put off. */
export type OnOutcome = (project: string, platform: string, outcome: Settlement['kind']) => void;

export interface LaneParts {
  readonly store: PushStore;
  readonly settler: Settler;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: (error: unknown) => void;
  readonly onOutcome: OnOutcome;
}

/** A batch that is being worked on. */
interface OpenBatch {
  readonly batch: ClaimedBatch;
  /** Recipients without an outcome. */
  numOpen: number;
  inFlight: number;
  /** Whether no more requests will begin. */
  isBegun: boolean;
  isCancelled: boolean;
  isLost: boolean;
  leaseUntil: number;
}

/**
 * One provider's way out of the ledger: claims batch after batch of a platform of a project and sends them, as many
 * requests at a time as the provider bears. A slow provider holds up nobody else.
 */
export class Lane {
  private readonly work: Signal;
  /** Given when an outcome has been written down. */
  private readonly settled: Signal;
  private readonly open = new Set<OpenBatch>();
  private inFlight = 0;
  private isStopped = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly project: string, private readonly platform: string, private readonly provider: Provider, private readonly parts: LaneParts,
  ) {
    this.work = new Signal(parts.clock);
    this.settled = new Signal(parts.clock);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** There may be something to do. */
  wake(): void {
    this.work.give();
  }

  /** Begins nothing more; resolves when what is in flight has been answered and written down. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.work.give();
    await this.running;
    await this.provider.close();
  }

  private async run(): Promise<void> {
    const stopRenewing = this.keepRenewing();
    while (!this.isStopped) {
      const lease = leaseFrom(this.parts.clock);
      const batch = await this.claim(lease);
      if (batch === undefined) await this.work.wait(pollMs);
      else await this.begin(batch, lease);
    }
    while (this.open.size > 0) await this.settled.wait(renewalMs);
    stopRenewing();
  }

  private async claim(lease: Lease): Promise<ClaimedBatch | undefined> {
    try {
      return await this.parts.store.claimBatch(this.project, this.platform, lease);
    } catch (error) {
      this.parts.report(error);
      return undefined;
    }
  }

  /** Begins request after request; resolves when no more of the batch will begin. */
  private async begin(batch: ClaimedBatch, { until }: Lease): Promise<void> {
    const open: OpenBatch = { batch, numOpen: batch.numOpen, inFlight: 0, isBegun: false, isCancelled: batch.isCancelled, isLost: false, leaseUntil: until };
    this.open.add(open);
    const send = this.provider.sending(messageOf(this.project, batch));
    const unsent: Settlement[] = [];
    for (const recipient of batch.recipients) {
      const { device, token, tries } = recipient;
      if (token !== null && !open.isCancelled) await this.room();
      if (!this.mayBegin(open)) break;
      if (open.isCancelled) unsent.push({ kind: 'failed', device, tries, reason: 'cancelled before it was sent' });
      else if (token === null) unsent.push({ kind: 'failed', device, tries, reason: 'no longer registered, or as something else' });
      else void this.send(open, recipient, token, send);
    }
    if (unsent.length > 0) await this.note(open, unsent);
    open.isBegun = true;
    await this.closeIfDone(open);
  }

  private async room(): Promise<void> {
    while (this.inFlight >= this.provider.concurrency) await this.settled.wait(renewalMs);
  }

  /** Who has lost a claim, or could not renew it, leaves the rest to whoever claims it next. */
  private mayBegin(open: OpenBatch): boolean {
    return !this.isStopped && !open.isLost && this.parts.clock.now() < open.leaseUntil;
  }

  private async send(open: OpenBatch, recipient: Recipient, token: string, send: Send): Promise<void> {
    const { clock, random, report } = this.parts;
    open.inFlight++;
    this.inFlight++;
    const startedAt = clock.now();
    const address = { token, deviceId: recipient.deviceId, messageId: () => messageId(open.batch, recipient) };
    const outcome = await send(address).catch((error: unknown): Outcome => {
      report(error);
      return { kind: 'later', reason: 'internal error' };
    });
    const settlement = verdictOf(outcome, { recipient, token, startedAt }, clock.now(), random);
    // In flight until it is written down: a process that dies has sent no more than that in vain.
    await this.note(open, [settlement]);
    open.inFlight--;
    this.inFlight--;
    if (settlement.kind === 'later') this.work.giveAt(settlement.dueAt);
    await this.closeIfDone(open);
    this.settled.give();
  }

  private async note(open: OpenBatch, settlements: readonly Settlement[]): Promise<void> {
    open.isCancelled = await this.parts.settler.settle(open.batch, settlements) || open.isCancelled;
    for (const { kind } of settlements) this.parts.onOutcome(this.project, this.platform, kind);
    open.numOpen -= settlements.filter(({ kind }) => kind !== 'later').length;
  }

  /** What is left of a batch when nothing of it is in flight any more is given back, for later or for others. */
  private async closeIfDone(open: OpenBatch): Promise<void> {
    if (!open.isBegun || open.inFlight > 0 || !this.open.has(open)) return;
    if (open.numOpen > 0) await this.parts.store.releaseBatch(open.batch).catch(this.parts.report);
    this.open.delete(open);
  }

  private keepRenewing(): () => void {
    let isEnded = false;
    let cancel = (): void => undefined;
    const next = (): void => {
      if (!isEnded) cancel = this.parts.clock.after(renewalMs, () => { void Promise.all([...this.open].map((open) => this.renew(open))).then(next); });
    };
    next();
    return () => {
      isEnded = true;
      cancel();
    };
  }

  private async renew(open: OpenBatch): Promise<void> {
    const { until } = leaseFrom(this.parts.clock);
    try {
      if ((await this.parts.store.renewBatch(open.batch, until)) === 'lost') open.isLost = true;
      else open.leaseUntil = until;
    } catch (error) {
      this.parts.report(error);
    }
  }
}

function messageOf(pushProjectId: string, { queueId, buildType, content }: ClaimedBatch): Message {
  return { ...(content as unknown as MessageContent), queueId, pushProjectId, buildType: buildType as Message['buildType'] };
}

/** A UUID that is the same whenever a push is sent to a device again, and another for every other push and device. */
function messageId({ queueId }: ClaimedBatch, { device }: Recipient): string {
  const hash = createHash('sha256').update(`${queueId}/${device}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
