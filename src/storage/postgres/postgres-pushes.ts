import { postgres } from '../../monaql/postgres.js';
import type { ClaimedBatch, ClaimedPush, Lease, NewPush, PushProgress, PushStore, RecipientOutcome, SettledBatch, Settlement, StoredRecipient } from '../push-store.js';
import { addToTotalOfDevices, deleteDeviceWithToken } from '../statements/devices.js';
import * as statements from '../statements/postgres/pushes.js';
import { toBatch, toProgress, toStoredRecipient, type BatchRow, type ProgressRow, type QueuedRow, type RecipientOutcomeRow, type RecipientRow } from '../statements/push-rows.js';
import { nextTargets, nobody } from '../statements/push-targets.js';
import * as shared from '../statements/pushes.js';
import type { Found } from '../store.js';
import type { Transaction } from './connections.js';
import type { Pools } from './pools.js';

const { among } = statements;
const dialect: shared.TargetDialect = { among, properties: 'document', monaql: postgres };

export class PostgresPushes implements PushStore {
  constructor(private readonly pools: Pools) {}

  async insert(push: NewPush): Promise<void> {
    await this.pools.quick.write(shared.insertPush(push));
  }

  async progress(project: string, queueId: string): Promise<Found<PushProgress>> {
    const [row] = await this.pools.quick.read<ProgressRow>(shared.pushProgress(project, queueId));
    return row && toProgress(row);
  }

  async countTargets(push: Pick<NewPush, 'project' | 'platform' | 'buildTypes' | 'target'>): Promise<number> {
    const [row] = await this.pools.scans.read<{ readonly number: number }>(shared.countTargets(push, push.target, dialect));
    return row?.number ?? 0;
  }

  async cancel(project: string, queueId: string, now: number): Promise<'cancelled' | 'finished' | 'missing'> {
    const { count } = await this.pools.quick.write(shared.cancelPush(project, queueId, now));
    if (count === 1) return 'cancelled';
    return (await this.progress(project, queueId)) === undefined ? 'missing' : 'finished';
  }

  async recipients(project: string, queueId: string, outcome: RecipientOutcome, page: { readonly offset: number; readonly limit: number }): Promise<readonly StoredRecipient[]> {
    return (await this.pools.scans.read<RecipientOutcomeRow>(shared.recipientsOfPush(project, queueId, outcome, page))).map(toStoredRecipient);
  }

  async claimPush(lease: Lease): Promise<Found<ClaimedPush>> {
    return this.pools.quick.transaction(async (run) => {
      const [due] = await run<{ readonly seq: number }>(statements.dueQueuedPush(lease.now));
      if (due === undefined) return undefined;
      const [claimed] = await run<{ readonly claim: number }>(shared.claimPush(due.seq, lease));
      return claimed && { push: due.seq, claim: claimed.claim };
    });
  }

  async expand(claimed: ClaimedPush, { now, until }: Lease): Promise<'more' | 'done' | 'lost'> {
    return this.pools.scans.transaction(async (run) => {
      const [push] = await run<QueuedRow>(statements.queuedPush(claimed));
      if (push === undefined) return 'lost';
      const { devices, expandedTo, isLast } = push.cancelled_at === null ? await nextTargets(push, dialect, run) : nobody(push);
      const numTarget = devices.length === 0 ? 0 : (await run(shared.insertRecipients(claimed.push, devices, among))).count;
      if (numTarget > 0) {
        const { project, platform } = push;
        const [firstDevice = 0, lastDevice = firstDevice] = [devices[0], devices.at(-1)];
        await run(shared.insertBatch({ push: claimed.push, nth: push.batches, project, platform, firstDevice, lastDevice, numTarget }));
      }
      await run(shared.noteExpansion(claimed, expandedTo, numTarget > 0 ? 1 : 0, until));
      if (!isLast) return 'more';
      await run(shared.endQueue(claimed, now));
      return 'done';
    });
  }

  async releasePush(push: ClaimedPush, now: number): Promise<void> {
    await this.pools.quick.write(shared.releasePush(push, now));
  }

  async claimBatch(project: string, platform: string, lease: Lease): Promise<Found<ClaimedBatch>> {
    return this.pools.quick.transaction(async (run) => {
      const [row] = await run<BatchRow>(statements.dueBatch(project, platform, lease.now));
      if (row === undefined) return undefined;
      const { push, nth, first_device: firstDevice, last_device: lastDevice } = row;
      const [claimed] = await run<{ readonly claim: number }>(shared.claimBatch(push, nth, lease));
      const recipients = await run<RecipientRow>(shared.dueRecipients({ push, firstDevice, lastDevice }, platform, row.build_types, lease.now, among));
      return claimed && toBatch(row, claimed.claim, recipients);
    });
  }

  async renewBatch(batch: ClaimedBatch, until: number): Promise<'renewed' | 'lost'> {
    const { count } = await this.pools.quick.write(shared.renewBatch(batch, until));
    return count === 1 ? 'renewed' : 'lost';
  }

  async releaseBatch(batch: ClaimedBatch): Promise<void> {
    await this.pools.quick.write(shared.releaseBatch(batch));
  }

  /**
   * Rows are locked in one order, recipients and batches first and pushes last, so that processes that settle at once do not
   * wait for each other in a circle. The push's own row makes two who complete its last two batches follow one another.
   */
  async settle(batches: readonly SettledBatch[], now: number): Promise<ReadonlySet<number>> {
    const inOrder = [...batches].sort((one, other) => one.push - other.push || one.nth - other.nth);
    return this.pools.quick.transaction(async (run) => {
      const completed: number[] = [];
      for (const batch of inOrder) {
        const { pushed, failed } = await settleRecipients(run, batch.push, batch.settlements, now);
        const [counted] = await run<{ readonly num_open: number }>(shared.countSettled(batch, pushed, failed));
        if (counted?.num_open === 0 && pushed + failed > 0) completed.push(batch.push);
      }
      for (const push of completed) await run(shared.completeBatch(push, now));
      const cancelled = await run<{ readonly seq: number }>(shared.cancelledPushes(inOrder.map(({ push }) => push), among));
      return new Set(cancelled.map(({ seq }) => seq));
    });
  }
}

async function settleRecipients(run: Transaction, push: number, settlements: readonly Settlement[], now: number): Promise<{ pushed: number; failed: number }> {
  const delivered = settlements.filter(({ kind }) => kind === 'delivered').map(({ device }) => device);
  const pushed = delivered.length === 0 ? 0 : (await run(shared.settleDelivered(push, delivered, now, among))).count;
  const failures = settlements.filter((settlement) => settlement.kind === 'failed');
  const counts = await Promise.all(failures.map(async (settlement) => (await run(shared.settleFailed(push, settlement, now))).count));
  const postponed = settlements.filter((settlement) => settlement.kind === 'later');
  await Promise.all(postponed.map((settlement) => run(shared.postponeRecipient(push, settlement))));
  for (const { device, deadToken } of failures) if (deadToken !== undefined) await removeDevice(run, device, deadToken);
  const failed = counts.reduce((sum, count) => sum + count, 0);
  return { pushed, failed };
}

async function removeDevice(run: Transaction, device: number, token: string): Promise<void> {
  const [removed] = await run<{ readonly project: string }>(deleteDeviceWithToken(device, token));
  if (removed !== undefined) await run(addToTotalOfDevices(removed.project, -1));
}
