import { sqlite } from '../../monaql/sqlite.js';
import type { ClaimedBatch, ClaimedPush, Lease, NewPush, PushProgress, PushStore, RecipientOutcome, SettledBatch, Settlement, StoredRecipient } from '../push-store.js';
import { addToTotalOfDevices, deleteDeviceWithToken } from '../statements/devices.js';
import { toBatch, toProgress, toStoredRecipient, type BatchRow, type ProgressRow, type QueuedRow, type RecipientOutcomeRow, type RecipientRow } from '../statements/push-rows.js';
import { nextTargets, nobody } from '../statements/push-targets.js';
import * as statements from '../statements/pushes.js';
import type { Query } from '../statements/query.js';
import type { Found } from '../store.js';
import type { PageSource } from './page-reader.js';
import type { SqliteConnection } from './connection.js';

const amongElements = (column: string): string => `${column} IN (SELECT value FROM json_each(?))`;
const among: statements.Among = { texts: amongElements, numbers: amongElements };

const dialect: statements.TargetDialect = { among, properties: 'properties', monaql: sqlite };

export class SqlitePushes implements PushStore {
  constructor(private readonly source: PageSource) {}

  private get connection(): SqliteConnection {
    return this.source.connection;
  }

  async insert(push: NewPush): Promise<void> {
    this.connection.run(statements.insertPush(push));
  }

  async progress(project: string, queueId: string): Promise<Found<PushProgress>> {
    const row = this.connection.first<ProgressRow>(statements.pushProgress(project, queueId));
    return row && toProgress(row);
  }

  async countTargets(push: Pick<NewPush, 'project' | 'platform' | 'buildTypes' | 'target'>): Promise<number> {
    const [row] = await this.source.scanner.all<{ number: number }>(statements.countTargets(push, push.target, dialect));
    return row?.number ?? 0;
  }

  async cancel(project: string, queueId: string, now: number): Promise<'cancelled' | 'finished' | 'missing'> {
    if (this.connection.run(statements.cancelPush(project, queueId, now)) === 1) return 'cancelled';
    return (await this.progress(project, queueId)) === undefined ? 'missing' : 'finished';
  }

  async recipients(project: string, queueId: string, outcome: RecipientOutcome, page: { readonly offset: number; readonly limit: number }): Promise<readonly StoredRecipient[]> {
    const rows = await this.source.scanner.all<RecipientOutcomeRow>(statements.recipientsOfPush(project, queueId, outcome, page));
    return rows.map(toStoredRecipient);
  }

  async claimPush(lease: Lease): Promise<Found<ClaimedPush>> {
    return this.connection.transaction(() => {
      const due = this.connection.first<{ seq: number }>(statements.dueQueuedPush(lease.now));
      if (due === undefined) return undefined;
      const claimed = this.connection.first<{ claim: number }>(statements.claimPush(due.seq, lease));
      return claimed && { push: due.seq, claim: claimed.claim };
    });
  }

  async expand(claimed: ClaimedPush, { now, until }: Lease): Promise<'more' | 'done' | 'lost'> {
    const seen = this.connection.first<QueuedRow>(statements.queuedPush(claimed));
    if (seen === undefined) return 'lost';
    const { devices, expandedTo, isLast } = seen.cancelled_at === null ? await nextTargets(seen, dialect, this.read) : nobody(seen);
    return this.connection.transaction(() => {
      const push = this.connection.first<QueuedRow>(statements.queuedPush(claimed));
      if (push?.expanded_to !== seen.expanded_to) return 'lost';
      const numTarget = devices.length === 0 ? 0 : this.connection.run(statements.insertRecipients(claimed.push, devices, among));
      if (numTarget > 0) {
        const { project, platform } = push;
        const [firstDevice = 0, lastDevice = firstDevice] = [devices[0], devices.at(-1)];
        this.connection.run(statements.insertBatch({ push: claimed.push, nth: push.batches, project, platform, firstDevice, lastDevice, numTarget }));
      }
      this.connection.run(statements.noteExpansion(claimed, expandedTo, numTarget > 0 ? 1 : 0, until));
      if (!isLast) return 'more';
      this.connection.run(statements.endQueue(claimed, now));
      return 'done';
    });
  }

  async releasePush(push: ClaimedPush, now: number): Promise<void> {
    this.connection.run(statements.releasePush(push, now));
  }

  async claimBatch(project: string, platform: string, lease: Lease): Promise<Found<ClaimedBatch>> {
    return this.connection.transaction(() => {
      const row = this.connection.first<BatchRow>(statements.dueBatch(project, platform, lease.now));
      if (row === undefined) return undefined;
      const { push, nth, first_device: firstDevice, last_device: lastDevice } = row;
      const claimed = this.connection.first<{ claim: number }>(statements.claimBatch(push, nth, lease));
      const recipients = this.connection.all<RecipientRow>(statements.dueRecipients({ push, firstDevice, lastDevice }, platform, row.build_types, lease.now, among));
      return claimed && toBatch(row, claimed.claim, recipients);
    });
  }

  async renewBatch(batch: ClaimedBatch, until: number): Promise<'renewed' | 'lost'> {
    return this.connection.run(statements.renewBatch(batch, until)) === 1 ? 'renewed' : 'lost';
  }

  async releaseBatch(batch: ClaimedBatch): Promise<void> {
    this.connection.run(statements.releaseBatch(batch));
  }

  async settle(batches: readonly SettledBatch[], now: number): Promise<ReadonlySet<number>> {
    return this.connection.transaction(() => {
      for (const batch of batches) {
        const { pushed, failed } = this.settleRecipients(batch.push, batch.settlements, now);
        const numOpen = this.connection.first<{ num_open: number }>(statements.countSettled(batch, pushed, failed))?.num_open;
        // Completed is a batch once: what is counted again changes nothing.
        if (numOpen === 0 && pushed + failed > 0) this.connection.run(statements.completeBatch(batch.push, now));
      }
      const cancelled = this.connection.all<{ seq: number }>(statements.cancelledPushes(batches.map(({ push }) => push), among));
      return new Set(cancelled.map(({ seq }) => seq));
    });
  }

  private readonly read = async <Row>(query: Query, isHeavy: boolean): Promise<readonly Row[]> =>
    (isHeavy ? this.source.scanner.all<Row>(query) : this.connection.all<Row>(query));

  private settleRecipients(push: number, settlements: readonly Settlement[], now: number): { pushed: number; failed: number } {
    const delivered = settlements.filter(({ kind }) => kind === 'delivered').map(({ device }) => device);
    const pushed = delivered.length === 0 ? 0 : this.connection.run(statements.settleDelivered(push, delivered, now, among));
    let failed = 0;
    for (const settlement of settlements) {
      if (settlement.kind === 'later') this.connection.run(statements.postponeRecipient(push, settlement));
      if (settlement.kind !== 'failed') continue;
      failed += this.connection.run(statements.settleFailed(push, settlement, now));
      if (settlement.deadToken !== undefined) this.removeDevice(settlement.device, settlement.deadToken);
    }
    return { pushed, failed };
  }

  private removeDevice(device: number, token: string): void {
    const removed = this.connection.first<{ project: string }>(deleteDeviceWithToken(device, token));
    if (removed !== undefined) this.connection.run(addToTotalOfDevices(removed.project, -1));
  }
}
